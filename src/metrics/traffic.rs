//! What passes the doors, counted on the way: nothing here locks or waits.

use std::{
    sync::{
        Arc,
        atomic::{AtomicU64, AtomicUsize, Ordering::Relaxed},
    },
    time::{Duration, Instant},
};

use async_graphql::parser::types::OperationType;
use http::StatusCode;

use super::{Report, Source, histogram::Histogram};
use crate::operation::Reply;

const STATUSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];

/// What an operation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A query.
    Query,
    /// A mutation.
    Mutation,
    /// A subscription.
    Subscription,
    /// It was refused before that was known.
    Unknown,
}

/// How an operation went.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It was answered without an error.
    Ok,
    /// It was answered with an error that is the client's.
    Refused,
    /// Something of ours failed.
    Error,
}

/// What passed the doors since the start.
#[derive(Debug, Default)]
pub struct Traffic {
    statuses: [AtomicU64; STATUSES.len()],
    requests: Histogram,
    operations: [[AtomicU64; Outcome::ALL.len()]; Kind::ALL.len()],
    durations: [Histogram; Kind::ALL.len()],
    running: AtomicUsize,
    sockets: AtomicUsize,
    sockets_opened: AtomicU64,
    sockets_refused: AtomicU64,
    received: AtomicU64,
    sent: AtomicU64,
    queued: AtomicUsize,
    shared_events: AtomicU64,
    own_events: AtomicU64,
    /// Messages that are shared events, and are in neither number: one place that all ushers write to.
    events_past_tasks: AtomicU64,
}

impl Traffic {
    /// An HTTP request was answered.
    pub fn request(&self, status: StatusCode, time: Duration) {
        let class = usize::from(status.as_u16() / 100).clamp(1, STATUSES.len()) - 1;
        self.statuses[class].fetch_add(1, Relaxed);
        self.requests.count(time);
    }

    /// An operation was answered.
    pub fn operation(&self, kind: Kind, outcome: Outcome, time: Duration) {
        self.operations[kind as usize][outcome as usize].fetch_add(1, Relaxed);
        self.durations[kind as usize].count(time);
    }

    /// An operation runs on a socket, until what this returns is dropped.
    pub fn running(self: &Arc<Self>, kind: OperationType) -> RunningOperation {
        self.running.fetch_add(1, Relaxed);
        let (traffic, since) = (Arc::clone(self), Instant::now());
        RunningOperation { traffic, kind: kind.into(), outcome: Outcome::Ok, since }
    }

    /// A socket is open, until what this returns is dropped.
    pub fn socket(self: &Arc<Self>) -> OpenSocket {
        self.sockets.fetch_add(1, Relaxed);
        self.sockets_opened.fetch_add(1, Relaxed);
        OpenSocket(Arc::clone(self))
    }

    /// Its address has too many sockets.
    pub fn socket_refused(&self) {
        self.sockets_refused.fetch_add(1, Relaxed);
    }

    /// A message came on a socket.
    pub fn received(&self) {
        self.received.fetch_add(1, Relaxed);
    }

    /// A socket was given a message.
    pub fn sent(&self) {
        self.sent.fetch_add(1, Relaxed);
    }

    /// A socket was given messages past its task: events whose bytes were made for several.
    pub fn sent_past_task(&self, events: usize) {
        self.events_past_tasks.fetch_add(events as u64, Relaxed);
    }
}

/// An operation on a socket, counted when dropped.
#[derive(Debug)]
pub struct RunningOperation {
    traffic: Arc<Traffic>,
    kind: Kind,
    outcome: Outcome,
    since: Instant,
}

impl RunningOperation {
    /// It gives its client something.
    pub fn gives(&mut self, reply: &Reply) {
        match reply {
            Reply::Frame(_) => {
                self.traffic.shared_events.fetch_add(1, Relaxed);
            }
            Reply::Answer(answer) => match answer.code() {
                Some(code) => self.outcome = Outcome::of(Some(&code)),
                None if self.kind == Kind::Subscription => {
                    self.traffic.own_events.fetch_add(1, Relaxed);
                }
                None => {}
            },
        }
    }
}

impl Drop for RunningOperation {
    fn drop(&mut self) {
        self.traffic.running.fetch_sub(1, Relaxed);
        self.traffic.operation(self.kind, self.outcome, self.since.elapsed());
    }
}

/// An open socket.
#[derive(Debug)]
pub struct OpenSocket(Arc<Traffic>);

impl OpenSocket {
    /// What waits for its client.
    pub fn queue(&self) -> QueuedBytes {
        QueuedBytes { traffic: Arc::clone(&self.0), bytes: 0 }
    }
}

impl Drop for OpenSocket {
    fn drop(&mut self) {
        self.0.sockets.fetch_sub(1, Relaxed);
    }
}

/// Bytes of messages that a socket's client was not sent yet; none when dropped.
#[derive(Debug)]
pub struct QueuedBytes {
    traffic: Arc<Traffic>,
    bytes: usize,
}

impl QueuedBytes {
    /// So many more wait.
    pub fn add(&mut self, bytes: usize) {
        self.traffic.queued.fetch_add(bytes, Relaxed);
        self.bytes += bytes;
    }

    /// All has left.
    pub fn clear(&mut self) {
        self.traffic.queued.fetch_sub(self.bytes, Relaxed);
        self.bytes = 0;
    }
}

impl Drop for QueuedBytes {
    fn drop(&mut self) {
        self.clear();
    }
}

impl Kind {
    const ALL: [Self; 4] = [Self::Query, Self::Mutation, Self::Subscription, Self::Unknown];

    /// The kind that log lines call so.
    pub fn of(name: &str) -> Self {
        Self::ALL.into_iter().find(|kind| kind.name() == name).unwrap_or(Self::Unknown)
    }

    fn name(self) -> &'static str {
        match self {
            Self::Query => "query",
            Self::Mutation => "mutation",
            Self::Subscription => "subscription",
            Self::Unknown => "unknown",
        }
    }
}

impl From<OperationType> for Kind {
    fn from(kind: OperationType) -> Self {
        match kind {
            OperationType::Query => Self::Query,
            OperationType::Mutation => Self::Mutation,
            OperationType::Subscription => Self::Subscription,
        }
    }
}

impl Outcome {
    const ALL: [Self; 3] = [Self::Ok, Self::Refused, Self::Error];

    /// The outcome of what was answered with this code of its first error.
    pub fn of(code: Option<&str>) -> Self {
        match code {
            None => Self::Ok,
            Some("INTERNAL" | "UNAVAILABLE") => Self::Error,
            Some(_) => Self::Refused,
        }
    }

    fn name(self) -> &'static str {
        match self {
            Self::Ok => "ok",
            Self::Refused => "refused",
            Self::Error => "error",
        }
    }
}

impl Source for Traffic {
    fn tell(&self, report: &mut Report) {
        for (status, count) in STATUSES.into_iter().zip(&self.statuses) {
            let help = "HTTP requests answered, by the first digit of the status.";
            let labels = &[("status", status)];
            report.counter("cairn_http_requests_total", help, labels, count.load(Relaxed));
        }
        let help = "How long HTTP requests took.";
        let durations = self.requests.read();
        report.spread("cairn_http_request_duration_seconds", help, &[], durations);
        for kind in Kind::ALL {
            for outcome in Outcome::ALL {
                let help = "GraphQL operations answered; subscriptions, when they ended.";
                let labels = &[("kind", kind.name()), ("outcome", outcome.name())];
                let count = self.operations[kind as usize][outcome as usize].load(Relaxed);
                report.counter("cairn_operations_total", help, labels, count);
            }
            let help = "How long GraphQL operations took; subscriptions, until they ended.";
            let (labels, durations) =
                (&[("kind", kind.name())], self.durations[kind as usize].read());
            report.spread("cairn_operation_duration_seconds", help, labels, durations);
        }
        for (name, help, level) in [
            ("cairn_sockets", "WebSockets open now.", &self.sockets),
            ("cairn_socket_operations", "Operations that run on sockets now.", &self.running),
            ("cairn_socket_queued_bytes", "Bytes that wait for sockets' clients.", &self.queued),
        ] {
            report.level(name, help, &[], level.load(Relaxed));
        }
        for (name, help, count) in [
            ("cairn_sockets_opened_total", "WebSockets opened.", &self.sockets_opened),
            (
                "cairn_sockets_refused_total",
                "WebSockets refused because their address had too many.",
                &self.sockets_refused,
            ),
            ("cairn_socket_messages_received_total", "Messages from sockets.", &self.received),
        ] {
            report.counter(name, help, &[], count.load(Relaxed));
        }
        let past_tasks = self.events_past_tasks.load(Relaxed);
        let sent = self.sent.load(Relaxed) + past_tasks;
        report.counter("cairn_socket_messages_sent_total", "Messages to sockets.", &[], sent);
        let shared = self.shared_events.load(Relaxed) + past_tasks;
        for (rendered, count) in [("shared", shared), ("alone", self.own_events.load(Relaxed))] {
            let help = "Events sent to subscribers, by whether the bytes were made for several.";
            report.counter("cairn_events_sent_total", help, &[("rendered", rendered)], count);
        }
    }
}
