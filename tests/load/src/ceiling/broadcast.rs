//! One board's events to every socket: bytes made once, and nothing but sent.
//!
//! It speaks just enough of `graphql-transport-ws` for the bench's own client.

use std::sync::{Arc, Mutex, PoisonError};

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::ws::{Message, Utf8Bytes, WebSocket, WebSocketUpgrade};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Json, Router};
use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio::sync::broadcast::{self, Receiver, Sender, error::RecvError};

use crate::failure::{Failure, Result};
use crate::subscribers::{MARK, MARK_DIGITS, SEQ};

/// Events that a socket may be behind.
const QUEUE: usize = 8192;
/// Bytes of a socket's buffers. The default of 128 KiB would be most of its memory.
const BUFFER: usize = 4096;

/// A frame of Cairn's, with holes for the number and the mark.
struct Example {
    head: String,
    between: String,
    tail: String,
    seq_first: bool,
}

struct Channel {
    example: Example,
    /// The last event's number, and where the next one goes. One lock: numbers leave in order.
    last: Mutex<u64>,
    events: Sender<(u64, Utf8Bytes)>,
}

/// `POST /publish` and `GET /graphql/ws`, as if the board were at `seq`.
pub fn router(frame: &str, seq: u64) -> Result<Router> {
    let example = Example::parse(frame).ok_or_else(|| Failure::new("not a frame of an event"))?;
    let (events, _) = broadcast::channel(QUEUE);
    let channel = Arc::new(Channel { example, last: Mutex::new(seq), events });
    Ok(Router::new()
        .route("/publish", post(publish))
        .route("/graphql/ws", get(upgrade))
        .with_state(channel))
}

impl Example {
    fn parse(frame: &str) -> Option<Self> {
        let seq = frame.find(SEQ)? + SEQ.len();
        let seq_end = seq + frame[seq..].find(|character: char| !character.is_ascii_digit())?;
        let mark = frame.find(MARK)? + MARK.len();
        let mark_end = mark + MARK_DIGITS;
        let seq_first = seq < mark;
        let (first, first_end, second, second_end) =
            if seq_first { (seq, seq_end, mark, mark_end) } else { (mark, mark_end, seq, seq_end) };
        Some(Self {
            head: frame[..first].to_owned(),
            between: frame[first_end..second].to_owned(),
            tail: frame[second_end..].to_owned(),
            seq_first,
        })
    }

    fn frame(&self, seq: u64, mark: &str) -> Utf8Bytes {
        let seq = seq.to_string();
        let (first, second) = if self.seq_first { (&*seq, mark) } else { (mark, &*seq) };
        [&self.head, first, &self.between, second, &self.tail].concat().into()
    }
}

async fn publish(State(channel): State<Arc<Channel>>, mark: Bytes) -> Json<Value> {
    let mark = String::from_utf8_lossy(&mark);
    let mut last = channel.last.lock().unwrap_or_else(PoisonError::into_inner);
    *last += 1;
    // Nobody may be listening.
    let _ = channel.events.send((*last, channel.example.frame(*last, &mark)));
    Json(json!({ "seq": *last }))
}

async fn upgrade(State(channel): State<Arc<Channel>>, upgrade: WebSocketUpgrade) -> Response {
    upgrade
        .read_buffer_size(BUFFER)
        .write_buffer_size(BUFFER)
        .protocols(["graphql-transport-ws"])
        .on_upgrade(async move |socket| {
            // A socket that breaks is the client's to notice.
            let _ = subscriber(&channel, socket).await;
        })
        .into_response()
}

async fn subscriber(channel: &Channel, mut socket: WebSocket) -> Result<()> {
    let Some(after) = greet(&mut socket).await? else { return Ok(()) };
    let (mut events, last) = {
        let last = channel.last.lock().unwrap_or_else(PoisonError::into_inner);
        (channel.events.subscribe(), *last)
    };
    for seq in after + 1..=last {
        let missed = channel.example.frame(seq, &"0".repeat(MARK_DIGITS));
        socket.feed(Message::Text(missed)).await?;
    }
    socket.flush().await?;
    loop {
        tokio::select! {
            event = events.recv() => send(&mut socket, event, &mut events).await?,
            message = socket.recv() => match message {
                Some(Ok(Message::Close(_)) | Err(_)) | None => return Ok(()),
                Some(Ok(_)) => {}
            },
        }
    }
}

/// Sends an event and whatever waits behind it, in as few writes as fit.
async fn send(
    socket: &mut WebSocket,
    event: std::result::Result<(u64, Utf8Bytes), RecvError>,
    events: &mut Receiver<(u64, Utf8Bytes)>,
) -> Result<()> {
    let (_, frame) = event?;
    socket.feed(Message::Text(frame)).await?;
    while let Ok((_, frame)) = events.try_recv() {
        socket.feed(Message::Text(frame)).await?;
    }
    Ok(socket.flush().await?)
}

/// Answers `connection_init`, and returns the `after` of the subscription that follows.
async fn greet(socket: &mut WebSocket) -> Result<Option<u64>> {
    while let Some(message) = socket.recv().await {
        let Message::Text(text) = message? else { continue };
        let message: Value = serde_json::from_str(&text)?;
        if message["type"] == "connection_init" {
            socket.send(Message::Text(r#"{"type":"connection_ack"}"#.into())).await?;
        } else if message["type"] == "subscribe" {
            return Ok(message["payload"]["variables"]["after"].as_u64());
        }
    }
    Ok(None)
}
