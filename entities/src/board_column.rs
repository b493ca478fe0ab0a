//! Columns of boards.

use sea_orm::entity::prelude::*;

use crate::ids::{BoardId, ColumnId};
use crate::kinds::{Color, ColumnKind, WipPolicy};

/// One column.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "board_columns")]
pub struct Model {
    /// The column's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ColumnId,
    /// Its board.
    pub board_id: BoardId,
    /// Its place among the columns: compared as bytes, ties by id.
    pub rank: String,
    /// Its title.
    pub title: String,
    /// Its colour.
    pub color: Color,
    /// What a card in it counts as.
    pub kind: ColumnKind,
    /// How many cards it should hold at most.
    pub wip_limit: Option<i32>,
    /// What happens over the limit.
    pub wip_policy: WipPolicy,
    /// What belongs here, in Markdown.
    pub description: String,
}

impl ActiveModelBehavior for ActiveModel {}
