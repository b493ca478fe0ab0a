//! Counts the statements that a piece of work sends to the database.
//!
//! For the log line of each request, and for the tests that state budgets.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

tokio::task_local! {
    static CURRENT: Arc<Statements>;
}

/// How many statements ran, and for how long.
#[derive(Debug, Default)]
pub struct Statements {
    count: AtomicU64,
    micros: AtomicU64,
}

impl Statements {
    /// How many statements ran so far.
    #[must_use]
    pub fn count(&self) -> u64 {
        self.count.load(Ordering::Relaxed)
    }

    /// How long they took together.
    #[must_use]
    pub fn elapsed(&self) -> Duration {
        Duration::from_micros(self.micros.load(Ordering::Relaxed))
    }
}

/// Runs `work` and counts its statements in `statements`.
pub async fn counted<T>(statements: Arc<Statements>, work: impl Future<Output = T>) -> T {
    CURRENT.scope(statements, work).await
}

/// The counter of the running piece of work, to hand to a task that does part of it.
#[must_use]
pub fn current() -> Option<Arc<Statements>> {
    CURRENT.try_with(Arc::clone).ok()
}

pub(crate) fn count(elapsed: Duration) {
    let _outside_of_any_request = CURRENT.try_with(|statements| {
        statements.count.fetch_add(1, Ordering::Relaxed);
        let micros = u64::try_from(elapsed.as_micros()).unwrap_or(u64::MAX);
        statements.micros.fetch_add(micros, Ordering::Relaxed);
    });
}
