//! Hints that a board has a new seq.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use cairn_entities::BoardId;
use tokio::sync::broadcast;

/// How many hints may wait for a slow listener; what is lost beyond, the slow poll finds.
const CAPACITY: usize = 4_096;

/// Board `board` has an event `seq`, or is gone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Ring {
    /// The board.
    pub board: BoardId,
    /// Its newest event, as far as the ringer knows.
    pub seq: i64,
    /// Whether it was rung on this node, so that a bus has to carry it to the others.
    pub local: bool,
}

/// Rings are heard by every listener in this process. A bus is one of them, and rings for others.
#[derive(Clone, Debug)]
pub struct Doorbell {
    rings: broadcast::Sender<Ring>,
    missed: Arc<AtomicU64>,
}

/// How many hints wait for their listeners.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DoorbellFigures {
    /// How many wait now, for the slowest listener.
    pub waiting: usize,
    /// How many can wait.
    pub capacity: usize,
    /// How many a listener was too slow for.
    pub missed: u64,
}

impl Default for Doorbell {
    fn default() -> Self {
        Self { rings: broadcast::Sender::new(CAPACITY), missed: Arc::default() }
    }
}

impl Doorbell {
    /// Tells this node and, through the bus, the others.
    pub(crate) fn ring(&self, board: BoardId, seq: i64) {
        self.announce(Ring { board, seq, local: true });
    }

    /// Passes on what a bus heard from another node.
    pub fn ring_from_afar(&self, board: BoardId, seq: i64) {
        self.announce(Ring { board, seq, local: false });
    }

    /// From now on.
    #[must_use]
    pub fn listen(&self) -> broadcast::Receiver<Ring> {
        self.rings.subscribe()
    }

    /// How many hints wait for their listeners.
    #[must_use]
    pub fn figures(&self) -> DoorbellFigures {
        let missed = self.missed.load(Ordering::Relaxed);
        DoorbellFigures { waiting: self.rings.len(), capacity: CAPACITY, missed }
    }

    /// A listener was too slow for `rings` hints.
    pub(crate) fn missed(&self, rings: u64) {
        self.missed.fetch_add(rings, Ordering::Relaxed);
    }

    fn announce(&self, ring: Ring) {
        let _nobody_listens = self.rings.send(ring);
    }
}
