//! What one person sees of a board, from an event on.

use std::pin::pin;
use std::sync::Arc;
use std::time::Duration;

use cairn_entities::{BoardId, Epoch};
use futures_util::Stream;
use tokio::sync::broadcast;
use tokio::sync::broadcast::error::RecvError;

use super::hub::{Feed, Item};
use crate::access::{BoardAccess, BoardRef, Read, board_access};
use crate::log::{Event, events_after};
use crate::{Actor, Domain, Error};

/// Access is asked for again at least so often, whatever the log says.
const RECHECK: Duration = Duration::from_mins(1);
/// How many events are read at once.
const PAGE: u64 = 100;
/// How long a follower waits when the database fails.
const RETRY: Duration = Duration::from_millis(500);

/// From where on to follow a board.
#[derive(Clone, Debug)]
pub struct FollowRequest {
    /// The board.
    pub board: BoardId,
    /// The last event that the reader has; 0 for none.
    pub after: i64,
    /// The epoch of the log that `after` counts in, when the reader knows it.
    pub epoch: Option<String>,
}

/// What a follower is given.
#[derive(Clone, Debug)]
pub enum BoardUpdate {
    /// The next event.
    Event(Arc<Event>),
    /// The log cannot be followed from there: load the board again. Nothing comes after this.
    Reset {
        /// The log there is now.
        epoch: Epoch,
        /// Where it is now.
        seq: i64,
        /// Why.
        reason: &'static str,
    },
}

/// Everything on a board after an event: gap-free, in order, exactly once; first what was missed,
/// then what comes. Ends when the reader may no longer read the board, or may do less than before.
///
/// A change of rights is an event itself, and nothing after it is given out before access was
/// asked for again; so a right that was taken away is never used later, whatever hints got lost.
pub async fn board_updates(
    domain: &Domain,
    actor: &Actor,
    request: FollowRequest,
) -> Result<impl Stream<Item = BoardUpdate> + Send + 'static, Error> {
    let FollowRequest { board, after, epoch } = request;
    if after < 0 {
        return Err(Error::BadRequest("`after` must not be negative".to_owned()));
    }
    let access = read_access(domain, actor, board).await?;
    let feed = domain.hub.feed(domain, board).await?;
    let reset = if epoch.is_some_and(|epoch| epoch != access.epoch().to_string()) {
        Some("the board's log was replaced")
    } else if after > access.board().seq {
        Some("the board's log is shorter than `after`")
    } else {
        None
    };
    let follower =
        Follower { items: feed.listen(), _feed: feed, domain: domain.clone(), access, seq: after };
    Ok(follower.updates(reset))
}

async fn read_access(
    domain: &Domain,
    actor: &Actor,
    board: BoardId,
) -> Result<BoardAccess<Read>, Error> {
    board_access(domain.database.reader(), actor, BoardRef::Id(board)).await
}

struct Follower {
    domain: Domain,
    access: BoardAccess<Read>,
    _feed: Arc<Feed>,
    items: broadcast::Receiver<Item>,
    /// The last event that was given out.
    seq: i64,
}

/// Whether to go on.
enum Verdict {
    Continue,
    End,
    Reset(&'static str),
}

impl Follower {
    fn updates(
        mut self,
        reset: Option<&'static str>,
    ) -> impl Stream<Item = BoardUpdate> + Send + 'static {
        async_stream::stream! {
            if let Some(reason) = reset {
                yield self.reset(reason);
                return;
            }
            let mut missed = true;
            loop {
                let events = if missed { self.missed().await } else { self.next().await };
                let events = match events {
                    Next::Events(events) => events,
                    Next::Missed => { missed = true; continue; }
                    Next::CheckAccess => Vec::new(),
                };
                if events.is_empty() && !missed {
                    match self.check_access().await {
                        Verdict::Continue => {}
                        Verdict::End => return,
                        Verdict::Reset(reason) => { yield self.reset(reason); return; }
                    }
                }
                missed = missed && !events.is_empty();
                for event in events {
                    match self.admit(&event).await {
                        Verdict::Continue => {}
                        Verdict::End => return,
                        Verdict::Reset(reason) => { yield self.reset(reason); return; }
                    }
                    self.seq = event.seq;
                    yield BoardUpdate::Event(event);
                }
            }
        }
    }

    /// The next page of the log; an empty one means that the reader is up to date.
    async fn missed(&self) -> Next {
        let reader = self.domain.latest();
        loop {
            match events_after(&reader, self.access.board_id(), self.seq, PAGE).await {
                Ok(events) => return Next::Events(events.into_iter().map(Arc::new).collect()),
                Err(error) => {
                    tracing::warn!(%error, "a follower cannot read the log, trying again");
                    tokio::time::sleep(RETRY).await;
                }
            }
        }
    }

    /// The next live event.
    async fn next(&mut self) -> Next {
        let mut recheck = pin!(tokio::time::sleep(RECHECK));
        loop {
            tokio::select! {
                item = self.items.recv() => match item {
                    Ok(Item::Event(event)) if event.seq <= self.seq => {}
                    Ok(Item::Event(event)) if event.seq == self.seq + 1 => {
                        return Next::Events(vec![event]);
                    }
                    Ok(Item::Event(_)) | Err(RecvError::Lagged(_)) => return Next::Missed,
                    Ok(Item::CheckAccess) | Err(RecvError::Closed) => return Next::CheckAccess,
                },
                () = &mut recheck => return Next::CheckAccess,
            }
        }
    }

    /// Whether `event` may be given out next.
    async fn admit(&mut self, event: &Event) -> Verdict {
        if event.seq != self.seq + 1 {
            return Verdict::Reset("the log no longer reaches back to `after`");
        }
        if event.epoch != self.access.epoch() {
            return Verdict::Reset("the board's log was replaced");
        }
        if event.touches_access() && event.seq > self.access.access_seq() {
            return self.check_access().await;
        }
        Verdict::Continue
    }

    /// Asks again what the reader may do. While the database does not answer, nothing is given out.
    async fn check_access(&mut self) -> Verdict {
        loop {
            let board = self.access.board_id();
            match read_access(&self.domain, self.access.actor(), board).await {
                Ok(access) if self.access.was_lowered(&access) => return Verdict::End,
                Ok(access) => {
                    let replaced = access.epoch() != self.access.epoch();
                    self.access = access;
                    return if replaced {
                        Verdict::Reset("the board's log was replaced")
                    } else {
                        Verdict::Continue
                    };
                }
                Err(Error::Unavailable(_) | Error::Internal(_)) => {
                    tokio::time::sleep(RETRY).await;
                }
                Err(_) => return Verdict::End,
            }
        }
    }

    fn reset(&self, reason: &'static str) -> BoardUpdate {
        let board = self.access.board();
        BoardUpdate::Reset { epoch: board.epoch, seq: board.seq, reason }
    }
}

/// What a follower has to do next.
enum Next {
    Events(Vec<Arc<Event>>),
    Missed,
    CheckAccess,
}
