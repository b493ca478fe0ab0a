//! Tells when an operation can do nothing but wait: the moment at which a batch is complete.
//!
//! An operation is one future with thousands of others inside, polled in an order that nobody
//! promises. Once it comes back without having been woken meanwhile, all of them wait for something,
//! and whoever could ask for a thing has asked. [`Watched`] is put around an operation to notice that,
//! and [`Quiet::wait`] returns then.

use std::future::poll_fn;
use std::pin::Pin;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll, Wake, Waker};

use futures_util::Stream;
use futures_util::task::AtomicWaker;

/// The waiting futures of one operation.
#[derive(Clone, Debug, Default)]
pub(crate) struct Quiet(Arc<Mutex<Vec<Waker>>>);

impl Quiet {
    /// Returns when everything else in the operation waits. It never does outside a [`Watched`] one.
    pub async fn wait(&self) {
        let mut is_waiting = false;
        poll_fn(|cx| {
            if std::mem::replace(&mut is_waiting, true) {
                Poll::Ready(())
            } else {
                self.wakers().push(cx.waker().clone());
                Poll::Pending
            }
        })
        .await;
    }

    fn tell(&self) {
        let waiting = std::mem::take(&mut *self.wakers());
        waiting.into_iter().for_each(Waker::wake);
    }

    fn wakers(&self) -> std::sync::MutexGuard<'_, Vec<Waker>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// An operation whose quiet moments are told.
pub(crate) struct Watched<T> {
    operation: Pin<Box<T>>,
    quiet: Quiet,
    wakes: Arc<Wakes>,
}

/// Passes wake-ups on, and remembers that there was one.
#[derive(Default)]
struct Wakes {
    outer: AtomicWaker,
    since_poll: AtomicBool,
}

impl Wake for Wakes {
    fn wake(self: Arc<Self>) {
        self.since_poll.store(true, Ordering::SeqCst);
        self.outer.wake();
    }
}

impl<T> Watched<T> {
    /// Watches `operation`, in which futures wait for `quiet`.
    pub fn new(operation: T, quiet: Quiet) -> Self {
        Self { operation: Box::pin(operation), quiet, wakes: Arc::default() }
    }

    fn poll_with<R>(
        &mut self,
        outer: &Context<'_>,
        poll: impl FnOnce(Pin<&mut T>, &mut Context<'_>) -> Poll<R>,
    ) -> Poll<R> {
        self.wakes.outer.register(outer.waker());
        self.wakes.since_poll.store(false, Ordering::SeqCst);
        let waker = Waker::from(Arc::clone(&self.wakes));
        let result = poll(self.operation.as_mut(), &mut Context::from_waker(&waker));
        if result.is_pending() && !self.wakes.since_poll.load(Ordering::SeqCst) {
            self.quiet.tell();
        }
        result
    }
}

impl<T: Future> Future for Watched<T> {
    type Output = T::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<T::Output> {
        self.poll_with(cx, T::poll)
    }
}

impl<T: Stream> Stream for Watched<T> {
    type Item = T::Item;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<T::Item>> {
        self.poll_with(cx, T::poll_next)
    }
}
