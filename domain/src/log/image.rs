//! What a thing is at one moment: the read model, and the after-image that events keep.
//!
//! The JSON names are the contract's field names, so that the names of changed fields fall out of
//! comparing two images. A new field needs `#[serde(default)]`: old events do not have it.

use cairn_entities::{
    ActorRef, BoardId, BoardRole, BoardVisibility, BotId, CardId, Color, ColumnId, ColumnKind,
    CommentId, LabelId, MilestoneId, MilestoneState, TeamId, UserId, WipPolicy, board,
    board_column, board_member, bot, comment, label, milestone, user,
};
use chrono::{DateTime, NaiveDate, Utc};
use serde::{Deserialize, Serialize};

/// A board without what is on it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardImage {
    /// Its id.
    pub id: BoardId,
    /// Its human key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What it is for, in Markdown.
    pub description: String,
    /// One emoji.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// The team it belongs to.
    #[serde(default, rename = "team", skip_serializing_if = "Option::is_none")]
    pub team_id: Option<TeamId>,
    /// Who may read it beside its members.
    pub visibility: BoardVisibility,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was archived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<DateTime<Utc>>,
}

impl From<&board::Model> for BoardImage {
    fn from(row: &board::Model) -> Self {
        Self {
            id: row.id,
            key: row.key.clone(),
            title: row.title.clone(),
            description: row.description.clone(),
            icon: row.icon.clone(),
            team_id: row.team_id,
            visibility: row.visibility,
            created_at: row.created_at,
            archived_at: row.archived_at,
        }
    }
}

/// A column.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ColumnImage {
    /// Its id.
    pub id: ColumnId,
    /// Its board.
    #[serde(rename = "board")]
    pub board_id: BoardId,
    /// Its place: compared as bytes, ties by id.
    pub rank: String,
    /// Its title.
    pub title: String,
    /// Its colour.
    pub color: Color,
    /// What a card in it counts as.
    pub kind: ColumnKind,
    /// How many cards it should hold at most.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub wip_limit: Option<i32>,
    /// What happens over the limit.
    pub wip_policy: WipPolicy,
    /// What belongs here, in Markdown.
    pub description: String,
}

impl From<board_column::Model> for ColumnImage {
    fn from(row: board_column::Model) -> Self {
        let board_column::Model {
            id,
            board_id,
            rank,
            title,
            color,
            kind,
            wip_limit,
            wip_policy,
            description,
        } = row;
        Self { id, board_id, rank, title, color, kind, wip_limit, wip_policy, description }
    }
}

/// The task-list items of a description.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Checklist {
    /// The ticked ones.
    pub done: i32,
    /// All.
    pub total: i32,
}

/// A card.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CardImage {
    /// Its id.
    pub id: CardId,
    /// Its board.
    #[serde(rename = "board")]
    pub board_id: BoardId,
    /// Its human key, such as `RL-42`.
    pub key: String,
    /// Its number on the board.
    pub number: i64,
    /// The column it stands in.
    #[serde(rename = "column")]
    pub column_id: ColumnId,
    /// Its place in the column: compared as bytes, ties by id.
    pub rank: String,
    /// Its title.
    pub title: String,
    /// One emoji.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub icon: Option<String>,
    /// Its text; absent where it was not loaded, or did not change.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether the text has any.
    pub has_description: bool,
    /// The text's task-list items.
    pub checklist: Checklist,
    /// Its labels; empty in a row that was loaded without them.
    #[serde(default, rename = "labels", skip_serializing_if = "Vec::is_empty")]
    pub label_ids: Vec<LabelId>,
    /// Who works on it; empty in a row that was loaded without them.
    #[serde(default, rename = "assignees", skip_serializing_if = "Vec::is_empty")]
    pub assignee_ids: Vec<UserId>,
    /// When work starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_on: Option<NaiveDate>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// How much work it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub estimate: Option<f64>,
    /// The milestone it belongs to.
    #[serde(default, rename = "milestone", skip_serializing_if = "Option::is_none")]
    pub milestone_id: Option<MilestoneId>,
    /// Who made it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub created_by: Option<ActorRef>,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it last changed.
    pub updated_at: DateTime<Utc>,
    /// When it was archived.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub archived_at: Option<DateTime<Utc>>,
    /// The seq of the last event that touched it.
    pub version: i64,
}

/// `RL-42`.
pub(crate) fn card_key(board_key: &str, number: i64) -> String {
    format!("{board_key}-{number}")
}

/// A label.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct LabelImage {
    /// Its id.
    pub id: LabelId,
    /// Its board.
    #[serde(rename = "board")]
    pub board_id: BoardId,
    /// Its name.
    pub name: String,
    /// Its colour.
    pub color: Color,
}

impl From<label::Model> for LabelImage {
    fn from(row: label::Model) -> Self {
        let label::Model { id, board_id, name, name_key: _, color } = row;
        Self { id, board_id, name, color }
    }
}

/// A milestone.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MilestoneImage {
    /// Its id.
    pub id: MilestoneId,
    /// Its board.
    #[serde(rename = "board")]
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// What it means, in Markdown.
    pub description: String,
    /// When it starts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_on: Option<NaiveDate>,
    /// When it is due.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub due_on: Option<NaiveDate>,
    /// Whether it is still worked towards.
    pub state: MilestoneState,
}

impl From<milestone::Model> for MilestoneImage {
    fn from(row: milestone::Model) -> Self {
        let milestone::Model { id, board_id, title, description, start_on, due_on, state } = row;
        Self { id, board_id, title, description, start_on, due_on, state }
    }
}

/// A comment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentImage {
    /// Its id.
    pub id: CommentId,
    /// The card's board.
    #[serde(rename = "board")]
    pub board_id: BoardId,
    /// The card it is about.
    #[serde(rename = "card")]
    pub card_id: CardId,
    /// Its text, in Markdown.
    pub body: String,
    /// Who wrote it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub author: Option<ActorRef>,
    /// When it was written.
    pub created_at: DateTime<Utc>,
    /// When it was last changed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub edited_at: Option<DateTime<Utc>>,
}

impl From<comment::Model> for CommentImage {
    fn from(row: comment::Model) -> Self {
        let author = row.author();
        let comment::Model { id, board_id, card_id, body, created_at, edited_at, .. } = row;
        Self { id, board_id, card_id, body, author, created_at, edited_at }
    }
}

/// What somebody may do on a board.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct MemberImage {
    /// The person.
    #[serde(rename = "user")]
    pub user_id: UserId,
    /// What they may do.
    pub role: BoardRole,
}

impl From<board_member::Model> for MemberImage {
    fn from(row: board_member::Model) -> Self {
        let board_member::Model { board_id: _, user_id, role } = row;
        Self { user_id, role }
    }
}

/// A person, as others see them.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct UserImage {
    /// The person's id.
    pub id: UserId,
    /// The name they sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// Where the picture is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub avatar_url: Option<String>,
}

impl From<user::Model> for UserImage {
    fn from(row: user::Model) -> Self {
        let user::Model { id, username, display_name, avatar_url, .. } = row;
        Self { id, username, display_name, avatar_url }
    }
}

/// An actor that cannot sign in.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BotImage {
    /// Its id.
    pub id: BotId,
    /// The name to show.
    pub name: String,
}

impl From<bot::Model> for BotImage {
    fn from(row: bot::Model) -> Self {
        Self { id: row.id, name: row.name }
    }
}

/// Who did something.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum ActorImage {
    /// A person.
    User(UserImage),
    /// An actor that cannot sign in.
    Bot(BotImage),
}

impl ActorImage {
    /// Who it is.
    #[must_use]
    pub fn id(&self) -> ActorRef {
        match self {
            Self::User(user) => ActorRef::User(user.id),
            Self::Bot(bot) => ActorRef::Bot(bot.id),
        }
    }
}
