//! Boards as they were at some seq, so that the past need not be folded from the beginning.

use sea_orm::entity::prelude::*;

use crate::ids::BoardId;

/// One board at one seq.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "checkpoints")]
pub struct Model {
    /// The board.
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: BoardId,
    /// The event after which the board was so.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The whole board, as versioned JSON.
    pub state: String,
}

impl ActiveModelBehavior for ActiveModel {}
