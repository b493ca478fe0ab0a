//! Reads one kind of thing for many askers with one statement.
//!
//! The library's own `DataLoader` runs each batch in a task of its own after a delay: without a delay
//! the task starts while askers are still coming, and a list of a thousand takes an unknown number of
//! statements; with one, every level of a query waits. Here the first asker leads the batch, inside
//! the operation's own task, and closes it when nobody is left who could ask.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Mutex, MutexGuard, PoisonError};

use cairn_domain::Error;
use futures_util::future::BoxFuture;
use tokio::sync::oneshot;

use super::quiet::Quiet;
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
    quiet: Quiet,
    fetch: Fetch<K, V>,
    /// The askers of the next statement; the first of them leads.
    batch: Mutex<Askers<K, V>>,
}

type Askers<K, V> = HashMap<K, Vec<oneshot::Sender<Answer<V>>>>;

impl<K, V> Loader<K, V>
where
    K: Copy + Eq + Hash + Send + Sync,
    V: Clone + Send,
{
    /// A loader that reads with `fetch`, once for all who ask until it is `quiet`.
    pub fn new<F>(quiet: Quiet, fetch: impl Fn(Vec<K>) -> F + Send + Sync + 'static) -> Self
    where
        F: Future<Output = Result<HashMap<K, V>, Error>> + Send + 'static,
    {
        Self { quiet, fetch: Box::new(move |keys| Box::pin(fetch(keys))), batch: Mutex::default() }
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
        let mut askers = self.lock();
        let leads = askers.is_empty();
        askers.entry(key).or_default().push(asker);
        (answer, leads)
    }

    async fn lead(&self) {
        let mut gathering = Gathering { loader: self, is_over: false };
        self.quiet.wait().await;
        let askers = std::mem::take(&mut *self.lock());
        gathering.is_over = true;
        drop(gathering);
        answer(askers, &self.fetch).await;
    }

    fn lock(&self) -> MutexGuard<'_, Askers<K, V>> {
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
            let batch = &self.loader.batch;
            batch.lock().unwrap_or_else(PoisonError::into_inner).clear();
        }
    }
}

async fn answer<K, V>(askers: Askers<K, V>, fetch: &Fetch<K, V>)
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

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicUsize, Ordering};

    use futures_util::future::join_all;
    use tokio::task::yield_now;

    use super::super::quiet::Watched;
    use super::*;

    struct Doubling {
        statements: Arc<AtomicUsize>,
        quiet: Quiet,
        loader: Loader<usize, usize>,
    }

    fn doubling() -> Doubling {
        let (statements, quiet) = (Arc::new(AtomicUsize::new(0)), Quiet::default());
        let counted = Arc::clone(&statements);
        let loader = Loader::new(quiet.clone(), move |keys: Vec<usize>| {
            counted.fetch_add(1, Ordering::SeqCst);
            async move {
                yield_now().await;
                Ok(keys.into_iter().filter(|key| *key < 5_000).map(|key| (key, key * 2)).collect())
            }
        });
        Doubling { statements, quiet, loader }
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_thousand_askers_are_one_batch() {
        let Doubling { statements, quiet, loader } = doubling();
        let askers = (0..1_000).map(|key| async move {
            for _ in 0..key % 3 {
                yield_now().await;
            }
            key % 700
        });
        let loads = askers.map(|key| async { loader.load(key.await).await });
        let answers = Watched::new(join_all(loads), quiet).await;
        assert_eq!(answers[699].as_ref().unwrap(), &Some(1_398));
        assert_eq!(statements.load(Ordering::SeqCst), 1);
    }

    #[tokio::test]
    async fn a_batch_too_large_for_one_statement_is_cut() {
        let Doubling { statements, quiet, loader } = doubling();
        let loads = join_all((0..2_500).map(|key| loader.load(key)));
        let answers = Watched::new(loads, quiet.clone()).await;
        assert!(answers.into_iter().all(|answer| answer.unwrap().is_some()));
        assert_eq!(statements.load(Ordering::SeqCst), 3);
        assert_eq!(Watched::new(loader.load(9_999), quiet).await.unwrap(), None);
    }

    #[tokio::test]
    async fn askers_outlive_a_leader_that_is_dropped() {
        for polls in 1..3 {
            let Doubling { quiet, loader, .. } = doubling();
            let watched = Watched::new(
                async {
                    let mut leader = Box::pin(loader.load(1));
                    let mut other = Box::pin(loader.load(2));
                    for _ in 0..polls {
                        let is_over = futures_util::poll!(&mut leader).is_ready();
                        assert!(!is_over && futures_util::poll!(&mut other).is_pending());
                        quiet.wait().await;
                    }
                    drop(leader);
                    other.await.unwrap()
                },
                quiet.clone(),
            );
            assert_eq!(watched.await, Some(4), "dropped after {polls} polls");
        }
    }

    #[tokio::test]
    async fn a_fault_is_everybodys() {
        let quiet = Quiet::default();
        let loader: Loader<u8, u8> =
            Loader::new(quiet.clone(), |_| async { Err(cairn_domain::Error::internal("away")) });
        let loads = join_all((0..3).map(|key| loader.load(key)));
        let answers = Watched::new(loads, quiet).await;
        assert!(answers.into_iter().all(|answer| answer.is_err()));
    }
}
