//! First outcomes of writes, kept for a day so that a retry changes nothing.

use sea_orm::entity::prelude::*;

use crate::ids::UserId;

/// One write's outcome.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_keys")]
pub struct Model {
    /// Who wrote.
    #[sea_orm(primary_key, auto_increment = false)]
    pub user_id: UserId,
    /// The id that the client gave the write.
    #[sea_orm(primary_key, auto_increment = false)]
    pub client_mutation_id: String,
    /// The mutation's name.
    pub operation: String,
    /// What it answered, as versioned JSON.
    pub outcome: String,
    /// When.
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
