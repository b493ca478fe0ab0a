//! Signing in and out: sessions.

use cairn_entities::{SessionId, UserId, session, user};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::passwords::{self, Verdict};
use super::{Accounts, CredentialId, Secret, add_user, names, secret};
use crate::database::WriteTx;
use crate::{Domain, Error};

/// How many sessions a person has at most; the oldest gives way.
const MAX_SESSIONS: u64 = 50;
/// How often a sign-in begins again because the password was changed or rehashed meanwhile.
const ATTEMPTS: usize = 3;

/// What somebody signs in with.
#[derive(Clone)]
pub struct SignIn {
    /// The name, in any case.
    pub username: String,
    /// The password.
    pub password: String,
    /// How long the session lasts, whether it is used or not.
    pub session_length: chrono::Duration,
}

/// A new session.
#[derive(Clone, Debug)]
pub struct SignedIn {
    /// Whose.
    pub user: UserId,
    /// The session.
    pub session: SessionId,
    /// What the browser shows from now on; kept nowhere else.
    pub secret: Secret,
    /// When the session ends by itself.
    pub expires_at: DateTime<Utc>,
}

impl Accounts<'_> {
    /// Opens a session; `None` when there is no such person, they have no password, or it is
    /// another one. Which of these it was cannot be told, not even by the time it takes.
    pub async fn sign_in(self, request: SignIn) -> Result<Option<SignedIn>, Error> {
        let SignIn { username, password, session_length } = request;
        if passwords::is_too_long(&password) {
            return Ok(None);
        }
        let key = names::username_key(&username);
        for _ in 0..ATTEMPTS {
            let found: Option<(UserId, Option<String>)> = user::Entity::find()
                .select_only()
                .columns([user::Column::Id, user::Column::PasswordHash])
                .filter(user::Column::UsernameKey.eq(key.clone()))
                .into_tuple()
                .one(self.domain.database.reader())
                .await?;
            let (id, stored) = found.map_or((None, None), |(id, stored)| (Some(id), stored));
            let verdict = self.domain.passwords.verify(&password, stored.clone()).await?;
            let (Some(id), Some(stored)) = (id, stored) else { return Ok(None) };
            let rehashed = match verdict {
                Verdict::Wrong => return Ok(None),
                Verdict::Right => None,
                Verdict::RightButOutdated => Some(add_user::hash(self.domain, &password).await?),
            };
            if let Some(session) = self.open(id, &stored, rehashed, session_length).await? {
                return Ok(Some(session));
            }
        }
        Ok(None)
    }

    /// Opens the session, if the password is still the one that was compared with.
    async fn open(
        self,
        user: UserId,
        stored: &str,
        rehashed: Option<String>,
        length: chrono::Duration,
    ) -> Result<Option<SignedIn>, Error> {
        let transaction = self.domain.database.begin_write().await?;
        let current: Option<Option<String>> = user::Entity::find_by_id(user)
            .select_only()
            .column(user::Column::PasswordHash)
            .lock_exclusive()
            .into_tuple()
            .one(&transaction)
            .await?;
        if current.flatten().as_deref() != Some(stored) {
            transaction.rollback().await?;
            return Ok(None);
        }
        if let Some(rehashed) = rehashed {
            user::Entity::update_many()
                .col_expr(user::Column::PasswordHash, Expr::value(rehashed))
                .filter(user::Column::Id.eq(user))
                .exec(&transaction)
                .await?;
        }
        let (signed_in, surplus) = open_session(self.domain, &transaction, user, length).await?;
        transaction.commit().await?;
        self.domain.credentials.end(&surplus);
        Ok(Some(signed_in))
    }

    /// Ends the session behind a cookie. Its holders know when this returns; an unknown session
    /// is none, which is what was asked for.
    pub async fn sign_out(self, shown: &str) -> Result<(), Error> {
        let Some(hash) = secret::hash_shown(shown) else { return Ok(()) };
        let ended = session::Entity::delete_many()
            .filter(session::Column::TokenHash.eq(hash))
            .exec_with_returning(self.domain.database.writer())
            .await?;
        let ended: Vec<_> = ended.into_iter().map(|row| CredentialId::Session(row.id)).collect();
        self.domain.credentials.end(&ended);
        Ok(())
    }
}

/// Writes a session for `user`, whose row is locked, and returns it with those that gave way.
pub(super) async fn open_session(
    domain: &Domain,
    transaction: &WriteTx,
    user: UserId,
    length: chrono::Duration,
) -> Result<(SignedIn, Vec<CredentialId>), Error> {
    let now = domain.clock.now();
    let secret = Secret::plain(&domain.ids);
    let signed_in = SignedIn {
        user,
        session: SessionId(domain.ids.uuid()),
        secret: secret.clone(),
        expires_at: now + length,
    };
    let surplus: Vec<SessionId> = session::Entity::find()
        .select_only()
        .column(session::Column::Id)
        .filter(session::Column::UserId.eq(user))
        .order_by_desc(session::Column::CreatedAt)
        .order_by_desc(session::Column::Id)
        .offset(MAX_SESSIONS - 1)
        .limit(MAX_SESSIONS)
        .into_tuple()
        .all(transaction)
        .await?;
    if !surplus.is_empty() {
        session::Entity::delete_many()
            .filter(session::Column::Id.is_in(surplus.iter().copied()))
            .exec(transaction)
            .await?;
    }
    let row = session::ActiveModel {
        id: Set(signed_in.session),
        user_id: Set(user),
        token_hash: Set(secret.hash()),
        created_at: Set(now),
        expires_at: Set(signed_in.expires_at),
    };
    session::Entity::insert(row).exec_without_returning(transaction).await?;
    Ok((signed_in, surplus.into_iter().map(CredentialId::Session).collect()))
}
