//! The running operations of one socket, polled in turn.

use std::{
    pin::Pin,
    sync::Arc,
    task::{Context, Poll},
};

use futures_util::{FutureExt, Stream, StreamExt, stream::BoxStream};
use tokio_stream::{StreamMap, StreamNotifyClose};

use crate::{metrics::RunningOperation, operation::Reply};

/// Something that an operation did.
#[derive(Debug)]
pub struct Happening {
    /// The client's name for the operation.
    pub id: Arc<str>,
    /// What it gives; `None` when the operation has ended.
    pub reply: Option<Reply>,
}

/// Running operations by the client's ids. Each of them is looked at when one of them wakes the
/// socket: a socket has one or two, and at most as many as its limit.
#[derive(Default)]
pub struct Operations {
    running: StreamMap<Arc<str>, Running>,
    /// Bytes of the messages that started what is running.
    bytes: usize,
}

struct Running {
    bytes: usize,
    counted: RunningOperation,
    replies: StreamNotifyClose<BoxStream<'static, Reply>>,
}

impl Stream for Running {
    type Item = Option<Reply>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        let polled = self.replies.poll_next_unpin(cx);
        if let Poll::Ready(Some(Some(reply))) = &polled {
            self.counted.gives(reply);
        }
        polled
    }
}

impl Operations {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.running.len()
    }

    /// Bytes of the messages that started them.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// Whether one has this id.
    pub fn contains(&self, id: &str) -> bool {
        self.running.contains_key(id)
    }

    /// Starts an operation, which a message of `bytes` bytes asked for.
    pub fn start(
        &mut self,
        id: &str,
        bytes: usize,
        counted: RunningOperation,
        replies: impl Stream<Item = Reply> + Send + 'static,
    ) {
        self.stop(id);
        self.bytes += bytes;
        let replies = StreamNotifyClose::new(replies.boxed());
        self.running.insert(id.into(), Running { bytes, counted, replies });
    }

    /// Stops an operation. Unknown ids are ignored: the operation may have ended meanwhile.
    pub fn stop(&mut self, id: &str) {
        if let Some(running) = self.running.remove(id) {
            self.bytes -= running.bytes;
        }
    }

    /// What has happened already. Only for one who asks [`next`](Self::next) before they wait.
    pub fn ready(&mut self) -> Option<Happening> {
        self.next().now_or_never()
    }

    /// The next thing that happens; waits for ever while nothing runs. An operation that has ended is
    /// gone when this is told.
    pub async fn next(&mut self) -> Happening {
        let Some((id, reply)) = self.running.next().await else {
            return std::future::pending().await;
        };
        if reply.is_none() {
            self.stop(&id);
        }
        Happening { id, reply }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::HashMap;

    use async_graphql::parser::types::OperationType;
    use futures_util::stream;

    use super::*;
    use crate::{metrics::Traffic, operation::Answer, problem::Problem};

    fn counted() -> RunningOperation {
        Arc::<Traffic>::default().running(OperationType::Subscription)
    }

    fn replies() -> impl Stream<Item = Reply> + Send + 'static {
        stream::repeat_with(|| Answer::from(Problem::bad_request("again")).into())
    }

    #[tokio::test]
    async fn a_busy_operation_does_not_starve_another() {
        let mut operations = Operations::default();
        operations.start("a", 1, counted(), replies());
        operations.start("b", 1, counted(), replies());
        let mut seen = HashMap::<Arc<str>, u32>::new();
        for _ in 0..100 {
            *seen.entry(operations.next().await.id).or_default() += 1;
        }
        assert!(seen.values().all(|count| *count > 20), "{seen:?}");
    }

    #[tokio::test]
    async fn a_stopped_operation_is_silent_and_its_id_is_free() {
        let mut operations = Operations::default();
        operations.start("a", 5, counted(), replies());
        operations.next().await;
        operations.stop("a");
        assert_eq!((operations.count(), operations.bytes()), (0, 0));
        operations.start("a", 5, counted(), stream::empty());
        assert!(operations.next().await.reply.is_none());
    }
}
