//! From a session's or token's secret to the actor it speaks for.

use cairn_entities::{SessionId, TokenId, UserId, api_token, session, user};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, EntityTrait, JoinType, QueryFilter, QuerySelect, RelationDef};

use super::{Accounts, CredentialId, secret};
use crate::memo::Memo;
use crate::views::CacheFigures;
use crate::{Actor, Error};

/// How exact the time of a token's last use is.
const LAST_USE: chrono::Duration = chrono::Duration::minutes(1);

/// A session, until when it holds, whose it is, and whether they administrate the server.
type FoundSession = (SessionId, DateTime<Utc>, UserId, bool);
/// A token, when it was last used, whose it is, and whether they administrate the server.
type FoundToken = (TokenId, Option<DateTime<Utc>>, UserId, bool);

/// Whom sessions and tokens, by their hashes, were found to belong to.
#[derive(Debug)]
pub(crate) struct Holders {
    sessions: Memo<Vec<u8>, FoundSession>,
    tokens: Memo<Vec<u8>, FoundToken>,
}

impl Holders {
    /// Nobody yet; at most `bytes` bytes of each kind.
    pub fn new(bytes: usize) -> Self {
        Self { sessions: Memo::new(bytes), tokens: Memo::new(bytes) }
    }
}

impl Accounts<'_> {
    /// How many sessions' and how many tokens' holders are kept, and how often that was of use.
    #[must_use]
    pub fn holder_figures(self) -> [CacheFigures; 2] {
        let Holders { sessions, tokens } = &*self.domain.holders;
        [sessions.figures(), tokens.figures()]
    }

    /// The actor behind a session cookie; `None` when the session is unknown or over. One statement.
    pub async fn authenticate_session(self, shown: &str) -> Result<Option<Actor>, Error> {
        let Some(hash) = secret::hash_shown(shown) else { return Ok(None) };
        loop {
            let endings = self.domain.credentials.endings();
            let sessions = &self.domain.holders.sessions;
            let reading = self.session(hash.clone());
            let found = sessions.get(&self.domain.database, hash.clone(), reading).await?;
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
            let tokens = &self.domain.holders.tokens;
            let reading = self.token(hash.clone());
            let found = tokens.get(&self.domain.database, hash.clone(), reading).await?;
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

    async fn session(self, hash: Vec<u8>) -> Result<Option<FoundSession>, Error> {
        let found = session::Entity::find()
            .select_only()
            .columns([session::Column::Id, session::Column::ExpiresAt])
            .columns([user::Column::Id, user::Column::IsAdmin])
            .join(JoinType::InnerJoin, session_user())
            .filter(session::Column::TokenHash.eq(hash))
            .into_tuple()
            .one(self.domain.database.points())
            .await?;
        Ok(found)
    }

    async fn token(self, hash: Vec<u8>) -> Result<Option<FoundToken>, Error> {
        let found = api_token::Entity::find()
            .select_only()
            .columns([api_token::Column::Id, api_token::Column::LastUsedAt])
            .columns([user::Column::Id, user::Column::IsAdmin])
            .join(JoinType::InnerJoin, token_user())
            .filter(api_token::Column::TokenHash.eq(hash))
            .into_tuple()
            .one(self.domain.database.points())
            .await?;
        Ok(found)
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
