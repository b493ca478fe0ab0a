//! Adds a person.

use cairn_entities::{UserId, user};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use super::names::{self, Username};
use super::{Accounts, Person, first_administrator, passwords};
use crate::database::WriteTx;
use crate::error::violates_unique;
use crate::{Domain, Error, Refusal};

/// A person to add.
#[derive(Clone)]
pub struct NewUser {
    /// The name to sign in with: 1 to 64 letters, digits, dots, underscores and hyphens.
    pub username: String,
    /// The name to show; the username where there is none.
    pub display_name: Option<String>,
    /// 8 characters to 1024 bytes; without one the person cannot sign in with a password.
    pub password: Option<String>,
    /// Whether they administer the server.
    pub is_admin: bool,
}

impl Accounts<'_> {
    /// Adds a person. Refused are names that break the rules or are taken in any spelling, and
    /// passwords that are too short or too long.
    pub async fn add_user(self, new: NewUser) -> Result<Person, Error> {
        let checked = Checked::of(new)?;
        let row = checked.into_row(self.domain).await?;
        let transaction = self.domain.database.begin_write().await?;
        first_administrator::close_setup(&transaction).await?;
        let person = insert(&transaction, row).await?;
        transaction.commit().await?;
        Ok(person)
    }
}

/// A person whose names and password are as they must be.
pub(super) struct Checked {
    username: Username,
    display_name: String,
    password: Option<String>,
    is_admin: bool,
}

impl Checked {
    /// All that is wrong with `new`, at once.
    pub(super) fn of(new: NewUser) -> Result<Self, Error> {
        let NewUser { username, display_name, password, is_admin } = new;
        let mut refusals: Vec<Refusal> = Vec::new();
        let password_fits = password.as_deref().map_or(Ok(()), passwords::check);
        refusals.extend(password_fits.err());
        let names = names::username(&username).and_then(|username| {
            let display_name = names::display_name(display_name.as_deref(), &username)?;
            Ok((username, display_name))
        });
        match names {
            Ok((username, display_name)) if refusals.is_empty() => {
                Ok(Self { username, display_name, password, is_admin })
            }
            names => {
                refusals.extend(names.err());
                Err(Error::Refused(refusals))
            }
        }
    }

    /// The row, with the password hashed.
    pub(super) async fn into_row(self, domain: &Domain) -> Result<user::ActiveModel, Error> {
        let Self { username, display_name, password, is_admin } = self;
        let password_hash = match password {
            Some(password) => Some(hash(domain, &password).await?),
            None => None,
        };
        Ok(user::ActiveModel {
            id: Set(UserId(domain.ids.uuid())),
            username: Set(username.typed),
            username_key: Set(username.key),
            display_name: Set(display_name),
            avatar_url: Set(None),
            password_hash: Set(password_hash),
            is_admin: Set(is_admin),
            created_at: Set(domain.clock.now()),
        })
    }
}

/// The PHC string of a new password.
pub(super) async fn hash(domain: &Domain, password: &str) -> Result<String, Error> {
    let mut salt = [0; 16];
    salt.copy_from_slice(&domain.ids.secret()[..16]);
    domain.passwords.hash(password, salt).await
}

/// Writes the row, unless somebody has the name.
pub(super) async fn insert(transaction: &WriteTx, row: user::ActiveModel) -> Result<Person, Error> {
    match user::Entity::insert(row).exec_with_returning(transaction).await {
        Ok(row) => Ok(row.into()),
        Err(error) if violates_unique(&error, "users_username_unique", "users.username_key") => {
            Err(Refusal::taken("username").into())
        }
        Err(error) => Err(error.into()),
    }
}

/// Whether there is anybody at all.
pub(super) async fn anybody(connection: &impl ConnectionTrait) -> Result<bool, Error> {
    Ok(user::Entity::find().one(connection).await?.is_some())
}
