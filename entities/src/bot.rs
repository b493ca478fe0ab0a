//! Actors that cannot sign in: connectors, and authors known by name only.

use sea_orm::entity::prelude::*;

use crate::ids::BotId;

/// One such actor.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "bots")]
pub struct Model {
    /// The bot's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BotId,
    /// Where it comes from, such as `focalboard`.
    pub origin: String,
    /// Its id there; unique within the origin.
    pub foreign_id: String,
    /// The name to show.
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
