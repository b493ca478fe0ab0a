//! The short way from an event to a socket's client.

use std::sync::Arc;

use cairn_graphql::{Frame, Outlet};
use smallvec::SmallVec;

use super::message::Framed;
use crate::{metrics::Traffic, server::Connection};

/// Writes what several are given to one socket, past the task that serves it. The socket takes nothing
/// while its task has anything to write, and so the messages of an operation stay in order.
pub struct Direct {
    /// The client's name for the operation.
    pub id: Box<str>,
    /// Where to.
    pub connection: Connection,
    /// Bytes that may be on their way at most.
    pub bytes: usize,
    /// Where it is counted.
    pub traffic: Arc<Traffic>,
}

impl Outlet for Direct {
    fn take(&self, frames: &[Arc<Frame>]) -> bool {
        let messages: SmallVec<[_; 4]> =
            frames.iter().map(|frame| Framed::next(frame, &self.id).into_bytes()).collect();
        let bytes = messages.iter().map(bytes::Bytes::len).sum::<usize>();
        let is_sent = bytes <= self.bytes && self.connection.wire().send(&messages);
        if is_sent {
            self.traffic.sent_past_task(frames.len());
        }
        is_sent
    }
}
