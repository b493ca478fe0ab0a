//! What an event's images refer to: one statement for each kind, however many images there are.

use std::collections::BTreeSet;

use cairn_entities::{
    ActorRef, BotId, ColumnId, LabelId, MilestoneId, UserId, board_column, bot, label, milestone,
    user,
};
use sea_orm::{ColumnTrait, ConnectionTrait, DbErr, EntityTrait, PrimaryKeyTrait, QueryFilter};

use crate::log::{ActorImage, Change, References};

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
}

/// Reads what `changes` refer to, in the state that the transaction made.
pub(crate) async fn collect(
    db: &impl ConnectionTrait,
    changes: &[Change],
    actor: Option<ActorRef>,
) -> Result<References, DbErr> {
    let mut wanted = Wanted::default();
    wanted.actor(actor);
    for change in changes {
        wanted.change(change);
    }

    let mut actors = Vec::new();
    let users = by_ids::<user::Entity, _>(db, user::Column::Id, &wanted.users).await?;
    actors.extend(users.into_iter().map(|user| ActorImage::User(user.into())));
    let bots = by_ids::<bot::Entity, _>(db, bot::Column::Id, &wanted.bots).await?;
    actors.extend(bots.into_iter().map(|bot| ActorImage::Bot(bot.into())));
    let columns = board_column::Column::Id;
    let columns = by_ids::<board_column::Entity, _>(db, columns, &wanted.columns).await?;
    let labels = by_ids::<label::Entity, _>(db, label::Column::Id, &wanted.labels).await?;
    let milestones = milestone::Column::Id;
    let milestones = by_ids::<milestone::Entity, _>(db, milestones, &wanted.milestones).await?;
    Ok(References {
        actors,
        columns: columns.into_iter().map(Into::into).collect(),
        labels: labels.into_iter().map(Into::into).collect(),
        milestones: milestones.into_iter().map(Into::into).collect(),
    })
}

async fn by_ids<E, I>(
    db: &impl ConnectionTrait,
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
    E::find().filter(column.is_in(ids.iter().copied())).all(db).await
}
