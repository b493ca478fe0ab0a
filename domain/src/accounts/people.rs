//! Reads: people and bots, as others see them.

use std::collections::HashMap;

use cairn_entities::{BotId, UserId, bot, user};
use sea_orm::sea_query::{Expr, Func, LikeExpr};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, Select,
};

use super::username_key;
use crate::log::BotImage;
use crate::{Actor, Error, Reader};

/// A person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// The person's id.
    pub id: UserId,
    /// The name they sign in with.
    pub username: String,
    /// The name to show.
    pub display_name: String,
    /// Where the picture is.
    pub avatar_url: Option<String>,
    /// Whether they administer the server.
    pub is_admin: bool,
    /// The username as it is compared and ordered by.
    pub username_key: String,
}

impl From<user::Model> for Person {
    fn from(row: user::Model) -> Self {
        let user::Model {
            id,
            username,
            username_key,
            display_name,
            avatar_url,
            password_hash: _,
            is_admin,
            created_at: _,
        } = row;
        Self { id, username, display_name, avatar_url, is_admin, username_key }
    }
}

/// Which people: `limit` of those whose names fit `text`, by username, after `after`.
#[derive(Clone, Debug)]
pub struct PeopleQuery {
    /// The beginning of a username, or of a word of a display name; everybody where there is none.
    pub text: Option<String>,
    /// Only people whose username comes later: [`Person::username_key`] of the last one seen.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u64,
}

/// Some of the people who fit.
#[derive(Clone, Debug)]
pub struct PeoplePage {
    /// The people, by username.
    pub people: Vec<Person>,
    /// Whether more come after them.
    pub has_more: bool,
}

/// The people with these ids, in one statement; those that are not there are left out.
pub async fn by_ids(reader: &Reader, ids: &[UserId]) -> Result<HashMap<UserId, Person>, Error> {
    let rows = user::Entity::find()
        .filter(user::Column::Id.is_in(ids.iter().copied()))
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// Whether `actor` may look people up who have nothing to do with what they read: who is on the
/// server is for those who are on it.
#[must_use]
pub fn can_look_up(actor: &Actor) -> bool {
    actor.user_id().is_some()
}

/// The person with this username, in any spelling that is the same name.
pub async fn by_username(reader: &Reader, username: &str) -> Result<Option<Person>, Error> {
    let row = user::Entity::find()
        .filter(user::Column::UsernameKey.eq(username_key(username)))
        .one(&reader.connection().await?)
        .await?;
    Ok(row.map(Person::from))
}

/// The bots with these ids, in one statement; those that are not there are left out.
pub async fn bots_by_ids(
    reader: &Reader,
    ids: &[BotId],
) -> Result<HashMap<BotId, BotImage>, Error> {
    let rows = bot::Entity::find()
        .filter(bot::Column::Id.is_in(ids.iter().copied()))
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(|row| (row.id, row.into())).collect())
}

/// People by name, for pickers; [`can_look_up`] says for whom.
pub async fn search(
    reader: &Reader,
    actor: &Actor,
    query: &PeopleQuery,
) -> Result<PeoplePage, Error> {
    actor.require_user()?;
    let PeopleQuery { text, after, limit } = query;
    let mut select = fitting(text.as_deref());
    if let Some(after) = after {
        select = select.filter(user::Column::UsernameKey.gt(after.as_str()));
    }
    let rows = select
        .order_by_asc(user::Column::UsernameKey)
        .limit(limit + 1)
        .all(&reader.connection().await?)
        .await?;
    let has_more = rows.len() as u64 > *limit;
    let limit = usize::try_from(*limit).unwrap_or(usize::MAX);
    let people = rows.into_iter().take(limit).map(Person::from).collect();
    Ok(PeoplePage { people, has_more })
}

/// How many people fit.
pub async fn count(reader: &Reader, actor: &Actor, text: Option<&str>) -> Result<u64, Error> {
    actor.require_user()?;
    Ok(fitting(text).count(&reader.connection().await?).await?)
}

/// Display names are compared without regard to case, on SQLite in ASCII letters only.
fn fitting(text: Option<&str>) -> Select<user::Entity> {
    let select = user::Entity::find();
    let Some(text) = text.map(username_key).filter(|text| !text.is_empty()) else {
        return select;
    };
    let escaped = text.replace('\\', r"\\").replace('%', r"\%").replace('_', r"\_");
    let like = |pattern: String| LikeExpr::new(pattern).escape('\\');
    let display_name = || Expr::expr(Func::lower(Expr::col(user::Column::DisplayName)));
    select.filter(
        Condition::any()
            .add(Expr::col(user::Column::UsernameKey).like(like(format!("{escaped}%"))))
            .add(display_name().like(like(format!("{escaped}%"))))
            .add(display_name().like(like(format!("% {escaped}%")))),
    )
}
