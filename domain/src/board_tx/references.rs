//! What an event's images refer to: one statement for each kind, however many images there are.

use std::collections::BTreeSet;

use cairn_entities::{
    ActorRef, BotId, ColumnId, LabelId, MilestoneId, UserId, board_column, bot, label, milestone,
    user,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, DbErr, EntityTrait, FromQueryResult, PrimaryKeyTrait,
    QueryFilter, QueryTrait,
};

use crate::database::KeptSql;
use crate::log::{ActorImage, Change, References};

/// Texts that read by one id, by two, and so on; more are rare.
type ByCount = [KeptSql; 4];

static USERS: ByCount = KeptSql::several();
static BOTS: ByCount = KeptSql::several();
static COLUMNS: ByCount = KeptSql::several();
static LABELS: ByCount = KeptSql::several();
static MILESTONES: ByCount = KeptSql::several();

#[derive(Default)]
struct Wanted {
    users: BTreeSet<UserId>,
    bots: BTreeSet<BotId>,
    columns: BTreeSet<ColumnId>,
    labels: BTreeSet<LabelId>,
    milestones: BTreeSet<MilestoneId>,
}

impl Wanted {
    fn actor(&mut self, actor: Option<ActorRef>) {
        match actor {
            Some(ActorRef::User(user)) => drop(self.users.insert(user)),
            Some(ActorRef::Bot(bot)) => drop(self.bots.insert(bot)),
            None => {}
        }
    }

    fn change(&mut self, change: &Change) {
        match change {
            Change::Card { after, .. } => {
                self.columns.insert(after.column_id);
                self.labels.extend(&after.label_ids);
                self.milestones.extend(after.milestone_id);
                self.users.extend(&after.assignee_ids);
                self.actor(after.created_by);
            }
            Change::Comment { after, .. } => self.actor(after.author),
            Change::Member { after, .. } => drop(self.users.insert(after.user_id)),
            _ => {}
        }
    }

    /// Those of `known` that are wanted, which need not be read any more.
    fn take_from(&mut self, mut known: References) -> References {
        known.actors.retain(|actor| match actor.id() {
            ActorRef::User(id) => self.users.remove(&id),
            ActorRef::Bot(id) => self.bots.remove(&id),
        });
        known.columns.retain(|column| self.columns.remove(&column.id));
        known.labels.retain(|label| self.labels.remove(&label.id));
        known.milestones.retain(|milestone| self.milestones.remove(&milestone.id));
        known
    }
}

/// Reads what `changes` refer to, in the state that the transaction made, but for what is `known`.
pub(crate) async fn collect(
    db: &impl ConnectionTrait,
    changes: &[Change],
    actor: ActorRef,
    known: References,
) -> Result<References, DbErr> {
    let mut wanted = Wanted::default();
    wanted.actor(Some(actor));
    for change in changes {
        wanted.change(change);
    }

    let mut found = wanted.take_from(known);
    let Wanted { users, bots, columns, labels, milestones } = wanted;
    let users = by_ids::<user::Entity, _>(db, &USERS, user::Column::Id, &users).await?;
    found.actors.extend(users.into_iter().map(|user| ActorImage::User(user.into())));
    let bots = by_ids::<bot::Entity, _>(db, &BOTS, bot::Column::Id, &bots).await?;
    found.actors.extend(bots.into_iter().map(|bot| ActorImage::Bot(bot.into())));
    let id = board_column::Column::Id;
    let columns = by_ids::<board_column::Entity, _>(db, &COLUMNS, id, &columns).await?;
    found.columns.extend(columns.into_iter().map(Into::into));
    let labels = by_ids::<label::Entity, _>(db, &LABELS, label::Column::Id, &labels).await?;
    found.labels.extend(labels.into_iter().map(Into::into));
    let id = milestone::Column::Id;
    let milestones = by_ids::<milestone::Entity, _>(db, &MILESTONES, id, &milestones).await?;
    found.milestones.extend(milestones.into_iter().map(Into::into));
    Ok(found)
}

async fn by_ids<E, I>(
    db: &impl ConnectionTrait,
    texts: &ByCount,
    column: E::Column,
    ids: &BTreeSet<I>,
) -> Result<Vec<E::Model>, DbErr>
where
    E: EntityTrait,
    E::PrimaryKey: PrimaryKeyTrait<ValueType = I>,
    I: Copy + Into<sea_orm::Value>,
{
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = || E::find().filter(column.is_in(ids.iter().copied()));
    let Some(text) = texts.get(ids.len() - 1) else { return query().all(db).await };
    let values = ids.iter().map(|id| (*id).into());
    let statement = text.statement(db, values, || query().into_query());
    let rows = db.query_all_raw(statement).await?;
    rows.iter().map(|row| E::Model::from_query_result(row, "")).collect()
}
