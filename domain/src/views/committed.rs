//! Events that this node has just committed, so that a view of their board need not read them.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use cairn_entities::{BoardId, Epoch};

use super::budget::{Budgeted, CacheFigures};
use crate::log::Event;

/// What an event costs beside its changes.
const OVERHEAD: usize = 512;

/// Events by board and seq, within a budget of bytes.
#[derive(Debug)]
pub(super) struct Committed(Mutex<Budgeted<(BoardId, i64), Arc<Event>>>);

impl Committed {
    /// None yet; at most `bytes` bytes, estimated.
    pub fn new(bytes: usize) -> Self {
        Self(Mutex::new(Budgeted::new(bytes)))
    }

    /// Keeps `event`, which is committed.
    pub fn keep(&self, event: &Arc<Event>) {
        // Parsed, changes take about twice what they take as text.
        let bytes = OVERHEAD + 2 * event.bytes;
        self.lock().insert((event.board_id, event.seq), Arc::clone(event), bytes);
    }

    /// The event `seq` of the log `epoch` of `board`.
    pub fn get(&self, board: BoardId, epoch: Epoch, seq: i64) -> Option<Arc<Event>> {
        self.lock().get_if(&(board, seq), |event| event.epoch == epoch).cloned()
    }

    /// Lets go of what nobody asked for in `time`.
    pub fn drop_idle(&self, time: Duration) {
        self.lock().drop_idle(time);
    }

    /// How much is kept, and how often it was of use.
    pub fn figures(&self) -> CacheFigures {
        self.lock().figures()
    }

    fn lock(&self) -> MutexGuard<'_, Budgeted<(BoardId, i64), Arc<Event>>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
