//! Sends to one client, within the write deadline.

use std::{future::Future, time::Duration};

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use futures_util::SinkExt;
use tokio::time::{sleep, timeout};

use super::{close::End, message::ToClient};

/// Time for the close frame: the client may be the reason why nothing leaves.
const CLOSE_TIME: Duration = Duration::from_secs(1);
const LINGER_TIME: Duration = Duration::from_millis(200);

/// Bounds of what is sent.
#[derive(Debug, Clone, Copy)]
pub struct Outgoing {
    /// Bytes of one message.
    pub bytes: usize,
    /// Time for each step until a message has left.
    pub time: Duration,
}

/// A message is longer than may wait for a client.
#[derive(Debug)]
pub struct TooLong;

impl Outgoing {
    /// The message as text, unless it is too long.
    pub fn write(self, message: &ToClient<'_>) -> Result<Utf8Bytes, TooLong> {
        self.check(message.to_json().into())
    }

    /// The text itself, unless it is too long.
    pub fn check(self, text: Utf8Bytes) -> Result<Utf8Bytes, TooLong> {
        if text.len() > self.bytes { Err(TooLong) } else { Ok(text) }
    }

    /// Gives the socket a message that leaves with the next [`flush`](Self::flush), or before.
    pub async fn feed(
        self,
        socket: &mut WebSocket,
        message: Message,
        interrupted: impl Future<Output = End>,
    ) -> Result<(), End> {
        self.within(socket.feed(message), interrupted).await
    }

    /// Waits until everything has left.
    pub async fn flush(
        self,
        socket: &mut WebSocket,
        interrupted: impl Future<Output = End>,
    ) -> Result<(), End> {
        self.within(socket.flush(), interrupted).await
    }

    /// Gives up at the deadline, or when `interrupted` ends first: a client that does not read must
    /// not keep a credential alive.
    async fn within(
        self,
        sending: impl Future<Output = Result<(), axum::Error>>,
        interrupted: impl Future<Output = End>,
    ) -> Result<(), End> {
        tokio::select! {
            biased;
            sent = timeout(self.time, sending) => match sent {
                Ok(Ok(())) => Ok(()),
                Ok(Err(_)) => Err(End::Broken),
                Err(_) => Err(End::Slow),
            },
            end = interrupted => Err(end),
        }
    }
}

/// Says goodbye: tells the client why, or answers its own close frame.
pub async fn close(mut socket: WebSocket, end: &End) {
    let closing = async {
        match end.frame() {
            Some(frame) => socket.send(Message::Close(Some(frame))).await?,
            // The library has its answer to the client's close frame ready, and sends it below.
            None if *end == End::Client => {}
            None => return Ok(()),
        }
        if *end == End::TooBig {
            // The rest of the message is not read. Closing now would reset the connection, and the
            // client might never see why.
            sleep(LINGER_TIME).await;
            return Ok(());
        }
        // Until the other close frame has come and gone, or the client has.
        while let Some(Ok(_)) = socket.recv().await {}
        Ok::<_, axum::Error>(())
    };
    let _ = timeout(CLOSE_TIME, closing).await;
}
