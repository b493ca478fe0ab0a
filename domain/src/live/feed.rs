//! One board's events as they come, for everybody on this node who follows it.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cairn_entities::{BoardId, Epoch, board};
use sea_orm::{EntityTrait, QuerySelect};
use tokio::sync::{OnceCell, watch};
use tokio::time::timeout;
use tokio_util::sync::{CancellationToken, DropGuard};

use super::crowd::Crowd;
use super::recent::Recent;
use crate::log::{Event, events_after};
use crate::{Domain, Error};

/// How many events of this node's own writes may wait for a feed; what is beyond, it reads.
pub(super) const AT_HAND: usize = 128;
/// How many bytes of them, unless it is only one.
const AT_HAND_BYTES: usize = 1024 * 1024;
/// How many events are read at once.
const PAGE: u64 = 100;
/// How long a feed waits after a failed read.
const RETRY: Duration = Duration::from_millis(500);
/// How long nothing happens until events that nobody is likely to want are let go.
const SETTLE: Duration = Duration::from_secs(1);

/// Follows one board's log. Its followers hold it, and nobody else for long.
#[derive(Debug)]
pub(super) struct Feed {
    board: BoardId,
    domain: Domain,
    recent: Arc<Recent>,
    crowd: Crowd,
    at_hand: Arc<AtHand>,
    /// The newest seq that anybody told of; `i64::MAX` when the board is gone.
    told: watch::Sender<i64>,
    /// The log's epoch, once the feed runs.
    running: OnceCell<Epoch>,
    stop: CancellationToken,
    _stop_when_dropped: DropGuard,
}

impl Feed {
    /// A feed that does not run yet.
    pub fn new(domain: &Domain, board: BoardId) -> Self {
        let stop = CancellationToken::new();
        Self {
            board,
            domain: domain.clone(),
            recent: Arc::default(),
            crowd: Crowd::new(),
            at_hand: Arc::default(),
            told: watch::Sender::new(0),
            running: OnceCell::new(),
            _stop_when_dropped: stop.clone().drop_guard(),
            stop,
        }
    }

    /// Runs, from when this returns at the latest.
    pub async fn run(&self) -> Result<(), Error> {
        self.running.get_or_try_init(|| self.start()).await.map(drop)
    }

    pub fn board(&self) -> BoardId {
        self.board
    }

    pub fn domain(&self) -> &Domain {
        &self.domain
    }

    /// The epoch of the log that is followed, once the feed runs.
    pub fn epoch(&self) -> Option<Epoch> {
        self.running.get().copied()
    }

    /// What came last.
    pub fn recent(&self) -> &Recent {
        &self.recent
    }

    /// Those who wait for what comes next.
    pub fn crowd(&self) -> &Crowd {
        &self.crowd
    }

    /// How many events of this node's own writes wait.
    pub fn at_hand(&self) -> usize {
        self.at_hand.lock().events.len()
    }

    /// How many bytes of events are in memory.
    pub fn bytes(&self) -> usize {
        self.at_hand.lock().bytes + self.recent.bytes()
    }

    /// Says that the log has an event `seq`; `i64::MAX` when the board is gone.
    pub fn tell(&self, seq: i64) {
        self.told.send_if_modified(|told| {
            let news = seq > *told;
            *told = seq.max(*told);
            news
        });
    }

    /// The same, with the event itself. Whether there was room for it.
    pub fn hand(&self, event: &Arc<Event>) -> bool {
        let has_room = self.at_hand.put(event);
        self.tell(event.seq);
        has_room
    }

    /// Reads where the log is now, and follows it from there in a task of its own.
    async fn start(&self) -> Result<Epoch, Error> {
        let (seq, epoch) = board::Entity::find_by_id(self.board)
            .select_only()
            .columns([board::Column::Seq, board::Column::Epoch])
            .into_tuple()
            .one(self.domain.database.reader())
            .await?
            .ok_or(Error::NotFound { what: "board" })?;
        self.recent.begin(seq);
        let reader = LogReader {
            domain: self.domain.clone(),
            board: self.board,
            recent: Arc::clone(&self.recent),
            at_hand: Arc::clone(&self.at_hand),
        };
        self.spawn(reader.follow(self.told.subscribe()));
        for usher in self.crowd.ushers(&self.recent, epoch) {
            self.spawn(usher.work());
        }
        Ok(epoch)
    }

    /// Runs `work` until the feed is dropped.
    fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let stop = self.stop.clone();
        self.domain.tasks.spawn(async move {
            let _stopped = stop.run_until_cancelled_owned(work).await;
        });
    }
}

/// Events that were written on this node and not sent yet, by seq.
#[derive(Debug, Default)]
struct AtHand(Mutex<Waiting>);

#[derive(Debug, Default)]
struct Waiting {
    events: BTreeMap<i64, Arc<Event>>,
    bytes: usize,
}

impl AtHand {
    /// Keeps `event` for the feed, if there is room. Commits that end together may come in any order.
    fn put(&self, event: &Arc<Event>) -> bool {
        let mut waiting = self.lock();
        let has_room = waiting.has_room_for(event);
        if has_room {
            waiting.put(event);
        }
        has_room
    }

    /// The event `seq`, and forgets those before it.
    fn take(&self, seq: i64) -> Option<Arc<Event>> {
        let mut waiting = self.lock();
        loop {
            let first = *waiting.events.first_key_value()?.0;
            if first > seq {
                return None;
            }
            let event = waiting.take(first);
            if first == seq {
                return event;
            }
        }
    }

    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn has_room_for(&self, event: &Event) -> bool {
        let fits = self.bytes + event.bytes <= AT_HAND_BYTES;
        self.events.is_empty() || (self.events.len() < AT_HAND && fits)
    }

    fn put(&mut self, event: &Arc<Event>) {
        self.take(event.seq);
        self.bytes += event.bytes;
        self.events.insert(event.seq, Arc::clone(event));
    }

    fn take(&mut self, seq: i64) -> Option<Arc<Event>> {
        let event = self.events.remove(&seq)?;
        self.bytes -= event.bytes;
        Some(event)
    }
}

/// Reads the log on.
struct LogReader {
    domain: Domain,
    board: BoardId,
    recent: Arc<Recent>,
    at_hand: Arc<AtHand>,
}

impl LogReader {
    async fn follow(self, mut told: watch::Receiver<i64>) {
        loop {
            let target = *told.borrow_and_update();
            while self.position() < target {
                if self.add_what_is_at_hand() {
                    continue;
                }
                // Of writes that were committed together, the later may be told of first.
                tokio::task::yield_now().await;
                if !self.add_what_is_at_hand() && !self.add_a_page().await {
                    break;
                }
            }
            let told = if let Ok(told) = timeout(SETTLE, told.changed()).await {
                told
            } else {
                self.recent.settle();
                told.changed().await
            };
            if told.is_err() {
                return;
            }
        }
    }

    fn position(&self) -> i64 {
        self.recent.position().seq
    }

    /// Whether there was anything.
    fn add_what_is_at_hand(&self) -> bool {
        let Some(event) = self.at_hand.take(self.position() + 1) else { return false };
        self.recent.add(event);
        true
    }

    /// Reads on in the log; `false` when it has nothing more, and followers have to look why.
    async fn add_a_page(&self) -> bool {
        let reader = self.domain.latest();
        match events_after(&reader, self.board, self.position(), PAGE).await {
            Ok(events) if events.is_empty() => {
                self.recent.alarm();
                return false;
            }
            Ok(events) => events.into_iter().map(Arc::new).for_each(|event| self.recent.add(event)),
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
    use super::super::{test_event as event, test_event_of as event_of};
    use super::*;

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
        assert_eq!(
            at_hand.lock().events.len(),
            1,
            "what is older is gone, and what is newer stays"
        );
    }

    #[test]
    fn what_is_at_hand_is_bounded() {
        let at_hand = AtHand::default();
        let kept = (1..1000).filter(|seq| at_hand.put(&event(*seq))).count();
        assert_eq!((kept, at_hand.lock().events.len()), (AT_HAND, AT_HAND));
        assert_eq!(taken(&at_hand, 1), Some(1));
    }

    #[test]
    fn one_large_event_is_at_hand_and_many_are_not() {
        let at_hand = AtHand::default();
        assert!(at_hand.put(&event_of(1, 2 * AT_HAND_BYTES)));
        assert!(!at_hand.put(&event_of(2, 1)));
        assert_eq!(taken(&at_hand, 1), Some(1));
        let kept = (2..100).filter(|seq| at_hand.put(&event_of(*seq, AT_HAND_BYTES / 4))).count();
        assert_eq!((kept, at_hand.lock().bytes), (4, AT_HAND_BYTES));
        assert!(at_hand.put(&event_of(0, 0)), "what is told of twice is kept once");
        assert!(at_hand.put(&event_of(0, 0)));
        assert_eq!((taken(&at_hand, 5), at_hand.lock().bytes), (Some(5), 0));
    }
}
