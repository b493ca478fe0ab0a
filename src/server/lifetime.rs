//! The one end of everything that runs.

use std::sync::Arc;

use tokio_util::{
    sync::{CancellationToken, WaitForCancellationFuture},
    task::TaskTracker,
};

/// Tells everything that runs when to end, and knows what has not ended yet.
///
/// Clones share one lifetime. Whatever is spawned is spawned through [`Lifetime::tasks`], and must
/// end soon after [`Lifetime::ending`].
#[derive(Debug, Clone, Default)]
pub struct Lifetime(Arc<Shared>);

#[derive(Debug, Default)]
struct Shared {
    ending: CancellationToken,
    cut_off: CancellationToken,
    tasks: TaskTracker,
}

impl Lifetime {
    /// Tasks that a graceful end waits for.
    pub fn tasks(&self) -> &TaskTracker {
        &self.0.tasks
    }

    /// Resolves when the end begins.
    pub fn ending(&self) -> WaitForCancellationFuture<'_> {
        self.0.ending.cancelled()
    }

    /// Whether the end has begun.
    pub fn is_ending(&self) -> bool {
        self.0.ending.is_cancelled()
    }

    /// A token of the end, for code that does not know this type.
    pub fn token(&self) -> CancellationToken {
        self.0.ending.clone()
    }

    /// Begins the end.
    pub fn end(&self) {
        self.0.ending.cancel();
        self.0.tasks.close();
    }

    /// Resolves when the time for a graceful end is over.
    pub(super) fn cutting_off(&self) -> WaitForCancellationFuture<'_> {
        self.0.cut_off.cancelled()
    }

    pub(super) fn cut_off(&self) {
        self.0.cut_off.cancel();
    }
}
