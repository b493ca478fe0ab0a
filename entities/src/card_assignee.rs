//! Who works on which card.

use sea_orm::entity::prelude::*;

use crate::ids::{CardId, UserId};

/// One card's assignee.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "card_assignees")]
pub struct Model {
    /// The card.
    #[sea_orm(primary_key, auto_increment = false)]
    pub card_id: CardId,
    /// The person.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
}

impl ActiveModelBehavior for ActiveModel {}
