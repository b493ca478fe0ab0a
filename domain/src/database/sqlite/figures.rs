//! How many writes share a commit.

use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

#[derive(Debug, Default)]
pub(super) struct Figures {
    groups: AtomicU64,
    writes: AtomicU64,
    largest: AtomicU64,
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
}

impl Figures {
    pub(super) fn committed(&self, writes: usize) {
        let writes = u64::try_from(writes).unwrap_or(u64::MAX);
        self.groups.fetch_add(1, Relaxed);
        self.writes.fetch_add(writes, Relaxed);
        self.largest.fetch_max(writes, Relaxed);
    }

    pub(super) fn read(&self) -> WriteGroups {
        WriteGroups {
            groups: self.groups.load(Relaxed),
            writes: self.writes.load(Relaxed),
            largest: self.largest.load(Relaxed),
        }
    }
}
