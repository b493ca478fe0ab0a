//! What a write names, and through it the board that it is about.

use cairn_entities::{
    BoardId, CardId, ColumnId, CommentId, LabelId, MilestoneId, board, board_column, card, comment,
    label, milestone,
};
use sea_orm::sea_query::SimpleExpr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect, QueryTrait, Value};
use uuid::Uuid;

/// A board, or something on it.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Subject {
    Board(BoardId),
    Column(ColumnId),
    Card(CardId),
    Label(LabelId),
    Milestone(MilestoneId),
    Comment(CommentId),
}

impl Subject {
    /// How many kinds there are.
    pub(crate) const KINDS: usize = 6;

    /// The number of its kind, less than [`KINDS`](Self::KINDS).
    pub(crate) fn kind(self) -> usize {
        match self {
            Self::Board(_) => 0,
            Self::Column(_) => 1,
            Self::Card(_) => 2,
            Self::Label(_) => 3,
            Self::Milestone(_) => 4,
            Self::Comment(_) => 5,
        }
    }

    /// Its id.
    pub(crate) fn id(self) -> Uuid {
        match self {
            Self::Board(BoardId(id))
            | Self::Column(ColumnId(id))
            | Self::Card(CardId(id))
            | Self::Label(LabelId(id))
            | Self::Milestone(MilestoneId(id))
            | Self::Comment(CommentId(id)) => id,
        }
    }

    /// What people call it.
    pub(crate) fn what(self) -> &'static str {
        match self {
            Self::Board(_) => "board",
            Self::Column(_) => "column",
            Self::Card(_) => "card",
            Self::Label(_) => "label",
            Self::Milestone(_) => "milestone",
            Self::Comment(_) => "comment",
        }
    }

    /// The condition that a row of `boards` is its board.
    pub(crate) fn is_on_board(self) -> SimpleExpr {
        match self {
            Self::Board(id) => board::Column::Id.eq(id),
            Self::Column(id) => has::<board_column::Entity>(
                board_column::Column::BoardId,
                board_column::Column::Id,
                id,
            ),
            Self::Card(id) => has::<card::Entity>(card::Column::BoardId, card::Column::Id, id),
            Self::Label(id) => has::<label::Entity>(label::Column::BoardId, label::Column::Id, id),
            Self::Milestone(id) => {
                has::<milestone::Entity>(milestone::Column::BoardId, milestone::Column::Id, id)
            }
            Self::Comment(id) => {
                has::<comment::Entity>(comment::Column::BoardId, comment::Column::Id, id)
            }
        }
    }
}

fn has<E: EntityTrait>(board: E::Column, key: E::Column, id: impl Into<Value>) -> SimpleExpr {
    let rows = E::find().select_only().column(board).filter(key.eq(id.into()));
    board::Column::Id.in_subquery(rows.into_query())
}

macro_rules! subjects {
    ($($id:ident => $subject:ident),* $(,)?) => {$(
        impl From<$id> for Subject {
            fn from(id: $id) -> Self {
                Self::$subject(id)
            }
        }
    )*};
}

subjects! {
    BoardId => Board,
    ColumnId => Column,
    CardId => Card,
    LabelId => Label,
    MilestoneId => Milestone,
    CommentId => Comment,
}
