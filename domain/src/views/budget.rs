//! A map that holds so many bytes and no more.

use std::borrow::Borrow;
use std::collections::{BTreeMap, HashMap};
use std::hash::Hash;
use std::time::Duration;

use tokio::time::Instant;

/// How much a cache holds, and how often it was of use since the start.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct CacheFigures {
    /// Things kept now.
    pub entries: usize,
    /// Their bytes, estimated.
    pub bytes: usize,
    /// The most bytes that may be kept.
    pub capacity: usize,
    /// How often something was found.
    pub hits: u64,
    /// How often it was not.
    pub misses: u64,
    /// How often something had to go for something else.
    pub evictions: u64,
    /// How often something was too large to be kept at all.
    pub refusals: u64,
}

/// A map within a budget of bytes. What was used least recently goes first; what is larger than the
/// whole budget is not kept.
#[derive(Debug)]
pub struct Budgeted<K, V> {
    entries: HashMap<K, Entry<V>>,
    /// Keys by when they were last used.
    used: BTreeMap<u64, K>,
    turn: u64,
    figures: CacheFigures,
}

#[derive(Debug)]
struct Entry<V> {
    value: V,
    weight: usize,
    turn: u64,
    at: Instant,
}

impl<K: Clone + Eq + Hash, V> Budgeted<K, V> {
    /// An empty map for `capacity` bytes.
    #[must_use]
    pub fn new(capacity: usize) -> Self {
        let figures = CacheFigures { capacity, ..CacheFigures::default() };
        Self { entries: HashMap::new(), used: BTreeMap::new(), turn: 0, figures }
    }

    /// What is kept under `key`, which is thereby used.
    pub fn get<Q>(&mut self, key: &Q) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.get_if(key, |_| true)
    }

    /// The same, if it is of use as it is.
    pub fn get_if<Q>(&mut self, key: &Q, is_of_use: impl FnOnce(&V) -> bool) -> Option<&V>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let Some(entry) = self.entries.get_mut(key).filter(|entry| is_of_use(&entry.value)) else {
            self.figures.misses += 1;
            return None;
        };
        self.figures.hits += 1;
        self.turn += 1;
        if let Some(key) = self.used.remove(&entry.turn) {
            self.used.insert(self.turn, key);
        }
        entry.turn = self.turn;
        entry.at = Instant::now();
        Some(&entry.value)
    }

    /// Keeps `value`, which weighs `weight` bytes, in place of what was there. Whether it fits.
    pub fn insert(&mut self, key: K, value: V, weight: usize) -> bool {
        self.remove(&key);
        if weight > self.figures.capacity {
            self.figures.refusals += 1;
            return false;
        }
        self.make_room(weight);
        self.turn += 1;
        self.used.insert(self.turn, key.clone());
        let entry = Entry { value, weight, turn: self.turn, at: Instant::now() };
        self.entries.insert(key, entry);
        self.figures.bytes += weight;
        true
    }

    /// Says that what is kept under `key` weighs `weight` now. Whether it is still kept.
    pub fn set_weight<Q>(&mut self, key: &Q, weight: usize) -> bool
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let Some((key, entry)) = self.take(key) else { return false };
        self.insert(key, entry.value, weight)
    }

    /// Lets go of what is kept under `key`.
    pub fn remove<Q>(&mut self, key: &Q)
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        self.take(key);
    }

    /// Lets go of what was not used for `time`.
    pub fn drop_idle(&mut self, time: Duration) {
        let now = Instant::now();
        while let Some(key) = self.oldest()
            && self.entries.get(&key).is_some_and(|entry| now - entry.at >= time)
        {
            self.remove(&key);
        }
    }

    /// How much is kept, and how often it was of use.
    #[must_use]
    pub fn figures(&self) -> CacheFigures {
        CacheFigures { entries: self.entries.len(), ..self.figures }
    }

    fn oldest(&self) -> Option<K> {
        self.used.first_key_value().map(|(_, key)| key.clone())
    }

    fn make_room(&mut self, weight: usize) {
        while self.figures.bytes + weight > self.figures.capacity
            && let Some(key) = self.oldest()
        {
            self.remove(&key);
            self.figures.evictions += 1;
        }
    }

    fn take<Q>(&mut self, key: &Q) -> Option<(K, Entry<V>)>
    where
        K: Borrow<Q>,
        Q: Eq + Hash + ?Sized,
    {
        let (key, entry) = self.entries.remove_entry(key)?;
        self.used.remove(&entry.turn);
        self.figures.bytes -= entry.weight;
        Some((key, entry))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_used_least_recently_goes_first() {
        let mut map = Budgeted::new(10);
        for key in ["a", "b", "c"] {
            assert!(map.insert(key, key, 3));
        }
        assert_eq!(map.get("a"), Some(&"a"));
        assert!(map.insert("d", "d", 4));
        assert_eq!(map.get("b"), None);
        assert_eq!(map.get("a"), Some(&"a"));
        let CacheFigures { entries, bytes, hits, misses, evictions, .. } = map.figures();
        assert_eq!((entries, bytes, hits, misses, evictions), (3, 10, 2, 1, 1));
    }

    #[test]
    fn what_is_too_large_is_not_kept() {
        let mut map = Budgeted::new(10);
        assert!(map.insert("a", (), 10));
        assert!(!map.insert("b", (), 11));
        assert!(map.get("a").is_some());
        assert!(!map.set_weight("a", 11));
        assert_eq!((map.figures().entries, map.figures().bytes), (0, 0));
        assert_eq!(map.figures().refusals, 2);
    }

    #[test]
    fn what_is_of_no_use_was_not_found() {
        let mut map = Budgeted::new(10);
        map.insert("a", 1, 1);
        assert!(map.get_if("a", |value| *value == 2).is_none());
        assert!(map.get_if("a", |value| *value == 1).is_some());
        assert_eq!((map.figures().hits, map.figures().misses), (1, 1));
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_uses_is_let_go() {
        let mut map = Budgeted::new(10);
        map.insert("a", (), 1);
        map.insert("b", (), 1);
        tokio::time::advance(Duration::from_mins(1)).await;
        map.get("a");
        map.drop_idle(Duration::from_secs(30));
        assert!(map.get("a").is_some() && map.get("b").is_none());
    }

    proptest::proptest! {
        #[test]
        fn the_bytes_are_those_of_what_is_kept(
            steps in proptest::collection::vec((0_u8..8, 0_usize..12), 0..200),
        ) {
            let mut map = Budgeted::new(20);
            for (key, weight) in steps {
                match weight {
                    0 => map.remove(&key),
                    1 => drop(map.get(&key).is_some()),
                    _ => drop(map.insert(key, (), weight)),
                }
                let bytes: usize = map.entries.values().map(|entry| entry.weight).sum();
                assert_eq!(bytes, map.figures().bytes);
                assert!(bytes <= 20 && map.used.len() == map.entries.len());
            }
        }
    }
}
