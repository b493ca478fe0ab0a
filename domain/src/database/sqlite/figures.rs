//! How many writes share a commit.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed};

use super::session::MOST_MEMBERS;

#[derive(Debug, Default)]
pub(super) struct Figures {
    groups: AtomicU64,
    writes: AtomicU64,
    largest: AtomicU64,
    waiting: AtomicUsize,
    given_up: AtomicU64,
}

/// Commits of groups of writes since the start; zero on PostgreSQL, where each write has its own.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct WriteGroups {
    /// How many groups were committed.
    pub groups: u64,
    /// How many writes were in them.
    pub writes: u64,
    /// How many were in the largest one.
    pub largest: u64,
    /// How many can be in one.
    pub most: usize,
    /// How many writes wait for the writer's place now.
    pub waiting: usize,
    /// How many waited in vain.
    pub given_up: u64,
}

/// Somebody who waits, until dropped.
#[derive(Debug)]
pub(super) struct Waiting<'a>(&'a Figures);

impl Drop for Waiting<'_> {
    fn drop(&mut self) {
        self.0.waiting.fetch_sub(1, Relaxed);
    }
}

impl Figures {
    pub(super) fn committed(&self, writes: usize) {
        let writes = u64::try_from(writes).unwrap_or(u64::MAX);
        self.groups.fetch_add(1, Relaxed);
        self.writes.fetch_add(writes, Relaxed);
        self.largest.fetch_max(writes, Relaxed);
    }

    pub(super) fn wait(&self) -> Waiting<'_> {
        self.waiting.fetch_add(1, Relaxed);
        Waiting(self)
    }

    pub(super) fn gave_up(&self) {
        self.given_up.fetch_add(1, Relaxed);
    }

    pub(super) fn read(&self) -> WriteGroups {
        WriteGroups {
            groups: self.groups.load(Relaxed),
            writes: self.writes.load(Relaxed),
            largest: self.largest.load(Relaxed),
            most: MOST_MEMBERS,
            waiting: self.waiting.load(Relaxed),
            given_up: self.given_up.load(Relaxed),
        }
    }
}
