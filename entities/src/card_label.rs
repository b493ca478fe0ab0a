//! Which card has which label.

use sea_orm::entity::prelude::*;

use crate::ids::{CardId, LabelId};

/// One card's label.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "card_labels")]
pub struct Model {
    /// The card.
    #[sea_orm(primary_key, auto_increment = false)]
    pub card_id: CardId,
    /// The label.
    #[sea_orm(primary_key, auto_increment = false)]
    pub label_id: LabelId,
}

impl ActiveModelBehavior for ActiveModel {}
