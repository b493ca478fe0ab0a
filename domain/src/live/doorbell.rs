//! Hints that a board has a new seq.

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
}

impl Default for Doorbell {
    fn default() -> Self {
        Self { rings: broadcast::Sender::new(CAPACITY) }
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

    fn announce(&self, ring: Ring) {
        let _nobody_listens = self.rings.send(ring);
    }
}
