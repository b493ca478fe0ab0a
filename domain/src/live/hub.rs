//! One reader of the log for each board that somebody on this node follows.
//!
//! However many people follow a board, each event is read and parsed once. A feed lives as long as
//! somebody holds it. It may fall behind or fail and try again: what it sends is a convenience, and
//! whoever misses something reads the log.
//!
//! What was written on this node comes to the feed as it is, without a read.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicI64, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::Duration;

use cairn_entities::{BoardId, Epoch, board};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use tokio::sync::{OnceCell, broadcast, watch};
use tokio_util::sync::{CancellationToken, DropGuard};

use crate::live::Ring;
use crate::log::{Event, events_after};
use crate::{Domain, Error};

/// How many events a follower may lag behind before it has to read the log itself.
const BACKLOG: usize = 128;
/// How many events of this node's own writes may wait for a feed; what is beyond, it reads.
const AT_HAND: usize = 128;
/// How many events are read at once.
const PAGE: u64 = 100;
/// How long a feed waits after a failed read.
const RETRY: Duration = Duration::from_millis(500);
/// How many boards one statement of the slow poll asks for.
const POLL_CHUNK: usize = 500;

/// The feeds of this node.
#[derive(Debug, Default)]
pub struct Hub {
    feeds: Mutex<HashMap<BoardId, Weak<Feed>>>,
    lagged: AtomicU64,
    not_at_hand: AtomicU64,
}

/// What is followed on this node, and what waits for the followers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HubFigures {
    /// Boards that somebody follows.
    pub boards: usize,
    /// Followers of all of them.
    pub followers: usize,
    /// Events of this node's own writes that wait for a feed, of all feeds.
    pub at_hand: usize,
    /// How many of these can wait for all the feeds there are.
    pub most_at_hand: usize,
    /// How many found no room and had to be read.
    pub not_at_hand: u64,
    /// Events that the slowest follower of each feed has yet to be given, of all feeds.
    pub backlog: usize,
    /// How many of these can wait for all the feeds there are.
    pub most_backlog: usize,
    /// How often a follower was too slow and had to read the log.
    pub lagged: u64,
}

/// What a follower is told.
#[derive(Clone, Debug)]
pub(super) enum Item {
    /// The next event.
    Event(Arc<Event>),
    /// The board is gone, or its log is another one: ask for access again.
    CheckAccess,
}

/// One board's events as they come.
#[derive(Debug)]
pub(super) struct Feed {
    board: BoardId,
    domain: Domain,
    items: broadcast::Sender<Item>,
    /// The last event that was sent. It is stored before the event is sent.
    position: Arc<AtomicI64>,
    at_hand: Arc<AtHand>,
    /// The newest seq that anybody told of; `i64::MAX` when the board is gone.
    told: watch::Sender<i64>,
    /// The log's epoch, once the feed runs.
    running: OnceCell<Epoch>,
    stop: CancellationToken,
    _stop_when_dropped: DropGuard,
}

/// Events that were written on this node and not sent yet, by seq.
#[derive(Debug, Default)]
struct AtHand(Mutex<BTreeMap<i64, Arc<Event>>>);

impl AtHand {
    /// Keeps `event` for the feed, if there is room. Commits that end together may come in any order.
    fn put(&self, event: &Arc<Event>) -> bool {
        let mut events = self.lock();
        let has_room = events.len() < AT_HAND;
        if has_room {
            events.insert(event.seq, Arc::clone(event));
        }
        has_room
    }

    /// The event `seq`, and forgets those before it.
    fn take(&self, seq: i64) -> Option<Arc<Event>> {
        let mut events = self.lock();
        while let Some(first) = events.first_entry() {
            match first.key().cmp(&seq) {
                std::cmp::Ordering::Less => drop(first.remove()),
                std::cmp::Ordering::Equal => return Some(first.remove()),
                std::cmp::Ordering::Greater => return None,
            }
        }
        None
    }

    fn lock(&self) -> MutexGuard<'_, BTreeMap<i64, Arc<Event>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Feed {
    /// What comes from now on, and the last event that came before.
    pub(super) fn listen(&self) -> (broadcast::Receiver<Item>, i64) {
        let items = self.items.subscribe();
        (items, self.position.load(Ordering::SeqCst))
    }

    pub(super) fn board(&self) -> BoardId {
        self.board
    }

    pub(super) fn domain(&self) -> &Domain {
        &self.domain
    }

    fn tell(&self, seq: i64) {
        self.told.send_if_modified(|told| {
            let news = seq > *told;
            *told = seq.max(*told);
            news
        });
    }
}

impl Hub {
    /// The feed of `board`, which sends every event after the moment this returns.
    pub(super) async fn feed(&self, domain: &Domain, board: BoardId) -> Result<Arc<Feed>, Error> {
        let feed = self.entry(domain, board);
        feed.running.get_or_try_init(|| start(domain, board, &feed)).await?;
        Ok(feed)
    }

    /// Gives `event`, which was just committed on this node, to the board's followers.
    pub(crate) fn hand(&self, event: &Arc<Event>) {
        if let Some(feed) = self.live_feed(event.board_id) {
            if !feed.at_hand.put(event) {
                self.not_at_hand.fetch_add(1, Ordering::Relaxed);
            }
            feed.tell(event.seq);
        }
    }

    /// How many boards are followed on this node.
    #[must_use]
    pub fn followed(&self) -> usize {
        self.live_feeds().len()
    }

    /// What is followed on this node, and what waits for the followers.
    #[must_use]
    pub fn figures(&self) -> HubFigures {
        let feeds = self.live_feeds();
        let mut figures = HubFigures {
            boards: feeds.len(),
            most_at_hand: feeds.len() * AT_HAND,
            most_backlog: feeds.len() * BACKLOG,
            not_at_hand: self.not_at_hand.load(Ordering::Relaxed),
            lagged: self.lagged.load(Ordering::Relaxed),
            ..HubFigures::default()
        };
        for (_, feed) in feeds {
            figures.followers += feed.items.receiver_count();
            figures.at_hand += feed.at_hand.lock().len();
            figures.backlog += feed.items.len();
        }
        figures
    }

    /// A follower was too slow.
    pub(super) fn follower_lagged(&self) {
        self.lagged.fetch_add(1, Ordering::Relaxed);
    }

    fn entry(&self, domain: &Domain, board: BoardId) -> Arc<Feed> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = feeds.get(&board).and_then(Weak::upgrade) {
            return feed;
        }
        feeds.retain(|_, feed| feed.strong_count() > 0);
        let stop = CancellationToken::new();
        let feed = Arc::new(Feed {
            board,
            domain: domain.clone(),
            position: Arc::default(),
            at_hand: Arc::default(),
            items: broadcast::Sender::new(BACKLOG),
            told: watch::Sender::new(0),
            running: OnceCell::new(),
            _stop_when_dropped: stop.clone().drop_guard(),
            stop,
        });
        feeds.insert(board, Arc::downgrade(&feed));
        feed
    }

    fn live_feeds(&self) -> Vec<(BoardId, Arc<Feed>)> {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.iter().filter_map(|(board, feed)| Some((*board, feed.upgrade()?))).collect()
    }

    fn live_feed(&self, board: BoardId) -> Option<Arc<Feed>> {
        self.feeds.lock().unwrap_or_else(PoisonError::into_inner).get(&board)?.upgrade()
    }
}

/// Wakes the feeds: at once when the doorbell rings, and at the latest after `slow_poll`.
pub(crate) async fn wake_feeds(domain: Domain, slow_poll: Duration) {
    let mut rings = domain.doorbell.listen();
    let mut poll = tokio::time::interval(slow_poll);
    poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            ring = rings.recv() => match ring {
                Ok(Ring { board, seq, .. }) => {
                    if let Some(feed) = domain.hub.live_feed(board) {
                        feed.tell(seq);
                    }
                }
                Err(broadcast::error::RecvError::Lagged(missed)) => {
                    domain.doorbell.missed(missed);
                    poll.reset_immediately();
                }
                Err(broadcast::error::RecvError::Closed) => return,
            },
            _ = poll.tick() => {
                if let Err(error) = poll_feeds(&domain).await {
                    tracing::warn!(%error, "the slow poll failed and will be tried again");
                }
            }
        }
    }
}

/// One statement for all followed boards.
async fn poll_feeds(domain: &Domain) -> Result<(), Error> {
    let feeds = domain.hub.live_feeds();
    for feeds in feeds.chunks(POLL_CHUNK) {
        let boards = board::Entity::find()
            .select_only()
            .columns([board::Column::Id, board::Column::Seq, board::Column::Epoch])
            .filter(board::Column::Id.is_in(feeds.iter().map(|(board, _)| *board)))
            .into_tuple::<(BoardId, i64, Epoch)>()
            .all(domain.database.reader())
            .await?;
        let found: HashMap<_, _> =
            boards.into_iter().map(|(board, seq, epoch)| (board, (seq, epoch))).collect();
        for (board, feed) in feeds {
            match (found.get(board), feed.running.get()) {
                (_, None) => {}
                (Some((seq, epoch)), Some(known)) if epoch == known => feed.tell(*seq),
                _ => feed.tell(i64::MAX),
            }
        }
    }
    Ok(())
}

/// Reads where the log is now, and follows it from there in a task of its own.
async fn start(domain: &Domain, board: BoardId, feed: &Arc<Feed>) -> Result<Epoch, Error> {
    let (seq, epoch) = position(domain, board).await?.ok_or(Error::NotFound { what: "board" })?;
    feed.position.store(seq, Ordering::SeqCst);
    let reader = LogReader {
        domain: domain.clone(),
        board,
        position: Arc::clone(&feed.position),
        at_hand: Arc::clone(&feed.at_hand),
        items: feed.items.clone(),
    };
    let (told, stop) = (feed.told.subscribe(), feed.stop.clone());
    domain.tasks.spawn(async move {
        tokio::select! {
            () = stop.cancelled() => {}
            () = reader.follow(told) => {}
        }
    });
    Ok(epoch)
}

async fn position(domain: &Domain, board: BoardId) -> Result<Option<(i64, Epoch)>, Error> {
    let row = board::Entity::find_by_id(board)
        .select_only()
        .columns([board::Column::Seq, board::Column::Epoch])
        .into_tuple()
        .one(domain.database.reader())
        .await?;
    Ok(row)
}

/// What sends a feed's items.
struct LogReader {
    domain: Domain,
    board: BoardId,
    position: Arc<AtomicI64>,
    at_hand: Arc<AtHand>,
    items: broadcast::Sender<Item>,
}

impl LogReader {
    async fn follow(self, mut told: watch::Receiver<i64>) {
        loop {
            let target = *told.borrow_and_update();
            while self.position() < target {
                if self.send_what_is_at_hand() {
                    continue;
                }
                // Of writes that were committed together, the later may be told of first.
                tokio::task::yield_now().await;
                if !self.send_what_is_at_hand() && !self.send_a_page().await {
                    break;
                }
            }
            if told.changed().await.is_err() {
                return;
            }
        }
    }

    fn position(&self) -> i64 {
        self.position.load(Ordering::SeqCst)
    }

    fn send(&self, event: Arc<Event>) {
        self.position.store(event.seq, Ordering::SeqCst);
        let _nobody_follows = self.items.send(Item::Event(event));
    }

    /// Whether there was anything.
    fn send_what_is_at_hand(&self) -> bool {
        let Some(event) = self.at_hand.take(self.position() + 1) else { return false };
        self.send(event);
        true
    }

    /// Reads on in the log; `false` when it has nothing more, and followers have to look why.
    async fn send_a_page(&self) -> bool {
        let reader = self.domain.latest();
        match events_after(&reader, self.board, self.position(), PAGE).await {
            Ok(events) if events.is_empty() => {
                let _nobody_follows = self.items.send(Item::CheckAccess);
                return false;
            }
            Ok(events) => events.into_iter().map(Arc::new).for_each(|event| self.send(event)),
            Err(error) => {
                tracing::warn!(board.id = %self.board, %error, "cannot read the log, trying again");
                tokio::time::sleep(RETRY).await;
            }
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::{ChangeSet, References};

    fn event(seq: i64) -> Arc<Event> {
        let ids = crate::Ids::random(crate::Clock::system());
        Arc::new(Event {
            board_id: BoardId(ids.uuid()),
            seq,
            epoch: Epoch(ids.uuid()),
            at: chrono::DateTime::UNIX_EPOCH,
            actor: None,
            client_mutation_id: None,
            change_set: ChangeSet::new(Vec::new(), References::default()),
        })
    }

    fn taken(at_hand: &AtHand, seq: i64) -> Option<i64> {
        at_hand.take(seq).map(|event| event.seq)
    }

    #[test]
    fn what_is_at_hand_is_taken_in_order() {
        let at_hand = AtHand::default();
        for seq in [3, 1, 2, 6] {
            assert!(at_hand.put(&event(seq)));
        }
        assert_eq!([2, 3, 4].map(|seq| taken(&at_hand, seq)), [Some(2), Some(3), None]);
        assert_eq!(at_hand.lock().len(), 1, "what is older is gone, and what is newer stays");
    }

    #[test]
    fn what_is_at_hand_is_bounded() {
        let at_hand = AtHand::default();
        let kept = (1..1000).filter(|seq| at_hand.put(&event(*seq))).count();
        assert_eq!((kept, at_hand.lock().len()), (AT_HAND, AT_HAND));
        assert_eq!(taken(&at_hand, 1), Some(1));
    }
}
