//! Signed-in browsers.

use sea_orm::entity::prelude::*;

use crate::ids::{SessionId, UserId};

/// One signed-in browser.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "sessions")]
pub struct Model {
    /// The session's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: SessionId,
    /// Who signed in.
    pub user_id: UserId,
    /// SHA-256 of the cookie's value; unique.
    pub token_hash: Vec<u8>,
    /// When it began.
    pub created_at: DateTimeUtc,
    /// When it ends by itself.
    pub expires_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
