//! The handle that doors hold.

use std::sync::Arc;
use std::time::Duration;

use crate::accounts::{Credentials, HashingFigures, Holders, Passwords};
use crate::live::{Doorbell, Hub, hub, postgres_bus};
use crate::log::Event;
use crate::views::Views;
use crate::{Clock, Database, Ids, Reader, Tasks, request};

/// How often remembered outcomes are looked through for ones that are too old.
const FORGET_EVERY: Duration = Duration::from_hours(1);

/// How often boards are looked through for those that nobody asks for any more.
const DROP_IDLE_EVERY: Duration = Duration::from_mins(1);

/// Everything that the rules need: the database, the time, ids. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The database.
    pub database: Database,
    /// The time.
    pub clock: Clock,
    /// New ids and secrets.
    pub ids: Ids,
    /// Hints that a board has a new event.
    pub doorbell: Doorbell,
    /// The boards that are followed on this node.
    pub hub: Arc<Hub>,
    /// What goes on beside requests.
    pub tasks: Tasks,
    /// The sessions and tokens in use on this node.
    pub credentials: Credentials,
    /// Whom sessions and tokens were found to belong to.
    pub(crate) holders: Arc<Holders>,
    /// How much memory may be used to be fast.
    pub memory: Memory,
    /// The boards in use, in memory.
    pub views: Arc<Views>,
    /// Where passwords are hashed.
    pub(crate) passwords: Passwords,
}

/// What may be kept in memory only to be fast, in bytes, estimated. With 0 nothing is kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Memory {
    /// Boards in use.
    pub views: usize,
    /// Finished answers that several viewers share.
    pub answers: usize,
    /// Rows that each request asks for, and events just committed, of each kind.
    pub reads: usize,
}

impl Default for Memory {
    fn default() -> Self {
        Self { views: 64 * 1024 * 1024, answers: 32 * 1024 * 1024, reads: 1024 * 1024 }
    }
}

/// How a serving process hears of what happens elsewhere.
#[derive(Clone, Copy, Debug)]
pub struct Background {
    /// How late at most, when no hint comes.
    pub slow_poll: Duration,
    /// Whether nodes that share a PostgreSQL database give each other hints.
    pub bus: bool,
}

impl Domain {
    /// A domain over `database`.
    #[must_use]
    pub fn new(database: Database, clock: Clock, ids: Ids) -> Self {
        Self::with_memory(database, clock, ids, Memory::default())
    }

    /// The same, with other bounds of what is kept in memory.
    #[must_use]
    pub fn with_memory(database: Database, clock: Clock, ids: Ids, memory: Memory) -> Self {
        Self {
            database,
            clock,
            ids,
            doorbell: Doorbell::default(),
            hub: Arc::default(),
            tasks: Tasks::default(),
            credentials: Credentials::default(),
            holders: Arc::new(Holders::new(memory.reads)),
            views: Arc::new(Views::new(memory)),
            memory,
            passwords: Passwords::default(),
        }
    }

    /// Starts what a serving process does beside requests. A command that only reads or writes
    /// once does not need it.
    pub fn run_background(&self, background: Background) {
        let Background { slow_poll, bus } = background;
        self.tasks.spawn(hub::wake_feeds(self.clone(), slow_poll));
        if let Some(pool) = self.database.postgres().filter(|_| bus) {
            self.tasks.spawn(postgres_bus::send(self.clone(), pool.clone()));
            self.tasks.spawn(postgres_bus::send_credential_ends(self.clone(), pool.clone()));
            self.tasks.spawn(postgres_bus::receive(self.clone(), pool.clone()));
        }
        self.tasks.spawn(self.clone().watch_credentials());
        let views = Arc::clone(&self.views);
        self.tasks.spawn(async move {
            let mut minutely = tokio::time::interval(DROP_IDLE_EVERY);
            loop {
                minutely.tick().await;
                views.drop_idle();
            }
        });
        let domain = self.clone();
        self.tasks.spawn(async move {
            let mut hourly = tokio::time::interval(FORGET_EVERY);
            loop {
                hourly.tick().await;
                if let Err(error) = request::forget_old_outcomes(&domain).await {
                    tracing::warn!(%error, "old outcomes were not forgotten, will try again");
                }
            }
        });
    }

    /// Tells this node's followers and the other nodes of `event`, which was just committed.
    pub(crate) fn announce(&self, event: &Arc<Event>) {
        self.hub.hand(event);
        self.doorbell.ring(event.board_id, event.seq);
        self.views.hand(event);
    }

    /// How many passwords are hashed, or wait to be.
    #[must_use]
    pub fn hashing(&self) -> HashingFigures {
        self.passwords.figures()
    }

    /// A reader for one query: all that it reads is true at one moment.
    #[must_use]
    pub fn snapshot(&self) -> Reader {
        Reader::snapshot(self.database.clone())
    }

    /// A reader that always sees the newest state.
    #[must_use]
    pub fn latest(&self) -> Reader {
        Reader::latest(self.database.clone())
    }
}
