//! Labels of boards.

use sea_orm::entity::prelude::*;

use crate::ids::{BoardId, LabelId};
use crate::kinds::Color;

/// One label.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "labels")]
pub struct Model {
    /// The label's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: LabelId,
    /// Its board.
    pub board_id: BoardId,
    /// Its name.
    pub name: String,
    /// The name folded for comparison; unique on the board.
    pub name_key: String,
    /// Its colour.
    pub color: Color,
}

impl ActiveModelBehavior for ActiveModel {}
