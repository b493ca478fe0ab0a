//! The running operations of one socket, polled in turn.

use std::{collections::HashMap, sync::Arc};

use futures_util::{
    FutureExt, Stream, StreamExt,
    stream::{self, AbortHandle, Abortable, BoxStream, SelectAll},
};

use crate::operation::Reply;

/// Something that an operation did.
#[derive(Debug)]
pub struct Happening {
    /// The client's name for the operation.
    pub id: Arc<str>,
    /// What it gives; `None` when the operation has ended.
    pub reply: Option<Reply>,
    serial: u64,
}

/// Running operations by the client's ids.
#[derive(Default)]
pub struct Operations {
    running: HashMap<Arc<str>, Running>,
    streams: SelectAll<BoxStream<'static, Happening>>,
    /// Tells an operation from an earlier one whose id it has.
    serial: u64,
    /// Bytes of the messages that started what is running.
    bytes: usize,
}

struct Running {
    serial: u64,
    bytes: usize,
    abort: AbortHandle,
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
        replies: impl Stream<Item = Reply> + Send + 'static,
    ) {
        self.serial += 1;
        let serial = self.serial;
        let (abort, registration) = AbortHandle::new_pair();
        let id = Arc::<str>::from(id);
        let name = Arc::clone(&id);
        let happenings = replies
            .map(Some)
            .chain(stream::iter([None]))
            .map(move |reply| Happening { id: Arc::clone(&name), reply, serial });
        self.streams.push(Abortable::new(happenings, registration).boxed());
        self.bytes += bytes;
        self.running.insert(id, Running { serial, bytes, abort });
    }

    /// Stops an operation. Unknown ids are ignored: the operation may have ended meanwhile.
    pub fn stop(&mut self, id: &str) {
        if let Some(running) = self.running.remove(id) {
            self.bytes -= running.bytes;
            running.abort.abort();
        }
    }

    /// What has happened already. Only for one who asks [`next`](Self::next) before they wait.
    pub fn ready(&mut self) -> Option<Happening> {
        self.next().now_or_never()
    }

    /// The next thing that happens; waits for ever while nothing runs.
    pub async fn next(&mut self) -> Happening {
        loop {
            let Some(happening) = self.streams.next().await else {
                std::future::pending::<()>().await;
                continue;
            };
            let running = self.running.get(&happening.id);
            if running.is_some_and(|running| running.serial == happening.serial) {
                return happening;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{operation::Answer, problem::Problem};

    fn replies() -> impl Stream<Item = Reply> + Send + 'static {
        stream::repeat_with(|| Answer::from(Problem::bad_request("again")).into())
    }

    #[tokio::test]
    async fn a_busy_operation_does_not_starve_another() {
        let mut operations = Operations::default();
        operations.start("a", 1, replies());
        operations.start("b", 1, replies());
        let mut seen = HashMap::<Arc<str>, u32>::new();
        for _ in 0..100 {
            *seen.entry(operations.next().await.id).or_default() += 1;
        }
        assert!(seen.values().all(|count| *count > 20), "{seen:?}");
    }

    #[tokio::test]
    async fn a_stopped_operation_is_silent_and_its_id_is_free() {
        let mut operations = Operations::default();
        operations.start("a", 5, replies());
        operations.next().await;
        operations.stop("a");
        assert_eq!((operations.count(), operations.bytes()), (0, 0));
        operations.start("a", 5, stream::empty());
        assert!(operations.next().await.reply.is_none());
    }
}
