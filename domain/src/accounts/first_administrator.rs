//! The first administrator: made once, by whoever reads the server's output.
//!
//! The link's secret rests in the settings as a hash. Whoever wants to use it, renew it or add a
//! person takes the lock of that one row first, so that of several at the same time one wins.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cairn_entities::setting;
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};
use subtle::ConstantTimeEq;

use super::add_user::{self, Checked, NewUser};
use super::{Accounts, Secret, SignedIn, secret, sign_in};
use crate::{Error, settings};

/// The setting that holds the hash; empty once it is used or not wanted any more.
const SETTING: &str = "setup_secret";

/// Who shall administer the server, and the secret that says they may.
#[derive(Clone)]
pub struct FirstAdministrator {
    /// The secret from the server's output.
    pub secret: String,
    /// The name to sign in with.
    pub username: String,
    /// The name to show; the username where there is none.
    pub display_name: Option<String>,
    /// 8 characters to 1024 bytes.
    pub password: String,
    /// How long the first session lasts.
    pub session_length: chrono::Duration,
}

impl Accounts<'_> {
    /// A secret with which somebody can become the first administrator, in place of any earlier
    /// one; `None` when there is anybody already.
    pub async fn setup_secret(self) -> Result<Option<Secret>, Error> {
        if add_user::anybody(self.domain.database.reader()).await? {
            return Ok(None);
        }
        let secret = Secret::plain(&self.domain.ids);
        let transaction = self.domain.database.begin_write().await?;
        keep(&transaction, STANDARD.encode(secret.hash())).await?;
        if add_user::anybody(&transaction).await? {
            transaction.rollback().await?;
            return Ok(None);
        }
        transaction.commit().await?;
        Ok(Some(secret))
    }

    /// Makes the first administrator and signs them in; `None` when the secret is not the one, was
    /// used before, or there is anybody already. Names and password are refused like anybody's, and
    /// then the secret can be used again.
    pub async fn set_up(self, first: FirstAdministrator) -> Result<Option<SignedIn>, Error> {
        let FirstAdministrator { secret, username, display_name, password, session_length } = first;
        // Hashing a password is too dear to do for anybody who asks.
        let Some(hash) = self.hash_of_setup_secret(&secret).await? else { return Ok(None) };
        let new = NewUser { username, display_name, password: Some(password), is_admin: true };
        let row = Checked::of(new)?.into_row(self.domain).await?;
        let transaction = self.domain.database.begin_write().await?;
        let used = setting::Entity::update_many()
            .col_expr(setting::Column::Value, Expr::value(""))
            .filter(setting::Column::Name.eq(SETTING))
            .filter(setting::Column::Value.eq(hash))
            .exec(&transaction)
            .await?;
        if used.rows_affected == 0 || add_user::anybody(&transaction).await? {
            transaction.rollback().await?;
            return Ok(None);
        }
        let person = add_user::insert(&transaction, row).await?;
        let (signed_in, _) =
            sign_in::open_session(self.domain, &transaction, person.id, session_length).await?;
        transaction.commit().await?;
        Ok(Some(signed_in))
    }

    /// The hash that is kept, when it is the shown secret's.
    async fn hash_of_setup_secret(self, shown: &str) -> Result<Option<String>, Error> {
        let kept = setting::Entity::find_by_id(SETTING).one(self.domain.database.reader()).await?;
        let (Some(kept), Some(shown)) = (kept, secret::hash_shown(shown)) else { return Ok(None) };
        let is_same = kept.value.as_bytes().ct_eq(STANDARD.encode(shown).as_bytes());
        Ok(bool::from(is_same).then_some(kept.value))
    }
}

/// From now on nobody becomes administrator by the link.
pub(super) async fn close_setup(connection: &impl ConnectionTrait) -> Result<(), Error> {
    keep(connection, String::new()).await
}

async fn keep(connection: &impl ConnectionTrait, value: String) -> Result<(), Error> {
    settings::keep(connection, SETTING, value).await
}
