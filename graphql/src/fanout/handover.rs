//! What the resolver of `boardEvents` is given, or asked for, instead of following by itself.

use std::sync::{Arc, Mutex, PoisonError};

use cairn_domain::live::{BoardUpdate, Follower};
use futures_util::stream::BoxStream;

/// In a request's data: these are the updates, and nothing else is to be followed.
pub(crate) struct Given(Mutex<Option<BoxStream<'static, BoardUpdate>>>);

impl Given {
    /// Gives them to the first that asks.
    pub fn new(updates: BoxStream<'static, BoardUpdate>) -> Self {
        Self(Mutex::new(Some(updates)))
    }

    /// The updates; `None` when they were taken.
    pub fn take(&self) -> Option<BoxStream<'static, BoardUpdate>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).take()
    }
}

/// In a request's data: only the follower is wanted, and not what it is given.
#[derive(Clone, Default)]
pub(crate) struct Wanted(Arc<Mutex<Vec<Follower>>>);

impl Wanted {
    /// Hands over a follower.
    pub fn put(&self, follower: Follower) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).push(follower);
    }

    /// The followers that were handed over.
    pub fn take(&self) -> Vec<Follower> {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
