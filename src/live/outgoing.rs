//! Sends to one client, within the write deadline.

use std::{future::Future, time::Duration};

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
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
    /// Time until a message has left.
    pub time: Duration,
}

/// A message is longer than may wait for a client.
#[derive(Debug)]
pub struct TooLong;

impl Outgoing {
    /// The message as text, unless it is too long.
    pub fn write(self, message: &ToClient<'_>) -> Result<Utf8Bytes, TooLong> {
        let text = message.to_json();
        if text.len() > self.bytes { Err(TooLong) } else { Ok(text.into()) }
    }

    /// Sends, and waits until the message has left; gives up at the deadline, or when `interrupted`
    /// ends first: a client that does not read must not keep a credential alive.
    pub async fn send(
        self,
        socket: &mut WebSocket,
        message: Message,
        interrupted: impl Future<Output = End>,
    ) -> Result<(), End> {
        tokio::select! {
            sent = timeout(self.time, socket.send(message)) => match sent {
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
