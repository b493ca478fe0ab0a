//! From a session's or token's secret to the actor it speaks for.

use cairn_entities::{SessionId, TokenId, UserId, api_token, session, user};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use super::{Accounts, CredentialId, secret};
use crate::{Actor, Error};

/// How exact the time of a token's last use is.
const LAST_USE: chrono::Duration = chrono::Duration::minutes(1);

impl Accounts<'_> {
    /// The actor behind a session cookie; `None` when the session is unknown or over. One statement.
    pub async fn authenticate_session(self, shown: &str) -> Result<Option<Actor>, Error> {
        let Some(hash) = secret::hash_shown(shown) else { return Ok(None) };
        loop {
            let endings = self.domain.credentials.endings();
            let found: Option<(SessionId, DateTime<Utc>, UserId, bool)> = session::Entity::find()
                .select_only()
                .columns([session::Column::Id, session::Column::ExpiresAt])
                .columns([user::Column::Id, user::Column::IsAdmin])
                .join(JoinType::InnerJoin, session_user())
                .filter(session::Column::TokenHash.eq(hash.clone()))
                .into_tuple()
                .one(self.domain.database.points())
                .await?;
            let Some((id, expires_at, user, is_admin)) = found else { return Ok(None) };
            if expires_at <= self.domain.clock.now() {
                return Ok(None);
            }
            if let Some(actor) = self.admit(CredentialId::Session(id), user, is_admin, endings) {
                return Ok(Some(actor));
            }
        }
    }

    /// The actor behind an API token; `None` when it is unknown or revoked. One statement: when it
    /// was last used is written down later, by the watch.
    pub async fn authenticate_token(self, shown: &str) -> Result<Option<Actor>, Error> {
        let Some(hash) = secret::hash_shown(shown) else { return Ok(None) };
        loop {
            let endings = self.domain.credentials.endings();
            let found: Option<(TokenId, Option<DateTime<Utc>>, UserId, bool)> =
                api_token::Entity::find()
                    .select_only()
                    .columns([api_token::Column::Id, api_token::Column::LastUsedAt])
                    .columns([user::Column::Id, user::Column::IsAdmin])
                    .join(JoinType::InnerJoin, token_user())
                    .filter(api_token::Column::TokenHash.eq(hash.clone()))
                    .into_tuple()
                    .one(self.domain.database.points())
                    .await?;
            let Some((id, last_used_at, user, is_admin)) = found else { return Ok(None) };
            let now = self.domain.clock.now();
            if last_used_at.is_none_or(|at| now - at >= LAST_USE) {
                self.domain.credentials.note_used(id);
            }
            if let Some(actor) = self.admit(CredentialId::Token(id), user, is_admin, endings) {
                return Ok(Some(actor));
            }
        }
    }

    fn admit(
        self,
        id: CredentialId,
        user: UserId,
        is_server_admin: bool,
        endings: u64,
    ) -> Option<Actor> {
        let credential = self.domain.credentials.admit(id, user, endings)?;
        Some(Actor::User { id: user, is_server_admin, credential })
    }
}

fn session_user() -> RelationDef {
    session::Entity::belongs_to(user::Entity)
        .from(session::Column::UserId)
        .to(user::Column::Id)
        .into()
}

fn token_user() -> RelationDef {
    api_token::Entity::belongs_to(user::Entity)
        .from(api_token::Column::UserId)
        .to(user::Column::Id)
        .into()
}
