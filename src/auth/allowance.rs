//! How often something may be done, for each of very many keys.
//!
//! The generic cell rate algorithm, with the time at which each key has its whole burst again. Other
//! than a ready-made limiter this one can give back what was taken, so that only failures count.

use std::{
    collections::HashMap,
    hash::Hash,
    sync::{Mutex, MutexGuard, PoisonError},
    time::{Duration, Instant},
};

/// How many keys are told apart; all beyond share one allowance.
const MAX_KEYS: usize = 50_000;
/// How often the table is searched for keys that have their whole burst again.
const CLEAN_EVERY: Duration = Duration::from_secs(1);

/// `burst` at once for each key, and one more each `interval`.
#[derive(Debug)]
pub struct Allowance<K> {
    burst: u32,
    interval: Duration,
    table: Mutex<Table<K>>,
}

#[derive(Debug)]
struct Table<K> {
    /// When a key has its whole burst again. `None` stands for the keys there was no room for.
    whole_at: HashMap<Option<K>, Instant>,
    cleaned_at: Option<Instant>,
}

/// There is nothing left for now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct UsedUp {
    /// When there is one again.
    pub wait: Duration,
}

impl<K: Eq + Hash + Clone> Allowance<K> {
    /// An allowance of which nothing is used yet.
    pub fn new(burst: u32, interval: Duration) -> Self {
        let table = Table { whole_at: HashMap::new(), cleaned_at: None };
        Self { burst, interval, table: Mutex::new(table) }
    }

    /// Takes one, if there is one at `now`.
    pub fn take(&self, key: &K, now: Instant) -> Result<(), UsedUp> {
        let mut table = self.table();
        let key = table.key(key, now);
        let whole_at = table.whole_at.get(&key).copied().map_or(now, |at| at.max(now));
        let after = whole_at + self.interval;
        let most = self.interval * self.burst;
        match (after - now).checked_sub(most) {
            Some(wait) if !wait.is_zero() => Err(UsedUp { wait }),
            _ => {
                table.whole_at.insert(key, after);
                Ok(())
            }
        }
    }

    /// How many keys are told apart now, and how many can be.
    pub fn keys(&self) -> (usize, usize) {
        (self.table().whole_at.len(), MAX_KEYS + 1)
    }

    /// Gives one back that was taken.
    pub fn give_back(&self, key: &K) {
        let mut table = self.table();
        let key = Some(key.clone()).filter(|key| table.whole_at.contains_key(&Some(key.clone())));
        if let Some(at) = table.whole_at.get_mut(&key)
            && let Some(earlier) = at.checked_sub(self.interval)
        {
            *at = earlier;
        }
    }

    fn table(&self) -> MutexGuard<'_, Table<K>> {
        self.table.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl<K: Eq + Hash + Clone> Table<K> {
    /// The key's own entry, or the shared one when the table is full.
    fn key(&mut self, key: &K, now: Instant) -> Option<K> {
        let own = Some(key.clone());
        if self.whole_at.len() < MAX_KEYS || self.whole_at.contains_key(&own) {
            return own;
        }
        if self.cleaned_at.is_none_or(|at| now.saturating_duration_since(at) >= CLEAN_EVERY) {
            self.whole_at.retain(|_, whole_at| *whole_at > now);
            self.cleaned_at = Some(now);
        }
        own.filter(|_| self.whole_at.len() < MAX_KEYS)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const SECOND: Duration = Duration::from_secs(1);

    #[test]
    fn a_burst_and_then_one_each_interval() {
        let (allowance, now) = (Allowance::new(3, SECOND), Instant::now());
        for _ in 0..3 {
            assert_eq!(allowance.take(&"ann", now), Ok(()));
        }
        assert_eq!(allowance.take(&"ann", now), Err(UsedUp { wait: SECOND }));
        let soon = now + SECOND / 4;
        assert_eq!(allowance.take(&"ann", soon), Err(UsedUp { wait: SECOND * 3 / 4 }));
        assert_eq!(allowance.take(&"ann", now + SECOND), Ok(()));
        assert!(allowance.take(&"ann", now + SECOND).is_err());
        assert_eq!(allowance.take(&"bob", now), Ok(()), "others have their own");
    }

    #[test]
    fn asking_in_vain_costs_nothing() {
        let (allowance, now) = (Allowance::new(1, SECOND), Instant::now());
        allowance.take(&"ann", now).unwrap();
        for _ in 0..100 {
            allowance.take(&"ann", now).unwrap_err();
        }
        assert_eq!(allowance.take(&"ann", now + SECOND), Ok(()));
    }

    #[test]
    fn what_was_given_back_can_be_taken_again() {
        let (allowance, now) = (Allowance::new(1, SECOND), Instant::now());
        for _ in 0..100 {
            allowance.take(&"ann", now).unwrap();
            allowance.give_back(&"ann");
        }
        allowance.give_back(&"nobody");
        allowance.take(&"ann", now).unwrap();
        allowance.take(&"ann", now).unwrap_err();
    }

    #[test]
    fn the_table_does_not_grow_without_end() {
        let (allowance, now) = (Allowance::new(1, SECOND), Instant::now());
        for key in 0..MAX_KEYS + 10 {
            let _ = allowance.take(&key, now);
        }
        assert!(allowance.table().whole_at.len() <= MAX_KEYS + 1);
        allowance.take(&usize::MAX, now).unwrap_err();
        allowance.take(&usize::MAX, now + SECOND * 2).unwrap();
        assert_eq!(allowance.table().whole_at.len(), 1);
    }
}
