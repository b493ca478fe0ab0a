//! Who the people of a source are here: a person with an account, or a name.

use std::collections::{BTreeMap, HashMap};

use cairn_entities::{ActorRef, BotId, UserId, bot, user};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::bulk::chunks;
use super::report::PersonReport;
use crate::database::WriteTx;
use crate::{Domain, Error, Refusal, text};

/// The most people that one board can name.
const MAX_PEOPLE: usize = 10_000;

/// The people of one source.
#[derive(Debug, Default)]
pub(super) struct People {
    users: HashMap<String, (UserId, String)>,
    bots: HashMap<String, BotId>,
}

impl People {
    /// Looks up everybody in `named` (foreign id to name): a name that is somebody's username is
    /// that person; for all others there is an actor of that name that cannot sign in.
    pub(super) async fn resolve(
        db: &WriteTx,
        domain: &Domain,
        origin: &str,
        named: &BTreeMap<String, String>,
    ) -> Result<Self, Error> {
        if named.len() > MAX_PEOPLE {
            let what = "people on an imported board".to_owned();
            return Err(Refusal::LimitReached { what, max: MAX_PEOPLE }.into());
        }
        let users = users_of(db, named).await?;
        let others: BTreeMap<&String, &String> =
            named.iter().filter(|(id, _)| !users.contains_key(*id)).collect();
        let bots = bots_of(db, domain, origin, &others).await?;
        Ok(Self { users, bots })
    }

    /// Who made something.
    pub(super) fn author(&self, foreign_id: Option<&str>) -> Option<ActorRef> {
        let id = foreign_id?;
        let user = self.user(id).map(ActorRef::User);
        user.or_else(|| self.bots.get(id).copied().map(ActorRef::Bot))
    }

    /// The person with an account.
    pub(super) fn user(&self, foreign_id: &str) -> Option<UserId> {
        self.users.get(foreign_id).map(|(id, _)| *id)
    }

    /// Notes in the report who was found.
    pub(super) fn note(&self, reports: &mut [PersonReport]) {
        for report in reports {
            report.username =
                self.users.get(&report.source_id).map(|(_, username)| username.clone());
        }
    }
}

async fn users_of(
    db: &WriteTx,
    named: &BTreeMap<String, String>,
) -> Result<HashMap<String, (UserId, String)>, Error> {
    let keys: Vec<String> = named.values().map(|name| text::folded(name)).collect();
    let mut by_key = HashMap::new();
    for chunk in chunks(&keys) {
        let rows = user::Entity::find()
            .filter(user::Column::UsernameKey.is_in(chunk.iter().map(String::as_str)))
            .all(db)
            .await?;
        by_key.extend(rows.into_iter().map(|row| (row.username_key, (row.id, row.username))));
    }
    let found = named.iter().zip(keys);
    Ok(found.filter_map(|((id, _), key)| Some((id.clone(), by_key.get(&key)?.clone()))).collect())
}

/// The same foreign id is the same actor in all imports of one origin.
async fn bots_of(
    db: &WriteTx,
    domain: &Domain,
    origin: &str,
    named: &BTreeMap<&String, &String>,
) -> Result<HashMap<String, BotId>, Error> {
    let ids: Vec<&str> = named.keys().map(|id| id.as_str()).collect();
    let bots = known_bots(db, origin, &ids).await?;
    let missing: Vec<bot::ActiveModel> = named
        .iter()
        .filter(|(id, _)| !bots.contains_key(id.as_str()))
        .map(|(id, name)| bot::ActiveModel {
            id: Set(BotId(domain.ids.uuid())),
            origin: Set(origin.to_owned()),
            foreign_id: Set((*id).clone()),
            name: Set((*name).clone()),
        })
        .collect();
    if missing.is_empty() {
        return Ok(bots);
    }
    // Another import may add the same people meanwhile, so what is there now is read again.
    for chunk in chunks(&missing) {
        bot::Entity::insert_many(chunk.to_vec())
            .on_conflict(
                OnConflict::columns([bot::Column::Origin, bot::Column::ForeignId])
                    .do_nothing()
                    .to_owned(),
            )
            .exec_without_returning(db)
            .await?;
    }
    known_bots(db, origin, &ids).await
}

async fn known_bots(
    db: &WriteTx,
    origin: &str,
    ids: &[&str],
) -> Result<HashMap<String, BotId>, Error> {
    let mut bots = HashMap::new();
    for chunk in chunks(ids) {
        let rows = bot::Entity::find()
            .filter(bot::Column::Origin.eq(origin))
            .filter(bot::Column::ForeignId.is_in(chunk.iter().copied()))
            .all(db)
            .await?;
        bots.extend(rows.into_iter().map(|row| (row.foreign_id, row.id)));
    }
    Ok(bots)
}
