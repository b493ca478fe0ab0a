//! A client of `graphql-transport-ws` that can also break its rules.

use std::net::SocketAddr;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::net::{TcpSocket, TcpStream};
use tokio_tungstenite::{
    WebSocketStream, client_async,
    tungstenite::{Error, Message, client::IntoClientRequest, protocol::CloseFrame},
};

use super::soon;

const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

/// One socket of a client.
pub struct Client(pub WebSocketStream<TcpStream>);

/// What ended a socket: the code and the words of the close frame.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Closed {
    /// The close code; 1006 when there was no close frame.
    pub code: u16,
    /// The words.
    pub reason: String,
}

impl Client {
    /// Opens a socket with more headers than the usual ones; the refusal's status when it fails.
    pub async fn open(address: SocketAddr, headers: &[(&'static str, &str)]) -> Result<Self, u16> {
        Self::open_over(TcpStream::connect(address).await.unwrap(), address, headers).await
    }

    /// Opens a socket over a connection of the caller's.
    async fn open_over(
        stream: TcpStream,
        address: SocketAddr,
        headers: &[(&'static str, &str)],
    ) -> Result<Self, u16> {
        let mut request = format!("ws://{address}/graphql/ws").into_client_request().unwrap();
        for (name, value) in headers {
            request.headers_mut().insert(*name, value.parse().unwrap());
        }
        match soon(client_async(request, stream)).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Opens a socket that speaks the protocol, and sends nothing yet.
    pub async fn connect(address: SocketAddr) -> Self {
        Self::open(address, &[PROTOCOL]).await.unwrap()
    }

    /// The same, over a connection that holds few bytes that were not read: what the server writes
    /// seldom leaves at once, or whole.
    pub async fn connect_narrowly(address: SocketAddr) -> Self {
        let socket = TcpSocket::new_v4().unwrap();
        // With much less, the kernel sends a few bytes five times a second.
        socket.set_recv_buffer_size(32 * 1024).unwrap();
        let stream = socket.connect(address).await.unwrap();
        Self::open_over(stream, address, &[PROTOCOL]).await.unwrap()
    }

    /// Opens a socket and initialises it as anybody.
    pub async fn ready(address: SocketAddr) -> Self {
        let mut client = Self::connect(address).await;
        client.send(json!({ "type": "connection_init" })).await;
        assert_eq!(client.next().await["type"], "connection_ack");
        client
    }

    /// Sends a message.
    pub async fn send(&mut self, message: Value) {
        self.0.send(Message::text(message.to_string())).await.unwrap();
    }

    /// Sends a text, whatever it is; a server that has closed is no failure.
    pub async fn send_text(&mut self, text: impl Into<String>) {
        let _ = self.0.send(Message::text(text.into())).await;
    }

    /// Starts an operation.
    pub async fn subscribe(&mut self, id: &str, document: &str) {
        self.send(json!({ "type": "subscribe", "id": id, "payload": { "query": document } })).await;
    }

    /// The next message.
    pub async fn next(&mut self) -> Value {
        loop {
            match soon(self.0.next()).await {
                Some(Ok(Message::Text(text))) => return serde_json::from_str(&text).unwrap(),
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                other => panic!("no message but {other:?}"),
            }
        }
    }

    /// What the server closes with; messages before that are skipped.
    pub async fn closed(&mut self) -> Closed {
        loop {
            match soon(self.0.next()).await {
                Some(Ok(Message::Close(Some(CloseFrame { code, reason })))) => {
                    return Closed { code: code.into(), reason: reason.to_string() };
                }
                Some(Ok(Message::Close(None)) | Err(_)) | None => {
                    return Closed { code: 1006, reason: String::new() };
                }
                Some(Ok(_)) => {}
            }
        }
    }
}
