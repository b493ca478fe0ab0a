//! The running operations of one socket, polled in turn.

use std::collections::HashMap;

use futures_util::{
    Stream, StreamExt,
    stream::{self, AbortHandle, Abortable, BoxStream, SelectAll},
};

use crate::operation::Answer;

/// Something that an operation did.
#[derive(Debug)]
pub struct Happening {
    /// The client's name for the operation.
    pub id: String,
    /// An answer; `None` when the operation has ended.
    pub answer: Option<Answer>,
    serial: u64,
}

/// Running operations by the client's ids.
#[derive(Default)]
pub struct Operations {
    running: HashMap<String, Running>,
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
        id: String,
        bytes: usize,
        answers: impl Stream<Item = Answer> + Send + 'static,
    ) {
        self.serial += 1;
        let serial = self.serial;
        let (abort, registration) = AbortHandle::new_pair();
        let name = id.clone();
        let happenings = answers
            .map(Some)
            .chain(stream::iter([None]))
            .map(move |answer| Happening { id: name.clone(), answer, serial });
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
    use crate::problem::Problem;

    fn answers() -> impl Stream<Item = Answer> + Send + 'static {
        stream::repeat_with(|| Problem::bad_request("again").into())
    }

    #[tokio::test]
    async fn a_busy_operation_does_not_starve_another() {
        let mut operations = Operations::default();
        operations.start("a".to_owned(), 1, answers());
        operations.start("b".to_owned(), 1, answers());
        let mut seen = HashMap::<String, u32>::new();
        for _ in 0..100 {
            *seen.entry(operations.next().await.id).or_default() += 1;
        }
        assert!(seen.values().all(|count| *count > 20), "{seen:?}");
    }

    #[tokio::test]
    async fn a_stopped_operation_is_silent_and_its_id_is_free() {
        let mut operations = Operations::default();
        operations.start("a".to_owned(), 5, answers());
        operations.next().await;
        operations.stop("a");
        assert_eq!((operations.count(), operations.bytes()), (0, 0));
        operations.start("a".to_owned(), 5, stream::empty());
        assert!(operations.next().await.answer.is_none());
    }
}
