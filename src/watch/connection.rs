//! One connection: from the first byte to whatever ends it.

use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{net::TcpStream, time::timeout};
use tokio_tungstenite::{
    MaybeTlsStream, WebSocketStream, connect_async_with_config,
    tungstenite::{
        Error, Message,
        client::IntoClientRequest,
        http::{HeaderValue, Response, StatusCode},
        protocol::{CloseFrame, WebSocketConfig},
    },
};

use super::{
    Address, WatchError,
    message::{Answer, FromServer, Problem, ToServer},
    plain::shortened,
};
use crate::{config::Secret, live::SUBPROTOCOL};

/// How long the server may take to let us in, or to answer a question.
const ANSWER_TIME: Duration = Duration::from_secs(10);
/// A server that has said nothing for so long is gone: it pings every 25 seconds.
const SILENCE: Duration = Duration::from_mins(1);
/// The longest message that is taken.
const MESSAGE_BYTES: usize = 16 * 1024 * 1024;
/// The most characters of the server's words in a line.
const WORDS: usize = 200;

/// The end of a connection.
#[derive(Debug)]
pub(super) enum Ended {
    /// Another connection may do better; says what happened.
    Passing(String),
    /// No other will.
    Final(WatchError),
}

impl From<WatchError> for Ended {
    fn from(error: WatchError) -> Self {
        Self::Final(error)
    }
}

/// What an operation gives next.
#[derive(Debug)]
pub(super) enum Item {
    Answer(Answer),
    Refused(Vec<Problem>),
    Complete,
}

/// A connection that is ready for operations. One of them runs at a time.
pub(super) struct Connection {
    socket: WebSocketStream<MaybeTlsStream<TcpStream>>,
    address: Address,
    operations: u64,
}

impl Connection {
    /// Connects and shows the token.
    pub(super) async fn open(address: &Address, token: Option<&Secret>) -> Result<Self, Ended> {
        let socket = within(ANSWER_TIME, Box::pin(connect(address))).await??;
        let mut connection = Self { socket, address: address.clone(), operations: 0 };
        let payload =
            token.map(|token| json!({ "authorization": format!("Bearer {}", token.expose()) }));
        connection.send(&ToServer::ConnectionInit { payload }).await?;
        match within(ANSWER_TIME, connection.receive()).await?? {
            FromServer::ConnectionAck => Ok(connection),
            _ => Err(connection.stranger("it did not take our first message")),
        }
    }

    /// Asks a question and waits for the whole answer.
    pub(super) async fn ask(&mut self, query: &str, variables: Value) -> Result<Item, Ended> {
        self.start(query, variables).await?;
        let item = within(ANSWER_TIME, self.next()).await??;
        if matches!(item, Item::Answer(_)) {
            within(ANSWER_TIME, self.next()).await??;
        }
        Ok(item)
    }

    /// Starts an operation, in place of any other.
    pub(super) async fn start(&mut self, query: &str, variables: Value) -> Result<(), Ended> {
        self.operations += 1;
        let id = self.operations.to_string();
        let payload = json!({ "query": query, "variables": variables });
        self.send(&ToServer::Subscribe { id: &id, payload }).await
    }

    /// Stops the running operation.
    pub(super) async fn stop(&mut self) -> Result<(), Ended> {
        let id = self.operations.to_string();
        self.send(&ToServer::Complete { id: &id }).await
    }

    /// What the running operation gives next.
    pub(super) async fn next(&mut self) -> Result<Item, Ended> {
        let current = self.operations.to_string();
        loop {
            match self.receive().await? {
                FromServer::Next { id, payload } if id == current => {
                    return Ok(Item::Answer(payload));
                }
                FromServer::Error { id, payload } if id == current => {
                    return Ok(Item::Refused(payload));
                }
                FromServer::Complete { id } if id == current => return Ok(Item::Complete),
                FromServer::Ping => self.send(&ToServer::Pong).await?,
                _ => {}
            }
        }
    }

    /// This is no server that we know how to talk to.
    pub(super) fn stranger(&self, reason: &str) -> Ended {
        stranger(&self.address, reason)
    }

    async fn send(&mut self, message: &ToServer<'_>) -> Result<(), Ended> {
        let text = serde_json::to_string(message).expect("a message is plain data");
        let sent = within(ANSWER_TIME, self.socket.send(Message::text(text))).await?;
        sent.map_err(|error| Ended::Passing(error.to_string()))
    }

    /// The next message. The library answers the pings of the socket itself.
    async fn receive(&mut self) -> Result<FromServer, Ended> {
        loop {
            let Ok(received) = timeout(SILENCE, self.socket.next()).await else {
                return Err(Ended::Passing("the server has fallen silent".to_owned()));
            };
            match received {
                Some(Ok(Message::Text(text))) => {
                    return serde_json::from_str(&text)
                        .map_err(|_| self.stranger("it sent a message that makes no sense"));
                }
                Some(Ok(Message::Close(frame))) => return Err(self.closed(frame.as_ref())),
                Some(Ok(_)) => {}
                Some(Err(error)) => return Err(Ended::Passing(error.to_string())),
                None => return Err(Ended::Passing("the server has gone".to_owned())),
            }
        }
    }

    fn closed(&self, frame: Option<&CloseFrame>) -> Ended {
        let Some(frame) = frame else {
            return Ended::Passing("the server has closed the connection".to_owned());
        };
        let reason = shortened(&frame.reason, WORDS);
        match u16::from(frame.code) {
            4401 | 4403 => WatchError::NotSignedIn.into(),
            4400 | 4406 | 4409 | 4429 => self.stranger(&reason),
            code => {
                Ended::Passing(format!("the server has closed the connection: {reason} ({code})"))
            }
        }
    }
}

async fn connect(address: &Address) -> Result<WebSocketStream<MaybeTlsStream<TcpStream>>, Ended> {
    let mut request = address
        .as_str()
        .into_client_request()
        .map_err(|error| stranger(address, &error.to_string()))?;
    let subprotocol = HeaderValue::from_static(SUBPROTOCOL);
    request.headers_mut().insert("sec-websocket-protocol", subprotocol);
    let config = WebSocketConfig::default().max_message_size(Some(MESSAGE_BYTES));
    match connect_async_with_config(request, Some(config), true).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(response)) => Err(refused(address, &response)),
        Err(error @ (Error::Protocol(_) | Error::Url(_) | Error::HttpFormat(_))) => {
            Err(stranger(address, &error.to_string()))
        }
        Err(error) => Err(Ended::Passing(error.to_string())),
    }
}

fn refused<B>(address: &Address, response: &Response<B>) -> Ended {
    let status = response.status();
    let may_pass = status.is_server_error()
        || matches!(status, StatusCode::TOO_MANY_REQUESTS | StatusCode::REQUEST_TIMEOUT);
    let reason = format!("it answers {status}");
    if may_pass { Ended::Passing(reason) } else { stranger(address, &reason) }
}

fn stranger(address: &Address, reason: &str) -> Ended {
    let (address, reason) = (address.to_string(), reason.to_owned());
    WatchError::Stranger { address, reason }.into()
}

async fn within<T>(time: Duration, what: impl Future<Output = T>) -> Result<T, Ended> {
    timeout(time, what).await.map_err(|_| Ended::Passing("the server does not answer".to_owned()))
}
