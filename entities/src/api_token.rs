//! Personal API tokens.

use sea_orm::entity::prelude::*;

use crate::ids::{TokenId, UserId};

/// One token.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "api_tokens")]
pub struct Model {
    /// The token's id, which is not the secret.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: TokenId,
    /// Whom it speaks for.
    pub user_id: UserId,
    /// What its owner calls it.
    pub name: String,
    /// SHA-256 of the secret; unique.
    pub token_hash: Vec<u8>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it was last used, give or take a minute.
    pub last_used_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
