//! Those who have everything and wait for more.
//!
//! A board may have thousands of followers, and waking a task for each of them costs more than what
//! it then does. So a follower waits here, in a [`Seat`], and one task gives the same events to a
//! whole shard of them, by their [`Recipient`]s. Whatever one of them has to look at for themselves
//! (rights that may have changed, a gap, a recipient that takes nothing) makes them leave: their own
//! task wakes, and goes on from the last event that they were given.

use std::future::poll_fn;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use cairn_entities::Epoch;
use slab::Slab;

use super::recent::{After, Position, Recent};
use crate::Actor;
use crate::log::Event;

/// Followers in a shard before the next one is used.
const FULL: usize = 256;
/// Shards at most, as each board that is followed has them. More than the machine has processors are of
/// no use.
const SHARDS: usize = 4;
/// Events that are given together at most.
const BATCH: usize = 16;
/// Followers that are served until others get their turn, and until somebody may come or go.
const TURN: usize = 32;

/// Takes what a follower is given, without the follower's task.
pub trait Recipient: Send + Sync {
    /// Takes all of `events`, which follow upon what was taken before, or none of them. Others wait
    /// meanwhile: what takes time is for [`prepare`](Self::prepare).
    fn take(&self, events: &[Arc<Event>]) -> Taken;

    /// Makes `event` ready to be taken. Nobody waits.
    fn prepare(&self, event: &Arc<Event>);
}

/// What a recipient did with events.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Taken {
    /// It took all of them.
    All,
    /// It took none; the follower gives them.
    None,
    /// It took none, and may when they are prepared.
    NotPrepared,
}

/// The followers of one board that wait.
#[derive(Debug)]
pub(super) struct Crowd(Box<[Arc<Shard>]>);

#[derive(Debug, Default)]
struct Shard {
    seats: Mutex<Seats>,
    count: AtomicUsize,
}

#[derive(Debug, Default)]
struct Seats {
    /// Up to here, events were given out, or are being.
    position: Position,
    places: Slab<Place>,
}

struct Place {
    /// The last event that the follower was given.
    seq: i64,
    actor: Actor,
    recipient: Option<Arc<dyn Recipient>>,
    state: State,
}

#[derive(Debug)]
enum State {
    Waits(Option<Waker>),
    Left,
}

/// One follower's place in the crowd, until it is dropped.
#[derive(Debug)]
pub(super) struct Seat {
    shard: Arc<Shard>,
    /// `None` once it was given up.
    key: Option<usize>,
}

impl Crowd {
    /// Nobody yet.
    pub fn new() -> Self {
        let count = std::thread::available_parallelism().map_or(1, usize::from).min(SHARDS);
        Self((0..count).map(|_| Arc::default()).collect())
    }

    /// What gives out the events of the log `epoch` from where they are now: each is for a task.
    pub fn ushers(&self, recent: &Arc<Recent>, epoch: Epoch) -> Vec<Usher> {
        let position = recent.position();
        let usher = |shard: &Arc<Shard>| {
            shard.seats().position = position;
            Usher { shard: Arc::clone(shard), recent: Arc::clone(recent), epoch }
        };
        self.0.iter().map(usher).collect()
    }

    /// A seat for who has everything up to `position`; `None` when there is more.
    pub fn sit(
        &self,
        position: Position,
        actor: &Actor,
        recipient: Option<Arc<dyn Recipient>>,
    ) -> Option<Seat> {
        let shard = self.roomiest();
        let mut seats = shard.seats();
        if seats.position.seq > position.seq || seats.position.alarms > position.alarms {
            return None;
        }
        let (seq, actor, state) = (position.seq, actor.clone(), State::Waits(None));
        let place = Place { seq, actor, recipient, state };
        let key = seats.places.insert(place);
        shard.count.store(seats.places.len(), Ordering::Relaxed);
        Some(Seat { shard: Arc::clone(shard), key: Some(key) })
    }

    fn roomiest(&self) -> &Arc<Shard> {
        let count = |shard: &&Arc<Shard>| shard.count.load(Ordering::Relaxed);
        let not_full = self.0.iter().find(|shard| count(shard) < FULL);
        not_full.or_else(|| self.0.iter().min_by_key(count)).expect("there is one at least")
    }
}

impl Shard {
    fn seats(&self) -> MutexGuard<'_, Seats> {
        self.seats.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Seat {
    /// Waits until the follower has to go on by itself.
    pub async fn left(&self) {
        poll_fn(|cx| {
            let mut seats = self.shard.seats();
            let Some(place) = self.key.and_then(|key| seats.places.get_mut(key)) else {
                return Poll::Ready(());
            };
            match &mut place.state {
                State::Left => Poll::Ready(()),
                State::Waits(Some(waker)) if waker.will_wake(cx.waker()) => Poll::Pending,
                State::Waits(waker) => {
                    *waker = Some(cx.waker().clone());
                    Poll::Pending
                }
            }
        })
        .await;
    }

    /// Gives the seat up, and returns the last event that the follower was given.
    pub fn give_up(mut self) -> Option<i64> {
        self.remove().map(|place| place.seq)
    }

    fn remove(&mut self) -> Option<Place> {
        let key = self.key.take()?;
        let mut seats = self.shard.seats();
        let place = seats.places.try_remove(key);
        self.shard.count.store(seats.places.len(), Ordering::Relaxed);
        place
    }
}

impl Drop for Seat {
    fn drop(&mut self) {
        self.remove();
    }
}

impl Place {
    /// Gives the follower those of `events` that it does not have. Returns who has to prepare them
    /// first, unless that `was_done`.
    fn serve(&mut self, events: &[Arc<Event>], was_done: bool) -> Option<Arc<dyn Recipient>> {
        let known = events.iter().take_while(|event| event.seq <= self.seq).count();
        let news = &events[known..];
        let last = news.last()?;
        match self.takes(news) {
            Taken::All => self.seq = last.seq,
            Taken::NotPrepared if !was_done => return self.recipient.clone(),
            Taken::NotPrepared | Taken::None => self.leave(),
        }
        None
    }

    fn takes(&self, events: &[Arc<Event>]) -> Taken {
        let (State::Waits(_), Some(recipient)) = (&self.state, &self.recipient) else {
            return Taken::None;
        };
        // The task that is to end may not have had its turn yet.
        if self.actor.has_ended() {
            return Taken::None;
        }
        // One that panics must not keep the events from the others.
        catch_unwind(AssertUnwindSafe(|| recipient.take(events))).unwrap_or(Taken::None)
    }

    fn leave(&mut self) {
        if let State::Waits(Some(waker)) = std::mem::replace(&mut self.state, State::Left) {
            waker.wake();
        }
    }
}

impl std::fmt::Debug for Place {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let Self { seq, state, .. } = self;
        formatter.debug_struct("Place").field("seq", seq).field("state", state).finish()
    }
}

impl Seats {
    fn all_leave(&mut self) {
        self.places.iter_mut().for_each(|(_, place)| place.leave());
    }
}

/// Gives a shard its events.
pub(super) struct Usher {
    shard: Arc<Shard>,
    recent: Arc<Recent>,
    epoch: Epoch,
}

/// One round through the seats.
struct Round {
    /// What everybody is given who does not have it.
    events: Vec<Arc<Event>>,
    /// The last of them that was there from the beginning: after the round, everybody has it.
    until: i64,
}

impl Round {
    fn last(&self) -> i64 {
        self.events.last().map_or(self.until, |event| event.seq)
    }
}

impl Usher {
    /// Gives out events as they come, for ever.
    pub async fn work(self) {
        let mut news = self.recent.listen();
        // Everybody who sits was given everything up to here.
        let mut given = self.shard.seats().position.seq;
        loop {
            while let Some(mut round) = self.begin(&mut given) {
                self.serve(&mut round).await;
                given = round.until;
            }
            if news.changed().await.is_err() {
                return;
            }
        }
    }

    /// A round with what comes after `given` and may be given to everybody who sits. Where there is
    /// something else first, everybody leaves.
    fn begin(&self, given: &mut i64) -> Option<Round> {
        let mut seats = self.shard.seats();
        loop {
            let position = self.recent.position();
            if position.alarms > seats.position.alarms {
                seats.position.alarms = position.alarms;
                seats.all_leave();
            }
            let next = match self.recent.after(*given, BATCH) {
                After::AtHand(events) => events,
                After::InLog => {
                    *given = position.seq;
                    seats.position.seq = position.seq;
                    seats.all_leave();
                    continue;
                }
            };
            let first = next.first()?;
            if self.is_for_each_alone(first) {
                *given = first.seq;
                seats.position.seq = first.seq;
                seats.all_leave();
                continue;
            }
            let mut round = Round { events: Vec::new(), until: *given };
            self.extend(&mut round, &mut seats, next);
            round.until = round.last();
            return Some(round);
        }
    }

    /// Adds what is for everybody to a round.
    fn extend(&self, round: &mut Round, seats: &mut Seats, events: Vec<Arc<Event>>) {
        let for_all = events.into_iter().take_while(|event| !self.is_for_each_alone(event));
        round.events.extend(for_all);
        seats.position.seq = seats.position.seq.max(round.last());
    }

    /// Whether each follower has to ask for access first.
    fn is_for_each_alone(&self, event: &Event) -> bool {
        event.touches_access() || event.epoch != self.epoch
    }

    /// Goes through the seats. Whoever is served later is given what has come meanwhile in the same
    /// write; the others are in the next round.
    async fn serve(&self, round: &mut Round) {
        // Whoever comes meanwhile has all of it, and no seat is behind these.
        let seats = self.shard.seats().places.capacity();
        for turn in (0..seats).step_by(TURN) {
            if turn > 0 {
                tokio::task::yield_now().await;
            }
            self.add_what_has_come(round);
            let mut keys = turn..turn + TURN;
            while let Some((key, recipient)) = self.serve_some(&mut keys, &round.events) {
                for event in &round.events {
                    let preparing = AssertUnwindSafe(|| recipient.prepare(event));
                    let _it_takes_none_then = catch_unwind(preparing);
                    // There may be as much to prepare as there are seats.
                    tokio::task::yield_now().await;
                }
                if let Some(place) = self.shard.seats().places.get_mut(key) {
                    place.serve(&round.events, true);
                }
            }
        }
    }

    fn add_what_has_come(&self, round: &mut Round) {
        let mut seats = self.shard.seats();
        let room = BATCH.saturating_sub(round.events.len());
        if room > 0
            && let After::AtHand(more) = self.recent.after(round.last(), room)
        {
            self.extend(round, &mut seats, more);
        }
    }

    /// Serves seats until all are, or one is found whose recipient has to prepare first.
    fn serve_some(
        &self,
        keys: &mut Range<usize>,
        events: &[Arc<Event>],
    ) -> Option<(usize, Arc<dyn Recipient>)> {
        let mut seats = self.shard.seats();
        keys.find_map(|key| {
            let recipient = seats.places.get_mut(key)?.serve(events, false)?;
            Some((key, recipient))
        })
    }
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicBool, AtomicI64};
    use std::time::Duration;

    use cairn_entities::{SessionId, UserId};
    use rand::rngs::SmallRng;
    use rand::{RngExt, SeedableRng};
    use tokio::task::JoinSet;
    use tokio::time::{sleep, timeout};

    use uuid::Uuid;

    use super::super::test_event as event;
    use super::*;
    use crate::accounts::{CredentialId, Credentials};
    use crate::log::{Change, ChangeSet, References};

    const EPOCH: Epoch = Epoch(uuid::Uuid::nil());

    /// Remembers what it takes, which must be without gaps, and takes nothing while it is closed.
    #[derive(Default)]
    struct Hand {
        taken: Mutex<Vec<i64>>,
        closed: AtomicBool,
        prepared: AtomicI64,
    }

    impl Hand {
        fn taken(&self) -> Vec<i64> {
            self.taken.lock().unwrap().clone()
        }

        fn put(&self, seq: i64) {
            let mut taken = self.taken.lock().unwrap();
            if let Some(last) = taken.last() {
                assert_eq!(last + 1, seq, "no gap, nothing twice");
            }
            taken.push(seq);
        }
    }

    impl Recipient for Hand {
        fn take(&self, events: &[Arc<Event>]) -> Taken {
            let last = events.last().unwrap().seq;
            if self.closed.load(Ordering::SeqCst) {
                return Taken::None;
            }
            if self.prepared.load(Ordering::SeqCst) < last {
                return Taken::NotPrepared;
            }
            for event in events {
                self.put(event.seq);
            }
            Taken::All
        }

        fn prepare(&self, event: &Arc<Event>) {
            self.prepared.store(event.seq, Ordering::SeqCst);
        }
    }

    struct Hall {
        crowd: Crowd,
        recent: Arc<Recent>,
        _ushers: JoinSet<()>,
    }

    impl Hall {
        fn new() -> Self {
            let (crowd, recent) = (Crowd::new(), Arc::<Recent>::default());
            let ushers = crowd.ushers(&recent, EPOCH).into_iter().map(Usher::work).collect();
            Self { crowd, recent, _ushers: ushers }
        }

        fn sit(&self, seq: i64, hand: &Arc<Hand>) -> Option<Seat> {
            let position = Position { seq, alarms: self.recent.position().alarms };
            self.crowd.sit(position, &Actor::Anonymous, Some(Arc::clone(hand) as _))
        }
    }

    async fn left(seat: Seat) -> Option<i64> {
        timeout(Duration::from_secs(10), seat.left()).await.expect("it has to leave");
        seat.give_up()
    }

    async fn eventually(what: impl Fn() -> bool) {
        let becoming = async {
            while !what() {
                sleep(Duration::from_millis(1)).await;
            }
        };
        timeout(Duration::from_secs(10), becoming).await.expect("it becomes so");
    }

    fn touches_access(seq: i64) -> Arc<Event> {
        let mut event = Arc::unwrap_or_clone(event(seq));
        let id = cairn_entities::UserId(event.board_id.0);
        let removed = Change::MemberRemoved { id, old: serde_json::Map::new() };
        event.change_set = ChangeSet::new(vec![removed], References::default());
        Arc::new(event)
    }

    #[tokio::test]
    async fn who_sits_is_given_what_comes() {
        let (hall, hand) = (Hall::new(), Arc::<Hand>::default());
        let seat = hall.sit(0, &hand).unwrap();
        (1..=40).for_each(|seq| hall.recent.add(event(seq)));
        eventually(|| hand.taken().len() == 40).await;
        assert_eq!(seat.give_up(), Some(40));
        hall.recent.add(event(41));
        let late = Arc::<Hand>::default();
        eventually(|| hall.sit(40, &late).is_none()).await;
        assert_eq!((hand.taken().len(), late.taken().len()), (40, 0));
    }

    #[tokio::test]
    async fn who_takes_nothing_or_has_to_look_leaves_with_what_was_given() {
        let (hall, hand) = (Hall::new(), Arc::<Hand>::default());
        let seat = hall.sit(0, &hand).unwrap();
        hall.recent.add(event(1));
        eventually(|| hand.taken().len() == 1).await;
        hand.closed.store(true, Ordering::SeqCst);
        hall.recent.add(event(2));
        assert_eq!(left(seat).await, Some(1));

        hand.closed.store(false, Ordering::SeqCst);
        let seat = hall.sit(2, &hand).unwrap();
        hall.recent.add(touches_access(3));
        assert_eq!(left(seat).await, Some(2), "rights may have changed");

        let seat = hall.sit(3, &hand).unwrap();
        hall.recent.alarm();
        assert_eq!(left(seat).await, Some(3), "the board may be gone");

        let seat = hall.sit(3, &hand).unwrap();
        hall.recent.add(event(9));
        assert_eq!(left(seat).await, Some(3), "there is a gap");
        assert_eq!(hand.taken(), [1]);
    }

    #[tokio::test]
    async fn whose_credential_has_ended_is_given_nothing_more() {
        let (hall, hand) = (Hall::new(), Arc::<Hand>::default());
        let credentials = Credentials::default();
        let (user, session) = (UserId(Uuid::nil()), CredentialId::Session(SessionId(Uuid::nil())));
        let credential = credentials.admit(session, user, credentials.endings()).unwrap();
        let actor = Actor::User { id: user, is_server_admin: false, credential };
        let recipient = Some(Arc::clone(&hand) as _);
        let seat = hall.crowd.sit(hall.recent.position(), &actor, recipient).unwrap();
        hall.recent.add(event(1));
        eventually(|| hand.taken() == [1]).await;
        credentials.end(&[session]);
        hall.recent.add(event(2));
        assert_eq!(left(seat).await, Some(1));
        assert_eq!(hand.taken(), [1]);
    }

    #[tokio::test]
    async fn others_get_their_turn_while_events_are_prepared() {
        let hall = Hall::new();
        let hands: Vec<_> = (0..64).map(|_| Arc::<Hand>::default()).collect();
        let seats: Vec<_> = hands.iter().map(|hand| hall.sit(0, hand).unwrap()).collect();
        let prepared =
            || hands.iter().map(|hand| hand.prepared.load(Ordering::SeqCst)).sum::<i64>();
        let all = BATCH * hands.len();
        (1..=16).for_each(|seq| hall.recent.add(event(seq)));
        let mut done = 0;
        while done < i64::try_from(all).unwrap() {
            let before = std::mem::replace(&mut done, prepared());
            // On this one thread, each usher has had one turn since.
            assert!(done - before <= i64::try_from(SHARDS).unwrap());
            tokio::task::yield_now().await;
        }
        drop(seats);
    }

    #[tokio::test]
    async fn one_that_panics_harms_nobody_else() {
        struct Panics;
        impl Recipient for Panics {
            fn take(&self, _: &[Arc<Event>]) -> Taken {
                Taken::NotPrepared
            }

            fn prepare(&self, _: &Arc<Event>) {
                panic!("as told")
            }
        }
        let (hall, hand) = (Hall::new(), Arc::<Hand>::default());
        let position = hall.recent.position();
        let panics = Some(Arc::new(Panics) as _);
        let broken = hall.crowd.sit(position, &Actor::Anonymous, panics).unwrap();
        let seat = hall.sit(0, &hand).unwrap();
        hall.recent.add(event(1));
        assert_eq!(left(broken).await, Some(0));
        eventually(|| hand.taken() == [1]).await;
        drop(seat);
    }

    /// Whoever comes, goes, closes their hand and is dropped: each is given every event once.
    #[tokio::test(flavor = "multi_thread", worker_threads = 4)]
    async fn a_restless_crowd_misses_nothing() {
        const LAST: i64 = 2000;
        let hall = Arc::new(Hall::new());
        let mut people = JoinSet::new();
        for seed in 0..600 {
            let hall = Arc::clone(&hall);
            people.spawn(async move {
                let (hand, mut random) = (Arc::<Hand>::default(), SmallRng::seed_from_u64(seed));
                let mut seq = 0;
                while seq < LAST {
                    // What they would read in the log.
                    while seq < hall.recent.position().seq {
                        seq += 1;
                        hand.put(seq);
                    }
                    let Some(seat) = hall.sit(seq, &hand) else { continue };
                    hand.closed.store(random.random_bool(0.1), Ordering::SeqCst);
                    let patience = Duration::from_micros(random.random_range(0..20_000));
                    let _bored = timeout(patience, seat.left()).await;
                    seq = seat.give_up().unwrap();
                }
                hand.taken()
            });
        }
        for seq in 1..=LAST {
            let event = if seq % 97 == 0 { touches_access(seq) } else { event(seq) };
            hall.recent.add(event);
            if seq % 7 == 0 {
                sleep(Duration::from_micros(500)).await;
            }
        }
        let all = timeout(Duration::from_mins(1), people.join_all()).await.expect("nobody waits");
        for taken in all {
            assert_eq!(taken, (1..=LAST).collect::<Vec<_>>());
        }
    }
}
