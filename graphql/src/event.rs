//! Events: what happened on a board.

mod change;
mod former;
mod list;
mod subscription;

pub use change::Change;
pub(crate) use list::list;
pub use subscription::Subscription;

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use cairn_domain::log::Event;

use crate::error::Result;
use crate::items;
use crate::person::{self, AnyActor};
use crate::scalars::DateTime;
use crate::shared::Listed;

/// One committed transaction.
#[derive(Clone, Debug)]
pub struct BoardEvent {
    event: Arc<Event>,
}

impl From<Arc<Event>> for BoardEvent {
    fn from(event: Arc<Event>) -> Self {
        Self { event }
    }
}

impl Listed for BoardEvent {}

/// One committed transaction: apply all of `changes`, then you are at `seq`.
#[Object]
impl BoardEvent {
    /// Names the log that the event is part of.
    async fn epoch(&self) -> ID {
        self.event.epoch.to_string().into()
    }

    /// The event's number: the board's events are numbered from 1, without gaps.
    async fn seq(&self) -> i64 {
        self.event.seq
    }

    /// When it was.
    async fn at(&self) -> DateTime {
        self.event.at.into()
    }

    /// Who did it, as they were called then; null when nobody knows any more.
    async fn actor(&self, ctx: &Context<'_>) -> Result<Option<AnyActor>> {
        match self.event.actor() {
            Some(image) => Ok(Some(image.clone().into())),
            None => person::actor(ctx, self.event.actor).await,
        }
    }

    /// The id that the client gave the write, by which it recognises its own.
    async fn client_mutation_id(&self) -> Option<ID> {
        self.event.client_mutation_id.clone().map(ID)
    }

    /// What changed, in the order in which it is to be applied.
    async fn changes(&self, ctx: &Context<'_>) -> Vec<Change> {
        let changes = self.event.change_set.changes.iter();
        items::give(ctx, changes.map(|change| Change::new(&self.event, change)).collect())
    }
}
