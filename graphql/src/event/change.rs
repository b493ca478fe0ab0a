//! The changes that an event is made of.

use std::sync::Arc;

use async_graphql::{ID, SimpleObject, Union};
use cairn_domain::log::{self, Event};
use serde_json::Value;

use super::former::Former;
use crate::board::Board;
use crate::card::Card;
use crate::column::Column;
use crate::comment::Comment;
use crate::label::Label;
use crate::member::BoardMember;
use crate::milestone::Milestone;
use crate::source::Source;

/// One thing that an event made, changed or deleted.
#[derive(Union)]
pub enum Change {
    BoardChanged(BoardChanged),
    ColumnChanged(ColumnChanged),
    ColumnDeleted(ColumnDeleted),
    CardChanged(CardChanged),
    CardDeleted(CardDeleted),
    LabelChanged(LabelChanged),
    LabelDeleted(LabelDeleted),
    MilestoneChanged(MilestoneChanged),
    MilestoneDeleted(MilestoneDeleted),
    CommentChanged(CommentChanged),
    CommentDeleted(CommentDeleted),
    MemberChanged(MemberChanged),
    MemberRemoved(MemberRemoved),
}

/// The board was made or changed.
#[derive(SimpleObject)]
pub struct BoardChanged {
    /// The board after the event.
    board: Board,
    /// The names of the fields that changed; `["*"]` when it was made.
    fields: Vec<String>,
    /// The former values of these fields, by name; ids where a field is another thing.
    old: Former,
}

/// A column was made or changed.
#[derive(SimpleObject)]
pub struct ColumnChanged {
    /// The column after the event.
    column: Column,
    /// The names of the fields that changed; `["*"]` when it was made.
    fields: Vec<String>,
    /// The former values of these fields, by name.
    old: Former,
}

/// A column was deleted; its cards had moved before, in the same event.
#[derive(SimpleObject)]
pub struct ColumnDeleted {
    /// Which column.
    column_id: ID,
}

/// A card was made or changed.
#[derive(SimpleObject)]
pub struct CardChanged {
    /// The card after the event.
    card: Card,
    /// The names of the fields that changed: `column` and `rank` when it was moved; `["*"]` when it was
    /// made.
    fields: Vec<String>,
    /// The former values of these fields, by name; ids where a field is another thing.
    old: Former,
    /// The column that it stood in before; null unless it changed columns.
    old_column_id: Option<ID>,
}

/// A card was deleted, and its comments with it.
#[derive(SimpleObject)]
pub struct CardDeleted {
    /// Which card.
    card_id: ID,
}

/// A label was made or changed.
#[derive(SimpleObject)]
pub struct LabelChanged {
    /// The label after the event.
    label: Label,
    /// The names of the fields that changed; `["*"]` when it was made.
    fields: Vec<String>,
    /// The former values of these fields, by name.
    old: Former,
}

/// A label was deleted; its cards had lost it before, in the same event.
#[derive(SimpleObject)]
pub struct LabelDeleted {
    /// Which label.
    label_id: ID,
}

/// A milestone was made or changed. That its cards moved on does not change it.
#[derive(SimpleObject)]
pub struct MilestoneChanged {
    /// The milestone after the event.
    milestone: Milestone,
    /// The names of the fields that changed; `["*"]` when it was made.
    fields: Vec<String>,
    /// The former values of these fields, by name.
    old: Former,
}

/// A milestone was deleted; its cards had left it before, in the same event.
#[derive(SimpleObject)]
pub struct MilestoneDeleted {
    /// Which milestone.
    milestone_id: ID,
}

/// A comment was written or changed. Its card's version stays as it is.
#[derive(SimpleObject)]
pub struct CommentChanged {
    /// The comment after the event.
    comment: Comment,
    /// The card that it is about.
    card_id: ID,
    /// The names of the fields that changed; `["*"]` when it was written.
    fields: Vec<String>,
    /// The former values of these fields, by name.
    old: Former,
}

/// A comment was deleted.
#[derive(SimpleObject)]
pub struct CommentDeleted {
    /// Which comment.
    comment_id: ID,
    /// The card that it was about.
    card_id: ID,
}

/// Somebody became a member, or may do something else than before.
#[derive(SimpleObject)]
pub struct MemberChanged {
    /// The member after the event.
    member: BoardMember,
    /// The names of the fields that changed; `["*"]` for a new member.
    fields: Vec<String>,
    /// The former values of these fields, by name.
    old: Former,
}

/// Somebody is no longer a member.
#[derive(SimpleObject)]
pub struct MemberRemoved {
    /// Who.
    user_id: ID,
}

impl Change {
    /// One of the changes of `event`.
    pub(super) fn new(event: &Arc<Event>, change: &log::Change) -> Self {
        let source = || Source::Event(Arc::clone(event));
        match change.clone() {
            log::Change::Board { fields, old, after } => {
                let board = Board::after(event, after);
                Self::BoardChanged(BoardChanged { board, fields, old: Former(old) })
            }
            log::Change::Column { fields, old, after } => {
                let column = Column::new(after, source());
                Self::ColumnChanged(ColumnChanged { column, fields, old: Former(old) })
            }
            log::Change::ColumnDeleted { id, .. } => {
                Self::ColumnDeleted(ColumnDeleted { column_id: id.to_string().into() })
            }
            log::Change::Card { fields, old, after } => {
                let card = Card::new(*after, source());
                let old_column_id = old.get("column").and_then(Value::as_str).map(ID::from);
                Self::CardChanged(CardChanged { card, fields, old: Former(old), old_column_id })
            }
            log::Change::CardDeleted { id, .. } => {
                Self::CardDeleted(CardDeleted { card_id: id.to_string().into() })
            }
            log::Change::Label { fields, old, after } => {
                let label = Label::new(after, source());
                Self::LabelChanged(LabelChanged { label, fields, old: Former(old) })
            }
            log::Change::LabelDeleted { id, .. } => {
                Self::LabelDeleted(LabelDeleted { label_id: id.to_string().into() })
            }
            log::Change::Milestone { fields, old, after } => {
                let milestone = Milestone::new(after, source());
                Self::MilestoneChanged(MilestoneChanged { milestone, fields, old: Former(old) })
            }
            log::Change::MilestoneDeleted { id, .. } => {
                Self::MilestoneDeleted(MilestoneDeleted { milestone_id: id.to_string().into() })
            }
            log::Change::Comment { fields, old, after } => {
                let card_id = after.card_id.to_string().into();
                let comment = Comment::new(after, source());
                Self::CommentChanged(CommentChanged { comment, card_id, fields, old: Former(old) })
            }
            log::Change::CommentDeleted { id, card, .. } => Self::CommentDeleted(CommentDeleted {
                comment_id: id.to_string().into(),
                card_id: card.to_string().into(),
            }),
            log::Change::Member { fields, old, after } => {
                let member = BoardMember::after(event, after.user_id, after.role);
                Self::MemberChanged(MemberChanged { member, fields, old: Former(old) })
            }
            log::Change::MemberRemoved { id, .. } => {
                Self::MemberRemoved(MemberRemoved { user_id: id.to_string().into() })
            }
        }
    }
}
