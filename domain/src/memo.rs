//! What was read of the database, kept for as long as nothing is written.
//!
//! Each request asks who holds its credential and where its board is. On SQLite one cheap question,
//! whether anybody has committed anything since, tells that the former answer still holds; so it
//! can never be out of date, whoever wrote, in whichever process. PostgreSQL has no such question, and is
//! read each time.

use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use crate::Error;
use crate::database::{Database, Moment};
use crate::views::{Budgeted, CacheFigures};

/// What a place costs beside its key and value.
const OVERHEAD: usize = 160;

/// Values that were read, by what was asked for, within a budget of bytes.
#[derive(Debug)]
pub(crate) struct Memo<K, V>(Mutex<Budgeted<K, (Moment, V)>>);

impl<K: Clone + Eq + Hash, V: Clone> Memo<K, V> {
    /// Nothing yet; at most `bytes` bytes, estimated.
    pub fn new(bytes: usize) -> Self {
        Self(Mutex::new(Budgeted::new(bytes)))
    }

    /// What `key` leads to now: as it was read before, if nothing was written since, or else by `read`.
    /// What does not exist is not remembered.
    pub async fn get(
        &self,
        database: &Database,
        key: K,
        read: impl Future<Output = Result<Option<V>, Error>>,
    ) -> Result<Option<V>, Error> {
        // Asked before the read: a commit between the two makes what is kept look older than it is.
        let Some(now) = database.moment() else { return read.await };
        let known = self.lock().get_if(&key, |(then, _)| *then == now).cloned();
        if let Some((_, value)) = known {
            return Ok(Some(value));
        }
        let value = read.await?;
        if let Some(value) = &value {
            let bytes = OVERHEAD + 2 * size_of::<K>() + size_of::<V>();
            self.lock().insert(key, (now, value.clone()), bytes);
        }
        Ok(value)
    }

    /// How much is kept, and how often it was of use.
    pub fn figures(&self) -> CacheFigures {
        self.lock().figures()
    }

    fn lock(&self) -> MutexGuard<'_, Budgeted<K, (Moment, V)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_is_kept_is_bounded_and_only_what_exists() {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("memo.db").display());
        let database = Database::open(&url, 1).await.unwrap();
        let memo = Memo::<u64, u64>::new(10 * (OVERHEAD + 24));
        for key in 0..100 {
            let found = memo.get(&database, key, async { Ok((key % 2 == 0).then_some(key)) }).await;
            assert_eq!(found.unwrap(), (key % 2 == 0).then_some(key));
        }
        let CacheFigures { entries, bytes, capacity, .. } = memo.figures();
        assert!(bytes <= capacity && entries == 10, "{:?}", memo.figures());
        let known = memo.get(&database, 98, async { panic!("it is known") }).await;
        assert_eq!(known.unwrap(), Some(98));
    }
}
