//! Who may do what on which board.

use sea_orm::entity::prelude::*;

use crate::ids::{BoardId, UserId};
use crate::kinds::BoardRole;

/// One membership.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "board_members")]
pub struct Model {
    /// The board.
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: BoardId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// What they may do.
    pub role: BoardRole,
}

impl ActiveModelBehavior for ActiveModel {}
