//! The mark that a demo community leaves in the settings.
//!
//! It says whether the making of one was begun and not finished, so that it can be done again, and
//! whether the demo people still sign in as they did at first, so that the server may say how. The
//! community itself is made by whoever holds its content; this only remembers.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use cairn_entities::user;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};
use sha2::{Digest, Sha256};

use crate::accounts::username_key;
use crate::{Domain, Error, Reader, settings};

const SETTING: &str = "demo";
const UNFINISHED: &str = "unfinished";

/// What was there when somebody wanted to make a demo community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Beginning {
    /// Nothing; the mark is set now.
    Fresh,
    /// What an interrupted attempt left behind, and nobody else.
    Again,
    /// Other people, or a whole demo community.
    Occupied,
}

/// Begins to make the demo community of `usernames`, unless there is anybody already.
pub async fn begin(domain: &Domain, usernames: &[&str]) -> Result<Beginning, Error> {
    let transaction = domain.database.begin_write().await?;
    let is_unfinished = settings::read(&transaction, SETTING).await?.as_deref() == Some(UNFINISHED);
    let mut others = user::Entity::find();
    if is_unfinished {
        others = others.filter(user::Column::UsernameKey.is_not_in(keys(usernames)));
    }
    if others.one(&transaction).await?.is_some() {
        return Ok(Beginning::Occupied);
    }
    if is_unfinished {
        return Ok(Beginning::Again);
    }
    settings::keep(&transaction, SETTING, UNFINISHED.to_owned()).await?;
    transaction.commit().await?;
    Ok(Beginning::Fresh)
}

/// Marks the demo community of `usernames` as whole.
pub async fn finish(domain: &Domain, usernames: &[&str]) -> Result<(), Error> {
    let writer = domain.database.writer();
    let print = fingerprint(writer, usernames).await?;
    settings::keep(writer, SETTING, print).await
}

/// Whether the demo people are all there, with the passwords that they were made with.
pub async fn is_untouched(reader: &Reader, usernames: &[&str]) -> Result<bool, Error> {
    let connection = reader.connection().await?;
    match settings::read(&connection, SETTING).await? {
        Some(mark) => Ok(mark == fingerprint(&connection, usernames).await?),
        None => Ok(false),
    }
}

/// Changes with anybody's name or password. Salted hashes go into it, so it tells nothing of them.
async fn fingerprint(
    connection: &impl ConnectionTrait,
    usernames: &[&str],
) -> Result<String, Error> {
    let people = user::Entity::find()
        .filter(user::Column::UsernameKey.is_in(keys(usernames)))
        .order_by_asc(user::Column::UsernameKey)
        .all(connection)
        .await?;
    let mut digest = Sha256::new();
    for person in people {
        digest.update(person.username_key);
        digest.update([0]);
        digest.update(person.password_hash.unwrap_or_default());
        digest.update([0]);
    }
    Ok(STANDARD.encode(digest.finalize()))
}

fn keys(usernames: &[&str]) -> Vec<String> {
    usernames.iter().map(|name| username_key(name)).collect()
}
