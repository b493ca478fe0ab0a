//! Gives a person a new password.

use cairn_entities::{UserId, session, user};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::{Accounts, add_user, passwords};
use crate::Error;

impl Accounts<'_> {
    /// Sets the password and ends all sessions of the person, who may have lost the old one to
    /// somebody else. Their holders know when this returns. Tokens stay.
    pub async fn set_password(self, user: UserId, password: &str) -> Result<(), Error> {
        passwords::check(password)?;
        let hash = add_user::hash(self.domain, password).await?;
        let transaction = self.domain.database.begin_write().await?;
        let updated = user::Entity::update_many()
            .col_expr(user::Column::PasswordHash, Expr::value(hash))
            .filter(user::Column::Id.eq(user))
            .exec(&transaction)
            .await?;
        if updated.rows_affected == 0 {
            transaction.rollback().await?;
            return Err(Error::NotFound { what: "user" });
        }
        session::Entity::delete_many()
            .filter(session::Column::UserId.eq(user))
            .exec(&transaction)
            .await?;
        transaction.commit().await?;
        self.domain.credentials.end_sessions_of(user);
        Ok(())
    }
}
