//! The newest events of one board's log, and where the log is.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tokio::sync::watch;

use crate::log::Event;

/// How many events are at hand; whoever is further behind reads the log.
pub(super) const RECENT: usize = 128;
/// How many bytes of them, the newest aside, which is at hand however large.
const RECENT_BYTES: usize = 1024 * 1024;
/// How many stay when nothing happens, for those who had to look at something first.
const SETTLED: usize = 4;

/// How far a log was followed.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Position {
    /// The number of the last event.
    pub seq: i64,
    /// How often everybody had to ask for access again, whatever the log says.
    pub alarms: u64,
}

/// The newest events of a log.
#[derive(Debug, Default)]
pub(super) struct Recent {
    events: Mutex<Events>,
    /// Moves after the events were added.
    position: watch::Sender<Position>,
}

/// Without gaps, the newest last.
#[derive(Debug, Default)]
struct Events {
    kept: VecDeque<Arc<Event>>,
    bytes: usize,
}

/// The events after one.
pub(super) enum After {
    /// They are at hand; none when there are none yet.
    AtHand(Vec<Arc<Event>>),
    /// The next is only in the log.
    InLog,
}

impl Recent {
    /// Where the log is.
    pub fn position(&self) -> Position {
        *self.position.borrow()
    }

    /// Is told when the position has moved.
    pub fn listen(&self) -> watch::Receiver<Position> {
        self.position.subscribe()
    }

    /// Begins at `seq`, with no event at hand.
    pub fn begin(&self, seq: i64) {
        self.position.send_modify(|position| position.seq = seq);
    }

    /// Adds the next event.
    pub fn add(&self, event: Arc<Event>) {
        let seq = event.seq;
        let mut events = self.events();
        if events.kept.back().is_some_and(|last| last.seq + 1 != seq) {
            events.keep_last(0);
        }
        events.bytes += event.bytes;
        events.kept.push_back(event);
        events.keep_last(RECENT);
        while events.bytes > RECENT_BYTES && events.kept.len() > 1 {
            events.drop_first();
        }
        drop(events);
        self.position.send_modify(|position| position.seq = seq);
    }

    /// The board is gone, or its log is another one: everybody has to ask for access again.
    pub fn alarm(&self) {
        self.position.send_modify(|position| position.alarms += 1);
    }

    /// At most `most` events after `seq`.
    pub fn after(&self, seq: i64, most: usize) -> After {
        let position = self.position();
        let events = self.events();
        let next = seq + 1;
        match (events.kept.front(), events.kept.back()) {
            (Some(_), Some(last)) if next > last.seq => After::AtHand(Vec::new()),
            (Some(first), Some(_)) if next >= first.seq => {
                let known = usize::try_from(next - first.seq).unwrap_or(usize::MAX);
                After::AtHand(events.kept.iter().skip(known).take(most).cloned().collect())
            }
            (None, _) if seq >= position.seq => After::AtHand(Vec::new()),
            _ => After::InLog,
        }
    }

    /// Lets go of all that do not stay when nothing happens.
    pub fn settle(&self) {
        let mut events = self.events();
        events.keep_last(SETTLED);
        events.kept.shrink_to_fit();
    }

    /// How many events are at hand.
    pub fn len(&self) -> usize {
        self.events().kept.len()
    }

    /// How many bytes they are.
    pub fn bytes(&self) -> usize {
        self.events().bytes
    }

    fn events(&self) -> MutexGuard<'_, Events> {
        self.events.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Events {
    fn keep_last(&mut self, count: usize) {
        while self.kept.len() > count {
            self.drop_first();
        }
    }

    fn drop_first(&mut self) {
        self.bytes -= self.kept.pop_front().map_or(0, |event| event.bytes);
    }
}

#[cfg(test)]
mod tests {
    use super::super::{test_event as event, test_event_of as event_of};
    use super::*;

    fn seqs(after: After) -> Option<Vec<i64>> {
        match after {
            After::AtHand(events) => Some(events.iter().map(|event| event.seq).collect()),
            After::InLog => None,
        }
    }

    #[test]
    fn the_newest_are_at_hand_and_the_rest_is_in_the_log() {
        let recent = Recent::default();
        recent.begin(10);
        assert_eq!(seqs(recent.after(10, 9)), Some(vec![]));
        assert_eq!(seqs(recent.after(9, 9)), None);
        (11..=20).for_each(|seq| recent.add(event(seq)));
        assert_eq!(recent.position().seq, 20);
        assert_eq!(seqs(recent.after(10, 2)), Some(vec![11, 12]));
        assert_eq!(seqs(recent.after(19, 2)), Some(vec![20]));
        assert_eq!(seqs(recent.after(20, 2)), Some(vec![]));
        assert_eq!(seqs(recent.after(25, 2)), Some(vec![]));
        assert_eq!(seqs(recent.after(9, 2)), None);
        recent.settle();
        assert_eq!(seqs(recent.after(15, 2)), None);
        assert_eq!(seqs(recent.after(16, 9)), Some(vec![17, 18, 19, 20]));
    }

    #[test]
    fn what_is_at_hand_is_bounded_and_has_no_gap() {
        let recent = Recent::default();
        (1..=1000).for_each(|seq| recent.add(event(seq)));
        assert_eq!(recent.len(), RECENT);
        recent.add(event(1002));
        assert_eq!((recent.len(), seqs(recent.after(1000, 9))), (1, None));
    }

    #[test]
    fn large_events_are_fewer() {
        let recent = Recent::default();
        (1..=100).for_each(|seq| recent.add(event_of(seq, RECENT_BYTES / 8)));
        assert_eq!((recent.len(), recent.bytes()), (8, RECENT_BYTES));
        recent.add(event_of(101, RECENT_BYTES + 1));
        assert_eq!(recent.len(), 1, "nobody has to read the newest");
        assert_eq!(seqs(recent.after(100, 9)), Some(vec![101]));
        recent.add(event(102));
        assert_eq!((recent.len(), recent.bytes()), (1, 100));
        recent.add(event(104));
        recent.settle();
        assert_eq!((recent.len(), recent.bytes()), (1, 100));
    }
}
