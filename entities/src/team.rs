//! Teams.

use sea_orm::entity::prelude::*;

use crate::ids::TeamId;

/// One team.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "teams")]
pub struct Model {
    /// The team's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TeamId,
    /// Its name in URLs; unique.
    pub slug: String,
    /// The name to show.
    pub name: String,
}

impl ActiveModelBehavior for ActiveModel {}
