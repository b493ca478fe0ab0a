//! Reads one kind of thing for many askers with one statement.
//!
//! The library's own `DataLoader` runs each batch in a task of its own after a delay: without a
//! delay the task starts while askers are still coming, and a list of a thousand takes an unknown
//! number of statements; with one, every level of a query waits. Here the first asker gathers
//! the batch, inside the operation's own task, until nobody new has come for a whole round.

use std::collections::HashMap;
use std::future::poll_fn;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::task::Poll;

use cairn_domain::Error;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use crate::error::{ApiError, Result};

/// How many keys one statement asks for at most.
const LARGEST_BATCH: usize = 1_000;

/// Reads what has these keys; what is not there is left out.
type Fetch<K, V> =
    Box<dyn Fn(Vec<K>) -> BoxFuture<'static, Result<HashMap<K, V>, Error>> + Send + Sync>;

/// What an asker waits for.
type Answer<V> = Result<Option<V>>;

/// Batches reads of one kind of thing. Nothing is remembered between batches.
pub(crate) struct Loader<K, V> {
    fetch: Fetch<K, V>,
    batch: Mutex<Batch<K, V>>,
}

/// The askers of the next statement.
struct Batch<K, V> {
    askers: HashMap<K, Vec<oneshot::Sender<Answer<V>>>>,
    /// How many askers there are, and whether one of them gathers.
    count: usize,
    is_led: bool,
}

impl<K, V> Default for Batch<K, V> {
    fn default() -> Self {
        Self { askers: HashMap::new(), count: 0, is_led: false }
    }
}

impl<K, V> Loader<K, V>
where
    K: Copy + Eq + Hash + Send + Sync,
    V: Clone + Send,
{
    /// A loader that reads with `fetch`.
    pub fn new<F>(fetch: impl Fn(Vec<K>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<HashMap<K, V>, Error>> + Send + 'static,
    {
        Self { fetch: Box::new(move |keys| Box::pin(fetch(keys))), batch: Mutex::default() }
    }

    /// The thing with this key; `None` when it is not there.
    pub async fn load(&self, key: K) -> Answer<V> {
        loop {
            let (answer, leads) = self.join(key);
            if leads {
                self.lead().await;
            }
            // A leader that was dropped, as part of a list whose other item failed, answers nobody:
            // those who still wait form another batch.
            if let Ok(answer) = answer.await {
                return answer;
            }
        }
    }

    fn join(&self, key: K) -> (oneshot::Receiver<Answer<V>>, bool) {
        let (asker, answer) = oneshot::channel();
        let mut batch = self.lock();
        batch.askers.entry(key).or_default().push(asker);
        batch.count += 1;
        (answer, !std::mem::replace(&mut batch.is_led, true))
    }

    async fn lead(&self) {
        let mut gathering = Gathering { loader: self, is_over: false };
        let mut known = 1;
        loop {
            one_round().await;
            let count = self.lock().count;
            if count == known {
                break;
            }
            known = count;
        }
        let Batch { askers, .. } = std::mem::take(&mut *self.lock());
        gathering.is_over = true;
        answer(askers, &self.fetch).await;
    }

    fn lock(&self) -> MutexGuard<'_, Batch<K, V>> {
        self.batch.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Dissolves the batch when its leader is dropped while it gathers.
struct Gathering<'a, K, V> {
    loader: &'a Loader<K, V>,
    is_over: bool,
}

impl<K, V> Drop for Gathering<'_, K, V> {
    fn drop(&mut self) {
        if !self.is_over {
            let mut batch = self.loader.batch.lock().unwrap_or_else(PoisonError::into_inner);
            *batch = Batch::<K, V>::default();
        }
    }
}

async fn answer<K, V>(askers: HashMap<K, Vec<oneshot::Sender<Answer<V>>>>, fetch: &Fetch<K, V>)
where
    K: Copy + Eq + Hash,
    V: Clone,
{
    let mut askers: Vec<_> = askers.into_iter().collect();
    while !askers.is_empty() {
        let rest = askers.split_off(askers.len().min(LARGEST_BATCH));
        let found = fetch(askers.iter().map(|(key, _)| *key).collect()).await;
        let found = found.map_err(ApiError::from);
        for (key, askers) in askers {
            for asker in askers {
                let answer = match &found {
                    Ok(found) => Ok(found.get(&key).cloned()),
                    Err(error) => Err(error.clone()),
                };
                let _gone_meanwhile = asker.send(answer);
            }
        }
        askers = rest;
    }
}

/// Lets everything else in this task that can go on do so. The wake-up is queued behind the
/// siblings that were not polled yet, which the runtime's own `yield_now` would not promise.
async fn one_round() {
    let mut is_over = false;
    poll_fn(|cx| {
        if std::mem::replace(&mut is_over, true) {
            Poll::Ready(())
        } else {
            cx.waker().wake_by_ref();
            Poll::Pending
        }
    })
    .await;
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::{join_all, select_all};

    use super::*;

    fn doubling() -> (Arc<AtomicUsize>, Loader<usize, usize>) {
        let statements = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&statements);
        let loader = Loader::new(move |keys: Vec<usize>| {
            counted.fetch_add(1, Ordering::SeqCst);
            async move {
                one_round().await;
                Ok(keys.into_iter().filter(|key| *key < 5_000).map(|key| (key, key * 2)).collect())
            }
        });
        (statements, loader)
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_thousand_askers_are_one_batch() {
        let (statements, loader) = doubling();
        let answers = join_all((0..1_000).map(|key| loader.load(key % 700))).await;
        assert_eq!(answers[699].as_ref().unwrap(), &Some(1_398));
        assert_eq!(statements.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_batch_too_large_for_one_statement_is_cut() {
        let (statements, loader) = doubling();
        let answers = join_all((0..2_500).map(|key| loader.load(key))).await;
        assert!(answers.into_iter().all(|answer| answer.unwrap().is_some()));
        assert_eq!(statements.load(Ordering::SeqCst), 3);
        assert_eq!(loader.load(9_999).await.unwrap(), None);
    }

    #[tokio::test]
    async fn askers_outlive_a_leader_that_is_dropped() {
        for polls in 1..4 {
            let (_, loader) = doubling();
            let mut leader = Box::pin(loader.load(1));
            let mut other = Box::pin(loader.load(2));
            for _ in 0..polls {
                let _ = futures_util::poll!(&mut leader);
                let _ = futures_util::poll!(&mut other);
            }
            drop(leader);
            assert_eq!(other.await.unwrap(), Some(4), "dropped after {polls} polls");
        }
    }

    #[tokio::test]
    async fn a_fault_is_everybodys() {
        let loader: Loader<u8, u8> =
            Loader::new(|_| async { Err(cairn_domain::Error::internal("away")) });
        let (first, _, rest) = select_all((0..3).map(|key| Box::pin(loader.load(key)))).await;
        assert!(first.is_err());
        assert!(join_all(rest).await.into_iter().all(|answer| answer.is_err()));
    }
}
