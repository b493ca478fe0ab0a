//! Following a board as it changes.

use std::sync::Arc;

use async_graphql::{Context, ID, SimpleObject, Subscription as SubscriptionRoot, Union};
use cairn_domain::live::{self, FollowRequest, Follower};
use futures_util::{Stream, StreamExt, stream};

use super::BoardEvent;
use crate::error::{ApiError, Result};
use crate::fanout::{Given, Wanted};
use crate::ids;
use crate::items::Items;
use crate::session::InSession;

/// What a follower of a board is given.
#[derive(Union)]
pub enum BoardUpdate {
    /// The next event.
    BoardEvent(BoardEvent),
    /// The log cannot be followed from there.
    BoardReset(BoardReset),
}

/// The log no longer reaches back to `after`, or the epoch is another one: load the board again and go
/// on from there. Nothing comes after this.
#[derive(SimpleObject)]
pub struct BoardReset {
    /// Names the log that there is now.
    epoch: ID,
    /// The number of its newest event.
    seq: i64,
    /// Why, for people, in English.
    reason: String,
}

impl From<live::BoardUpdate> for BoardUpdate {
    fn from(update: live::BoardUpdate) -> Self {
        match update {
            live::BoardUpdate::Event(event) => Self::BoardEvent(event.into()),
            live::BoardUpdate::Reset { epoch, seq, reason } => Self::BoardReset(BoardReset {
                epoch: epoch.to_string().into(),
                seq,
                reason: reason.to_owned(),
            }),
        }
    }
}

/// The root of what is told as it happens.
pub struct Subscription;

/// The root of what is told as it happens.
#[SubscriptionRoot]
impl Subscription {
    /// Everything that happens on a board after event `after`, gap-free, in order, exactly once: first
    /// what was missed, then what comes. A reader that falls behind is caught up from the log, never
    /// skipped. Ends with `complete` when the viewer may no longer read the board.
    async fn board_events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which board.")] board_id: ID,
        #[graphql(desc = "The number of the last event that the reader has; 0 for none.")]
        after: i64,
        #[graphql(
            desc = "The epoch of the log that `after` counts in, where the reader knows it."
        )]
        epoch: Option<ID>,
    ) -> Result<impl Stream<Item = BoardUpdate> + use<>> {
        if let Some(given) = ctx.data_opt::<Given>() {
            let updates = given.take().ok_or_else(ApiError::for_one_viewer_only)?;
            return Ok(updates.map(BoardUpdate::from).boxed());
        }
        let session = ctx.session()?;
        let request = FollowRequest {
            board: ids::parse(&board_id),
            after,
            epoch: epoch.map(|epoch| epoch.0),
        };
        let follower = Follower::new(&session.domain, &session.actor, request).await?;
        if let Some(wanted) = ctx.data_opt::<Wanted>() {
            wanted.put(follower);
            return Ok(stream::empty().boxed());
        }
        let reader = Arc::clone(&session.reader);
        let items = ctx.data_opt::<Items>().cloned();
        let updates = follower.into_stream().map(move |update| {
            reader.renew_text_budget();
            items.iter().for_each(Items::renew);
            BoardUpdate::from(update)
        });
        Ok(updates.boxed())
    }
}
