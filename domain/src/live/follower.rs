//! What one person sees of a board, from an event on.

use std::collections::VecDeque;
use std::fmt;
use std::ops::ControlFlow;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use cairn_entities::{BoardId, BoardRole, Epoch};
use futures_util::future::BoxFuture;
use futures_util::{FutureExt, Stream, stream};
use tokio::time::{Instant, Sleep, sleep};

use super::Recipient;
use super::feed::Feed;
use super::recent::{After, Position};
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
///
/// Thousands of these wait at the same time, so it holds no more than it needs.
pub struct Follower {
    actor: Actor,
    feed: Arc<Feed>,
    standing: Standing,
    /// The last event that was given out.
    seq: i64,
    /// How many of the feed's alarms were heeded.
    alarms: u64,
    stage: Stage,
    recipient: Option<Arc<dyn Recipient>>,
    recheck: Pin<Box<Sleep>>,
}

/// What the reader's last access said.
#[derive(Debug)]
struct Standing {
    role: Option<BoardRole>,
    epoch: Epoch,
    access_seq: i64,
    /// The log's newest event at that time.
    newest: i64,
}

#[derive(Debug)]
enum Stage {
    /// Reads what was missed from the log, which may have more than these.
    Missed(VecDeque<Arc<Event>>),
    /// Has everything, and waits.
    Live,
    /// Tells that the log cannot be followed.
    Reset(&'static str),
    /// Gives out nothing more.
    Ended,
}

/// Whether to go on.
enum Verdict {
    Continue,
    End,
    Reset(&'static str),
}

const REPLACED: &str = "the board's log was replaced";

impl Follower {
    /// Begins to follow, if `actor` may read the board.
    pub async fn new(
        domain: &Domain,
        actor: &Actor,
        request: FollowRequest,
    ) -> Result<Self, Error> {
        let FollowRequest { board, after, epoch } = request;
        if after < 0 {
            return Err(Error::BadRequest("`after` must not be negative".to_owned()));
        }
        let standing = Standing::of(&read_access(domain, actor, board).await?);
        let feed = domain.hub.feed(domain, board, standing.epoch).await?;
        let Position { seq, alarms } = feed.recent().position();
        let stage = if epoch.is_some_and(|epoch| epoch != standing.epoch.to_string()) {
            Stage::Reset(REPLACED)
        } else if after > standing.newest {
            Stage::Reset("the board's log is shorter than `after`")
        } else if after == seq {
            Stage::Live
        } else {
            Stage::Missed(VecDeque::new())
        };
        let recheck = Box::pin(sleep(RECHECK));
        let actor = actor.clone();
        let recipient = None;
        Ok(Self { actor, feed, standing, seq: after, alarms, stage, recipient, recheck })
    }

    /// Who follows.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The board that is followed.
    #[must_use]
    pub fn board(&self) -> BoardId {
        self.feed.board()
    }

    /// What the reader was to the board when access was last asked for, which was after the last
    /// event given out that changed anybody's.
    #[must_use]
    pub fn role(&self) -> Option<BoardRole> {
        self.standing.role
    }

    /// From now on, events that the follower would give out may be given to `recipient` instead, while
    /// [`next`](Self::next) is awaited.
    pub fn give_to(&mut self, recipient: Arc<dyn Recipient>) {
        self.recipient = Some(recipient);
    }

    /// What comes next; `None` at the end. To be awaited to its end: an event that was
    /// received and not given out would come late.
    pub async fn next(&mut self) -> Option<BoardUpdate> {
        loop {
            let event = match &mut self.stage {
                Stage::Ended => return None,
                Stage::Reset(reason) => {
                    let Standing { epoch, newest, .. } = self.standing;
                    let update = BoardUpdate::Reset { epoch, seq: newest, reason };
                    self.stage = Stage::Ended;
                    return Some(update);
                }
                Stage::Missed(page) => {
                    let Some(event) = page.front() else {
                        let page = self.read_missed().await;
                        self.stage = if page.is_empty() {
                            self.after_all().boxed().await
                        } else {
                            Stage::Missed(page)
                        };
                        continue;
                    };
                    Some(Arc::clone(event))
                }
                Stage::Live => match self.live().await {
                    Live::Event(event) => Some(event),
                    Live::CheckAccess => None,
                    Live::Missed => {
                        self.stage = Stage::Missed(VecDeque::new());
                        continue;
                    }
                },
            };
            // Whoever always has something to be given must not keep rights for that.
            let is_due = self.recheck.deadline() <= Instant::now();
            let verdict = if self.actor.has_ended() {
                Verdict::End
            } else if is_due || event.is_none() {
                self.check_access().await
            } else {
                Verdict::Continue
            };
            let verdict = match (verdict, &event) {
                (Verdict::Continue, Some(event)) => self.admit(event).await,
                (verdict, _) => verdict,
            };
            match (verdict, event) {
                (Verdict::Continue, None) => {}
                (Verdict::Continue, Some(event)) => {
                    if let Stage::Missed(page) = &mut self.stage {
                        page.pop_front();
                    }
                    self.seq = event.seq;
                    return Some(BoardUpdate::Event(event));
                }
                (Verdict::End, _) => self.stage = Stage::Ended,
                (Verdict::Reset(reason), _) => self.stage = Stage::Reset(reason),
            }
        }
    }

    /// Everything that comes, as a stream.
    pub fn into_stream(self) -> impl Stream<Item = BoardUpdate> + Send + 'static {
        stream::unfold(self, async |mut follower| {
            let update = follower.next().await?;
            Some((update, follower))
        })
    }

    /// The next page of the log; an empty one means that the reader is up to date.
    fn read_missed(&self) -> BoxFuture<'_, VecDeque<Arc<Event>>> {
        async {
            let reader = self.feed.domain().latest();
            loop {
                match events_after(&reader, self.board(), self.seq, PAGE).await {
                    Ok(events) => return events.into_iter().map(Arc::new).collect(),
                    Err(error) => {
                        tracing::warn!(%error, "a follower cannot read the log, trying again");
                        sleep(RETRY).await;
                    }
                }
            }
        }
        .boxed()
    }

    /// Goes on after the last event of the log.
    async fn after_all(&mut self) -> Stage {
        if let After::AtHand(_) = self.feed.recent().after(self.seq, 1) {
            return Stage::Live;
        }
        // The log has less than the feed has seen of it.
        sleep(RETRY).await;
        match self.check_access().await {
            Verdict::Continue => Stage::Live,
            Verdict::End => Stage::Ended,
            Verdict::Reset(reason) => Stage::Reset(reason),
        }
    }

    /// The next live event.
    async fn live(&mut self) -> Live {
        loop {
            let position = self.feed.recent().position();
            if position.alarms != self.alarms {
                self.alarms = position.alarms;
                return Live::CheckAccess;
            }
            match self.feed.recent().after(self.seq, 1) {
                After::AtHand(mut events) => {
                    if let Some(event) = events.pop() {
                        return Live::Event(event);
                    }
                }
                After::InLog => {
                    self.feed.domain().hub.follower_lagged();
                    return Live::Missed;
                }
            }
            if self.wait().await.is_break() {
                return Live::CheckAccess;
            }
        }
    }

    /// Waits in the crowd for what the follower has to look at; breaks when access has to be asked for
    /// again.
    async fn wait(&mut self) -> ControlFlow<()> {
        let recipient =
            self.recipient.clone().filter(|_| self.feed.epoch() == Some(self.standing.epoch));
        let position = Position { seq: self.seq, alarms: self.alarms };
        let Some(seat) = self.feed.crowd().sit(position, &self.actor, recipient) else {
            return ControlFlow::Continue(());
        };
        let flow = tokio::select! {
            biased;
            () = &mut self.recheck => ControlFlow::Break(()),
            () = seat.left() => ControlFlow::Continue(()),
        };
        self.seq = seat.give_up().unwrap_or(self.seq);
        flow
    }

    /// Whether `event` may be given out next.
    async fn admit(&mut self, event: &Event) -> Verdict {
        if event.seq != self.seq + 1 {
            return Verdict::Reset("the log no longer reaches back to `after`");
        }
        if event.epoch != self.standing.epoch {
            return Verdict::Reset(REPLACED);
        }
        if event.touches_access() && event.seq > self.standing.access_seq {
            return self.check_access().await;
        }
        Verdict::Continue
    }

    /// Asks again what the reader may do. While the database does not answer, nothing is given out.
    fn check_access(&mut self) -> BoxFuture<'_, Verdict> {
        async {
            let access = loop {
                match read_access(self.feed.domain(), &self.actor, self.board()).await {
                    Ok(access) => break access,
                    Err(Error::Unavailable(_) | Error::Internal(_)) => sleep(RETRY).await,
                    Err(_) => return Verdict::End,
                }
            };
            self.recheck.as_mut().reset(Instant::now() + RECHECK);
            let before = std::mem::replace(&mut self.standing, Standing::of(&access));
            if self.standing.role < before.role {
                Verdict::End
            } else if self.standing.epoch != before.epoch {
                Verdict::Reset(REPLACED)
            } else {
                Verdict::Continue
            }
        }
        .boxed()
    }
}

impl Standing {
    fn of(access: &BoardAccess<Read>) -> Self {
        Self {
            role: access.role(),
            epoch: access.epoch(),
            access_seq: access.access_seq(),
            newest: access.board().seq,
        }
    }
}

async fn read_access(
    domain: &Domain,
    actor: &Actor,
    board: BoardId,
) -> Result<BoardAccess<Read>, Error> {
    board_access(domain.database.reader(), actor, BoardRef::Id(board)).await
}

/// What the feed says.
enum Live {
    Event(Arc<Event>),
    Missed,
    CheckAccess,
}

impl fmt::Debug for Follower {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { actor, standing, seq, stage, .. } = self;
        formatter
            .debug_struct("Follower")
            .field("board", &self.board())
            .field("actor", actor)
            .field("standing", standing)
            .field("seq", seq)
            .field("stage", stage)
            .finish_non_exhaustive()
    }
}
