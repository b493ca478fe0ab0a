//! Personal API tokens.

use cairn_entities::{TokenId, UserId, api_token, user};
use chrono::{DateTime, Utc};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect,
};

use super::{Accounts, CredentialId, Secret};
use crate::database::WriteTx;
use crate::{Actor, Error, Outcome, Reader, Refusal, WriteRequest, text};

/// The most tokens that a person can have.
const MAX_TOKENS: usize = 50;
/// The longest name of a token, in characters.
const TOKEN_NAME: usize = 100;

/// A token, without its secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ApiToken {
    /// The token's id, which is no secret.
    pub id: TokenId,
    /// Whom it speaks for.
    pub user: UserId,
    /// What its owner calls it.
    pub name: String,
    /// When it was made.
    pub created_at: DateTime<Utc>,
    /// When it was last used, give or take a minute.
    pub last_used_at: Option<DateTime<Utc>>,
}

/// A token that was just made.
#[derive(Clone, Debug)]
pub struct CreatedToken {
    /// The token.
    pub token: ApiToken,
    /// What its owner shows from now on. Told once: a retry of the same write does not know it.
    pub secret: Option<Secret>,
}

impl From<api_token::Model> for ApiToken {
    fn from(row: api_token::Model) -> Self {
        let api_token::Model { id, user_id, name, token_hash: _, created_at, last_used_at } = row;
        Self { id, user: user_id, name, created_at, last_used_at }
    }
}

impl Accounts<'_> {
    /// Makes a token that speaks for the actor. Refused are an empty or too long name, and more
    /// than 50 tokens.
    pub async fn create_token(
        self,
        request: &WriteRequest,
        name: &str,
    ) -> Result<CreatedToken, Error> {
        let mut told = None;
        let outcome = request
            .once(self.domain, "createApiToken", async |write| {
                let name = text::title("name", name, TOKEN_NAME)?;
                let secret = Secret::token(&self.domain.ids);
                let id = TokenId(self.domain.ids.uuid());
                let row = api_token::ActiveModel {
                    id: Set(id),
                    user_id: Set(write.user),
                    name: Set(name),
                    token_hash: Set(secret.hash()),
                    created_at: Set(self.domain.clock.now()),
                    last_used_at: Set(None),
                };
                let transaction = self.domain.database.begin_write().await?;
                lock_and_count(&transaction, write.user).await?;
                api_token::Entity::insert(row).exec_without_returning(&transaction).await?;
                let subject = id.to_string();
                if let Err(error) = write.remember_done(&transaction, &subject, None).await {
                    transaction.rollback().await?;
                    return if write.came_second(&error) {
                        write.outcome_of_first().await
                    } else {
                        Err(error.into())
                    };
                }
                transaction.commit().await?;
                told = Some(secret);
                Ok(Outcome { subject, event: None })
            })
            .await?;
        let id: TokenId = outcome.subject.parse().map_err(Error::internal)?;
        let row = api_token::Entity::find_by_id(id).one(self.domain.database.reader()).await?;
        let row = row.ok_or(Error::NotFound { what: "token" })?;
        Ok(CreatedToken { token: row.into(), secret: told })
    }

    /// Takes a token of the actor back. Whoever holds it knows when this returns; a token of
    /// somebody else is answered like none.
    pub async fn revoke_token(
        self,
        request: &WriteRequest,
        token: TokenId,
    ) -> Result<Outcome, Error> {
        let outcome = request
            .once(self.domain, "revokeApiToken", async |write| {
                let transaction = self.domain.database.begin_write().await?;
                let deleted = api_token::Entity::delete_many()
                    .filter(api_token::Column::Id.eq(token))
                    .filter(api_token::Column::UserId.eq(write.user))
                    .exec(&transaction)
                    .await?;
                let subject = token.to_string();
                let remembered = if deleted.rows_affected == 0 {
                    transaction.rollback().await?;
                    return Err(Refusal::not_found("tokenId", "token").into());
                } else {
                    write.remember_done(&transaction, &subject, None).await
                };
                if let Err(error) = remembered {
                    transaction.rollback().await?;
                    return if write.came_second(&error) {
                        write.outcome_of_first().await
                    } else {
                        Err(error.into())
                    };
                }
                transaction.commit().await?;
                Ok(Outcome { subject, event: None })
            })
            .await?;
        self.domain.credentials.end(&[CredentialId::Token(token)]);
        Ok(outcome)
    }
}

/// The tokens of `user`, newest first; none when the actor is somebody else.
pub async fn tokens(reader: &Reader, actor: &Actor, user: UserId) -> Result<Vec<ApiToken>, Error> {
    if actor.user_id() != Some(user) {
        return Ok(Vec::new());
    }
    let rows = api_token::Entity::find()
        .filter(api_token::Column::UserId.eq(user))
        .order_by_desc(api_token::Column::CreatedAt)
        .order_by_desc(api_token::Column::Id)
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(ApiToken::from).collect())
}

/// Takes the lock of the person's row, so that two requests at once do not both see room for one.
async fn lock_and_count(transaction: &WriteTx, user: UserId) -> Result<(), Error> {
    user::Entity::find_by_id(user)
        .select_only()
        .column(user::Column::Id)
        .lock_exclusive()
        .into_tuple::<UserId>()
        .one(transaction)
        .await?
        .ok_or(Error::Unauthenticated)?;
    let count = api_token::Entity::find()
        .filter(api_token::Column::UserId.eq(user))
        .count(transaction)
        .await?;
    if count >= MAX_TOKENS as u64 {
        return Err(Refusal::LimitReached { what: "tokens".to_owned(), max: MAX_TOKENS }.into());
    }
    Ok(())
}
