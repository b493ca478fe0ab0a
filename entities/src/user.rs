//! People with an account.

use sea_orm::entity::prelude::*;

use crate::ids::UserId;

/// A person.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "users")]
pub struct Model {
    /// The person's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: UserId,
    /// The name to sign in with, as it was typed.
    pub username: String,
    /// The name folded for comparison; unique.
    pub username_key: String,
    /// The name to show.
    pub display_name: String,
    /// Where the picture is.
    pub avatar_url: Option<String>,
    /// Argon2id in PHC format; without one the person cannot sign in with a password.
    pub password_hash: Option<String>,
    /// Administers the server.
    pub is_admin: bool,
    /// When the account was made.
    pub created_at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
