//! What the server tells of a board, as far as the words need it.

use chrono::{DateTime, Utc};
use serde::Deserialize;

/// Where a board is.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub(super) struct BoardPosition {
    pub id: String,
    pub epoch: String,
    pub seq: i64,
}

/// One item of the subscription.
#[derive(Debug, Deserialize)]
#[serde(tag = "__typename")]
pub(super) enum Update {
    BoardEvent(Event),
    BoardReset { epoch: String, seq: i64, reason: String },
}

#[derive(Debug, Deserialize)]
pub(super) struct Event {
    pub epoch: String,
    pub seq: i64,
    pub at: DateTime<Utc>,
    pub actor: Option<Actor>,
    pub changes: Vec<Change>,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "__typename")]
pub(super) enum Actor {
    #[serde(rename_all = "camelCase")]
    User {
        display_name: String,
    },
    Bot {
        name: String,
    },
}

impl Actor {
    pub(super) fn name(&self) -> &str {
        match self {
            Self::User { display_name } => display_name,
            Self::Bot { name } => name,
        }
    }
}

#[derive(Debug, Deserialize)]
#[serde(tag = "__typename", rename_all_fields = "camelCase")]
pub(super) enum Change {
    BoardChanged {
        fields: Vec<String>,
        board: Board,
    },
    ColumnChanged {
        fields: Vec<String>,
        column: Column,
    },
    ColumnDeleted {},
    CardChanged {
        fields: Vec<String>,
        #[serde(default)]
        old_column_id: Option<String>,
        card: Card,
    },
    CardDeleted {
        card_id: String,
    },
    LabelChanged {
        fields: Vec<String>,
        label: Named,
    },
    LabelDeleted {},
    MilestoneChanged {
        fields: Vec<String>,
        milestone: Milestone,
    },
    MilestoneDeleted {},
    CommentChanged {
        fields: Vec<String>,
        comment: Comment,
    },
    CommentDeleted {
        card_id: String,
    },
    MemberChanged {
        fields: Vec<String>,
        member: Member,
    },
    MemberRemoved {},
    /// Of a newer server.
    #[serde(other)]
    Other,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Board {
    pub key: String,
    pub title: String,
    pub archived_at: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Column {
    pub id: String,
    pub title: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Named {
    pub name: String,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Card {
    pub id: String,
    pub key: String,
    pub title: String,
    pub column: Column,
    #[serde(default)]
    pub archived_at: Option<String>,
}

#[derive(Debug, Deserialize)]
pub(super) struct Milestone {
    pub title: String,
    pub state: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Comment {
    pub body: String,
    pub card: CommentedCard,
}

#[derive(Debug, Deserialize)]
pub(super) struct CommentedCard {
    pub key: String,
    pub title: String,
}

#[derive(Debug, Deserialize)]
pub(super) struct Member {
    pub role: String,
    pub user: Person,
}

#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Person {
    pub display_name: String,
}
