//! What one client may cost. The defaults are the limits that Cairn is tested with.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// Limits of the doors: sizes in bytes, times in whole seconds.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Bytes of an HTTP request's body, counted while it is read.
    pub body_bytes: usize,
    /// Seconds until a request's body has arrived.
    pub body_seconds: u64,
    /// Seconds until a request's headers have arrived; also how long an idle connection is kept.
    pub header_seconds: u64,
    /// Seconds until a GraphQL request is answered.
    pub request_seconds: u64,
    /// Seconds that a peer may take none of what is sent to it.
    pub stall_seconds: u64,
    /// Connections at one time, sockets among them.
    pub connections: usize,
    /// Seconds that running requests get when the server stops.
    pub shutdown_seconds: u64,

    /// Bytes of a GraphQL document.
    pub document_bytes: usize,
    /// Lexical tokens of a document.
    pub document_tokens: usize,
    /// Brackets inside one another, of any kind.
    pub document_nesting: usize,
    /// Selected fields and spreads, with fragments expanded.
    pub document_fields: u64,
    /// Fields inside one another, with fragments expanded.
    pub document_depth: u32,
    /// What an operation may cost: a field counts one, an item of a page 20 more and a page 2,000, times
    /// the `first` or `last` around it. Also how many fields of items an answer may have of lists that are
    /// longer than was estimated, such as labels.
    pub document_cost: u64,
    /// Bytes of descriptions, comments and events that an operation may read for its answer.
    pub answer_text_bytes: u64,
    /// Bytes of parsed documents that are kept for the next request.
    pub document_cache_bytes: usize,
    /// Bytes of events, written out for one subscriber, that are kept for the next ones.
    pub shared_event_bytes: usize,
    /// Input values of a request, each counted as often as the document uses it.
    pub input_values: u64,

    /// Sockets of one client address at one time.
    pub sockets_per_address: usize,
    /// Seconds until a new socket has sent `connection_init`.
    pub socket_init_seconds: u64,
    /// Bytes of the messages before `connection_init` is accepted.
    pub socket_init_bytes: usize,
    /// Bytes of a message.
    pub socket_message_bytes: usize,
    /// Operations of one socket at one time.
    pub socket_operations: usize,
    /// Bytes of the messages that started a socket's running operations.
    pub socket_operation_bytes: usize,
    /// Bytes that may wait for a socket's client; also the largest single message to it.
    pub socket_queue_bytes: usize,
    /// Seconds until a message has left for the client.
    pub socket_write_seconds: u64,
    /// Seconds between pings; a client that misses two is gone.
    pub socket_ping_seconds: u64,
    /// Seconds between two looks at whether a socket's credential still holds.
    pub socket_recheck_seconds: u64,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            body_bytes: 256 * 1024,
            body_seconds: 10,
            header_seconds: 10,
            request_seconds: 10,
            stall_seconds: 30,
            connections: 8192,
            shutdown_seconds: 10,
            document_bytes: 16 * 1024,
            document_tokens: 2000,
            document_nesting: 64,
            document_fields: 5000,
            document_depth: 12,
            document_cost: 200_000,
            answer_text_bytes: 16 * 1024 * 1024,
            document_cache_bytes: 8 * 1024 * 1024,
            shared_event_bytes: 32 * 1024 * 1024,
            input_values: 20_000,
            sockets_per_address: 1000,
            socket_init_seconds: 3,
            socket_init_bytes: 4 * 1024,
            socket_message_bytes: 64 * 1024,
            socket_operations: 64,
            socket_operation_bytes: 256 * 1024,
            socket_queue_bytes: 1024 * 1024,
            socket_write_seconds: 10,
            socket_ping_seconds: 25,
            socket_recheck_seconds: 60,
        }
    }
}

impl Limits {
    /// Time until a request's body has arrived.
    pub fn body_time(&self) -> Duration {
        Duration::from_secs(self.body_seconds)
    }

    /// Time until a request's headers have arrived.
    pub fn header_time(&self) -> Duration {
        Duration::from_secs(self.header_seconds)
    }

    /// Time until a GraphQL request is answered.
    pub fn request_time(&self) -> Duration {
        Duration::from_secs(self.request_seconds)
    }

    /// Time that a peer may take none of what is sent to it.
    pub fn stall_time(&self) -> Duration {
        Duration::from_secs(self.stall_seconds)
    }

    /// Time that running requests get when the server stops.
    pub fn shutdown_time(&self) -> Duration {
        Duration::from_secs(self.shutdown_seconds)
    }

    /// Time until a new socket has sent `connection_init`.
    pub fn socket_init_time(&self) -> Duration {
        Duration::from_secs(self.socket_init_seconds)
    }

    /// Time until a message has left for the client.
    pub fn socket_write_time(&self) -> Duration {
        Duration::from_secs(self.socket_write_seconds)
    }

    /// Time between two pings; at least a second.
    pub fn socket_ping_time(&self) -> Duration {
        Duration::from_secs(self.socket_ping_seconds.max(1))
    }

    /// Time between two looks at a socket's credential; at least a second.
    pub fn socket_recheck_time(&self) -> Duration {
        Duration::from_secs(self.socket_recheck_seconds.max(1))
    }
}
