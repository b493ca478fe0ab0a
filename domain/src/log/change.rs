//! What one event changed.

use cairn_entities::{ActorRef, CardId, ColumnId, CommentId, LabelId, MilestoneId, UserId};
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};

use super::{
    ActorImage, BoardImage, CardImage, ColumnImage, CommentImage, LabelImage, MemberImage,
    MilestoneImage, UserImage,
};

/// The version of the JSON that events are stored in.
const VERSION: u8 = 1;

/// Bookkeeping that moves with each event, and so says nothing about what somebody changed.
const NOT_FIELDS: &[&str] = &["version", "updatedAt"];

/// Everything that one event changed, and what the changed things refer to.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ChangeSet {
    /// The version of this JSON.
    pub v: u8,
    /// In the order in which they are to be applied.
    pub changes: Vec<Change>,
    /// What the images above refer to, as it was at that moment.
    #[serde(default)]
    pub references: References,
}

impl ChangeSet {
    /// The stored form of `changes`.
    #[must_use]
    pub fn new(changes: Vec<Change>, references: References) -> Self {
        Self { v: VERSION, changes, references }
    }
}

/// Things that images refer to by id.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct References {
    /// Authors, assignees, members and the event's own actor.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actors: Vec<ActorImage>,
    /// The columns of cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub columns: Vec<ColumnImage>,
    /// The labels of cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub labels: Vec<LabelImage>,
    /// The milestones of cards.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub milestones: Vec<MilestoneImage>,
}

impl References {
    /// The actor with this id.
    #[must_use]
    pub fn actor(&self, id: ActorRef) -> Option<&ActorImage> {
        self.actors.iter().find(|actor| actor.id() == id)
    }

    /// The person with this id.
    #[must_use]
    pub fn user(&self, id: UserId) -> Option<&UserImage> {
        self.actors.iter().find_map(|actor| match actor {
            ActorImage::User(user) if user.id == id => Some(user),
            _ => None,
        })
    }

    /// The column with this id.
    #[must_use]
    pub fn column(&self, id: ColumnId) -> Option<&ColumnImage> {
        self.columns.iter().find(|column| column.id == id)
    }

    /// The label with this id.
    #[must_use]
    pub fn label(&self, id: LabelId) -> Option<&LabelImage> {
        self.labels.iter().find(|label| label.id == id)
    }

    /// The milestone with this id.
    #[must_use]
    pub fn milestone(&self, id: MilestoneId) -> Option<&MilestoneImage> {
        self.milestones.iter().find(|milestone| milestone.id == id)
    }
}

/// One touched thing: its after-image, or that it is gone.
///
/// `fields` are the contract's names of what changed, `["*"]` for a new thing; `old` has their
/// former values, and the whole former image of a deleted thing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
#[expect(missing_docs, reason = "the variants and their fields are what the enum says of all")]
pub enum Change {
    Board { fields: Vec<String>, old: Map<String, Value>, after: BoardImage },
    Column { fields: Vec<String>, old: Map<String, Value>, after: ColumnImage },
    ColumnDeleted { id: ColumnId, old: Map<String, Value> },
    Card { fields: Vec<String>, old: Map<String, Value>, after: Box<CardImage> },
    CardDeleted { id: CardId, old: Map<String, Value> },
    Label { fields: Vec<String>, old: Map<String, Value>, after: LabelImage },
    LabelDeleted { id: LabelId, old: Map<String, Value> },
    Milestone { fields: Vec<String>, old: Map<String, Value>, after: MilestoneImage },
    MilestoneDeleted { id: MilestoneId, old: Map<String, Value> },
    Comment { fields: Vec<String>, old: Map<String, Value>, after: CommentImage },
    CommentDeleted { id: CommentId, card: CardId, old: Map<String, Value> },
    Member { fields: Vec<String>, old: Map<String, Value>, after: MemberImage },
    MemberRemoved { id: UserId, old: Map<String, Value> },
}

impl Change {
    /// Whether it changes who may do what on the board.
    #[must_use]
    pub fn touches_access(&self) -> bool {
        match self {
            Self::Member { .. } | Self::MemberRemoved { .. } => true,
            Self::Board { fields, .. } => {
                fields.iter().any(|field| matches!(&**field, "visibility" | "team"))
            }
            _ => false,
        }
    }
}

/// The names of the fields in which two images differ, and their values in `before`.
pub(crate) fn difference<T: Serialize>(
    before: Option<&T>,
    after: &T,
) -> (Vec<String>, Map<String, Value>) {
    let Some(before) = before else {
        return (vec!["*".to_owned()], Map::new());
    };
    let (before, after) = (object(before), object(after));
    let mut fields = Vec::new();
    let mut old = Map::new();
    let names = after.keys().chain(before.keys().filter(|name| !after.contains_key(*name)));
    for name in names {
        if before.get(name) != after.get(name) && !NOT_FIELDS.contains(&name.as_str()) {
            fields.push(name.clone());
            old.insert(name.clone(), before.get(name).cloned().unwrap_or(Value::Null));
        }
    }
    (fields, old)
}

/// An image as the JSON object that it is stored as.
pub(crate) fn object<T: Serialize>(image: &T) -> Map<String, Value> {
    match serde_json::to_value(image) {
        Ok(Value::Object(fields)) => fields,
        _ => Map::new(),
    }
}
