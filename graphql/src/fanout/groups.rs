//! The groups there are, and the bounds of what they keep.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use super::group::{Group, Key, Template};
use crate::api::Api;

/// A group keeps at most this part of the bytes that all may keep.
const PART_OF_A_GROUP: usize = 8;

/// The groups by what they have in common. Each lives as long as somebody is in it, so that there are
/// never more than subscriptions.
#[derive(Default)]
pub(crate) struct Groups {
    by_key: Mutex<HashMap<Key, Weak<Group>>>,
    /// Bytes that all groups together may keep.
    limit: usize,
    bytes: AtomicUsize,
    frames: AtomicUsize,
    evictions: AtomicU64,
    subscribers: AtomicUsize,
    executions: AtomicU64,
    given: AtomicU64,
    alone: AtomicU64,
}

/// How much subscriptions share.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FanoutFigures {
    /// Groups there are now.
    pub groups: usize,
    /// Subscribers in them.
    pub subscribers: usize,
    /// Rendered events that they keep.
    pub frames: usize,
    /// Their bytes, at most.
    pub bytes: usize,
    /// How many bytes they may keep.
    pub capacity: usize,
    /// How often a rendered event had to go for a newer one.
    pub evictions: u64,
    /// Events that were rendered for a group so far.
    pub executions: u64,
    /// Times that a rendered event was given out beyond the first.
    pub hits: u64,
    /// Executions for one subscriber alone, because a group could not do it.
    pub alone: u64,
}

impl Groups {
    /// No groups yet; they may keep `limit` bytes.
    pub fn with_limit(limit: usize) -> Self {
        Self { limit, ..Self::default() }
    }

    /// The group of `key`, which is made if nobody is in it.
    pub(super) fn join(&self, key: Key, make: impl FnOnce() -> (Api, Template)) -> Arc<Group> {
        let mut by_key = self.by_key();
        if let Some(group) = by_key.get(&key).and_then(Weak::upgrade) {
            return group;
        }
        let (api, template) = make();
        let group = Arc::new(Group::new(key.clone(), api, template));
        by_key.insert(key, Arc::downgrade(&group));
        group
    }

    /// How much is shared now, and was so far.
    pub fn figures(&self) -> FanoutFigures {
        let given = self.given.load(Ordering::Relaxed);
        let executions = self.executions.load(Ordering::Relaxed);
        FanoutFigures {
            groups: self.by_key().len(),
            subscribers: self.subscribers.load(Ordering::Relaxed),
            frames: self.frames.load(Ordering::Relaxed),
            bytes: self.bytes.load(Ordering::Relaxed),
            capacity: self.limit,
            evictions: self.evictions.load(Ordering::Relaxed),
            executions,
            hits: given.saturating_sub(executions),
            alone: self.alone.load(Ordering::Relaxed),
        }
    }

    /// The last has left the group of `key`, which kept `frames` with `bytes`.
    pub(super) fn forget(&self, key: &Key, frames: usize, bytes: usize) {
        self.subtract(frames, bytes);
        let mut by_key = self.by_key();
        // Somebody may have come and made another one meanwhile.
        if by_key.get(key).is_some_and(|group| group.strong_count() == 0) {
            by_key.remove(key);
        }
    }

    /// How many bytes one group may keep.
    pub(super) fn most_of_one(&self) -> usize {
        self.limit / PART_OF_A_GROUP
    }

    /// Where all together keep too much, lets each keep half of an equal share. Those who keep what
    /// nobody asks for any more must not leave the others without room, and half, so that it lasts.
    pub(super) fn make_room(&self) {
        if self.bytes.load(Ordering::Relaxed) <= self.limit {
            return;
        }
        // Not under the lock: the last to let go of a group takes it.
        let groups: Vec<_> = self.by_key().values().filter_map(Weak::upgrade).collect();
        let share = self.limit / groups.len().max(1) / 2;
        for group in groups {
            group.shrink_to(share);
        }
    }

    /// A group keeps one more frame, of `bytes`.
    pub(super) fn add(&self, bytes: usize) {
        self.frames.fetch_add(1, Ordering::Relaxed);
        self.bytes.fetch_add(bytes, Ordering::Relaxed);
    }

    /// A group lets go of a frame of `bytes` for a newer one.
    pub(super) fn evict(&self, bytes: usize) {
        self.evictions.fetch_add(1, Ordering::Relaxed);
        self.subtract(1, bytes);
    }

    fn subtract(&self, frames: usize, bytes: usize) {
        self.frames.fetch_sub(frames, Ordering::Relaxed);
        self.bytes.fetch_sub(bytes, Ordering::Relaxed);
    }

    pub(super) fn subscriber_comes(&self) {
        self.subscribers.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn subscriber_goes(&self) {
        self.subscribers.fetch_sub(1, Ordering::Relaxed);
    }

    pub(super) fn count_execution(&self) {
        self.executions.fetch_add(1, Ordering::Relaxed);
    }

    pub(super) fn count_given(&self, frames: usize) {
        self.given.fetch_add(frames as u64, Ordering::Relaxed);
    }

    pub(super) fn count_alone(&self) {
        self.alone.fetch_add(1, Ordering::Relaxed);
    }

    fn by_key(&self) -> MutexGuard<'_, HashMap<Key, Weak<Group>>> {
        self.by_key.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
