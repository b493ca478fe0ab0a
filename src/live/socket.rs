//! One socket from upgrade to close: a single loop that reads, runs and writes.

use std::{sync::Arc, time::Instant};

use axum::extract::ws::{Message, Utf8Bytes, WebSocket};
use cairn_domain::statements::{Statements, counted};
use futures_util::{FutureExt, stream};
use tokio_tungstenite::tungstenite;

use super::{
    SUBPROTOCOL,
    close::End,
    direct::Direct,
    message::{Framed, FromClient, ToClient},
    occasions::{Occasion, Occasions},
    operations::{Happening, Operations},
    outgoing::{self, Outgoing, TooLong},
};
use crate::{
    http::{ClientAddress, credential::bearer},
    metrics::{OpenSocket, QueuedBytes},
    operation::{Answer, Identity, Params, Presented, Refused, Reply},
    problem::{Code, Problem},
    server::{Connection, Doors},
    telemetry::millis,
};

/// Messages that leave together at most.
const BATCH: usize = 64;
/// Bytes after which no more messages join those that leave together.
const BATCH_BYTES: usize = 64 * 1024;
/// Pings without any sign of life after which the client is gone.
const MISSED_PINGS: u32 = 2;

/// Serves a socket until it ends, and writes its canonical line.
pub async fn serve(
    mut websocket: WebSocket,
    doors: Arc<Doors>,
    presented: Presented,
    client: ClientAddress,
    connection: Connection,
) {
    let opened = Instant::now();
    let mut socket = Socket::new(doors, presented, connection.clone());
    let statements = Arc::new(Statements::default());
    let end = counted(Arc::clone(&statements), socket.run(&mut websocket)).await;
    let actor = socket.actor.as_ref().map(|actor| actor.log_name()).unwrap_or_default();
    let Figures { received, sent, operations } = socket.figures;
    let sent = sent + connection.wire().sent();
    // Streams end before the goodbye: what they hold is free at once.
    drop(socket);
    outgoing::close(websocket, &end).boxed().await;
    tracing::info!(
        client = %client.0,
        actor,
        code = end.code(),
        reason = end.reason(),
        operations,
        received,
        sent,
        statements = statements.count(),
        db_ms = millis(statements.elapsed()),
        elapsed_ms = millis(opened.elapsed()),
        "socket"
    );
}

/// What the canonical line tells.
#[derive(Debug, Default)]
struct Figures {
    received: u64,
    sent: u64,
    operations: u64,
}

/// What a socket waits for.
enum Event {
    Occasion(Occasion),
    /// Something was written past the task, and has not left whole.
    Blocked,
    Received(Option<Result<Message, axum::Error>>),
    Happening(Happening),
}

struct Socket {
    doors: Arc<Doors>,
    connection: Connection,
    presented: Presented,
    actor: Option<Arc<dyn Identity>>,
    occasions: Occasions,
    operations: Operations,
    outgoing: Outgoing,
    unanswered_pings: u32,
    figures: Figures,
    queued: QueuedBytes,
    _open: OpenSocket,
}

impl Socket {
    fn new(doors: Arc<Doors>, presented: Presented, connection: Connection) -> Self {
        let outgoing = Outgoing {
            bytes: doors.limits.socket_queue_bytes,
            time: doors.limits.socket_write_time(),
        };
        let stopping = doors.lifetime.token().cancelled_owned();
        let occasions = Occasions::of_new_socket(stopping, &doors.limits);
        let open = doors.traffic.socket();
        Self {
            queued: open.queue(),
            _open: open,
            doors,
            connection,
            presented,
            actor: None,
            occasions,
            operations: Operations::default(),
            outgoing,
            unanswered_pings: 0,
            figures: Figures::default(),
        }
    }

    async fn run(&mut self, socket: &mut WebSocket) -> End {
        if socket.protocol().is_none_or(|protocol| protocol != SUBPROTOCOL) {
            return End::Subprotocol;
        }
        match self.talk(socket).await {
            Err(end) => end,
            Ok(never) => match never {},
        }
    }

    async fn talk(&mut self, socket: &mut WebSocket) -> Result<std::convert::Infallible, End> {
        loop {
            // Everything has left: what the operations share may be written past this task.
            self.connection.wire().lend();
            let event = tokio::select! {
                biased;
                occasion = self.occasions.next() => Event::Occasion(occasion),
                () = self.connection.wire().blocked() => Event::Blocked,
                received = socket.recv() => Event::Received(received),
                happening = self.operations.next() => Event::Happening(happening),
            };
            self.connection.wire().take_back();
            // Thousands of sockets wait here: what each of them seldom does is boxed.
            let happening = match event {
                Event::Happening(happening) => Some(happening),
                Event::Occasion(occasion) => {
                    self.attend(socket, occasion).boxed().await?;
                    None
                }
                Event::Blocked => {
                    self.queued.add(self.connection.wire().rest());
                    self.flush(socket).boxed().await?;
                    None
                }
                Event::Received(received) => {
                    self.receive(socket, received).boxed().await?;
                    // However much a client sends, what runs gets its turn between any two messages.
                    self.operations.ready()
                }
            };
            if let Some(happening) = happening {
                self.tell(socket, happening).await?;
            }
        }
    }

    async fn attend(&mut self, socket: &mut WebSocket, occasion: Occasion) -> Result<(), End> {
        match occasion {
            Occasion::End(end) => Err(end),
            Occasion::Ping => self.ping(socket).await,
            Occasion::Recheck => self.recheck().await,
        }
    }

    async fn receive(
        &mut self,
        socket: &mut WebSocket,
        received: Option<Result<Message, axum::Error>>,
    ) -> Result<(), End> {
        self.unanswered_pings = 0;
        match received {
            Some(Ok(Message::Text(text))) => {
                self.figures.received += 1;
                self.doors.traffic.received();
                let limits = &self.doors.limits;
                let allowed = match self.actor {
                    Some(_) => limits.socket_message_bytes,
                    None => limits.socket_init_bytes,
                };
                if text.len() > allowed {
                    return Err(End::TooBig);
                }
                let message = FromClient::parse(&text)?;
                self.obey(socket, message, text.len()).await
            }
            Some(Ok(Message::Binary(_))) => Err(End::Invalid("binary")),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => Ok(()),
            Some(Ok(Message::Close(_))) | None => Err(End::Client),
            Some(Err(error)) => Err(end_of(error)),
        }
    }

    async fn obey(
        &mut self,
        socket: &mut WebSocket,
        message: FromClient,
        bytes: usize,
    ) -> Result<(), End> {
        match message {
            FromClient::ConnectionInit(authorization) => {
                if self.actor.is_some() {
                    return Err(End::SecondInit);
                }
                self.sign_in(authorization.as_deref()).await?;
                self.send(socket, &ToClient::ConnectionAck).await
            }
            FromClient::Ping(payload) => {
                self.send(socket, &ToClient::Pong { payload: payload.as_deref() }).await
            }
            FromClient::Pong => Ok(()),
            FromClient::Subscribe { id, payload } => {
                let Some(actor) = self.actor.clone() else { return Err(End::Unauthorized) };
                if self.operations.contains(&id) {
                    return Err(End::DuplicateId(id));
                }
                match self.start(&id, payload.get(), bytes, actor.as_ref()) {
                    Ok(()) => Ok(()),
                    Err(problem) => self.refuse(socket, &id, problem).await,
                }
            }
            FromClient::Complete { id } => {
                self.operations.stop(&id);
                Ok(())
            }
        }
    }

    /// A token in `connection_init` is over what the upgrade had.
    async fn sign_in(&mut self, authorization: Option<&str>) -> Result<(), End> {
        if let Some(authorization) = authorization {
            self.presented = Presented::Bearer(bearer(authorization).ok_or(End::Forbidden)?);
        }
        let authenticated = tokio::select! {
            biased;
            end = self.occasions.end() => return Err(end),
            authenticated = self.doors.authenticate.authenticate(self.presented.clone()) => authenticated,
        };
        let actor = authenticated.map_err(|refused| match refused {
            Refused::Invalid => End::Forbidden,
            Refused::Unavailable => End::Unavailable,
        })?;
        let stopping = self.doors.lifetime.token().cancelled_owned();
        self.occasions = Occasions::of_user(stopping, actor.revoked(), &self.doors.limits);
        self.actor = Some(actor);
        Ok(())
    }

    /// The notice of a credential's end may be lost with the bus that brings it.
    async fn recheck(&mut self) -> Result<(), End> {
        let authenticated = tokio::select! {
            biased;
            end = self.occasions.end() => return Err(end),
            authenticated = self.doors.authenticate.authenticate(self.presented.clone()) => authenticated,
        };
        match authenticated {
            Err(Refused::Invalid) => Err(End::Unauthorized),
            Ok(_) | Err(Refused::Unavailable) => Ok(()),
        }
    }

    fn start(
        &mut self,
        id: &str,
        payload: &str,
        bytes: usize,
        actor: &dyn Identity,
    ) -> Result<(), Problem> {
        use async_graphql::parser::types::OperationType;

        let limits = &self.doors.limits;
        if self.operations.count() >= limits.socket_operations
            || self.operations.bytes() + bytes > limits.socket_operation_bytes
        {
            return Err(Problem::new(
                Code::RateLimited,
                "Too many operations run on this socket; complete some first.",
            ));
        }
        let params = Params::from_json(payload.as_bytes())?;
        let admission = self.doors.desk.admit(params, actor)?;
        if admission.kind() == OperationType::Mutation {
            return Err(Problem::bad_request("Mutations are for POST /graphql."));
        }
        self.figures.operations += 1;
        let desk = self.doors.desk.clone();
        let counted = self.doors.traffic.running(admission.kind());
        if admission.kind() == OperationType::Query {
            let deadline = tokio::time::Instant::now() + limits.request_time();
            let answer = async move { desk.run_until(deadline, admission).await.into() };
            self.operations.start(id, bytes, counted, stream::once(answer));
        } else {
            let direct = Direct {
                id: id.into(),
                connection: self.connection.clone(),
                bytes: self.outgoing.bytes,
                traffic: Arc::clone(&self.doors.traffic),
            };
            let replies = desk.stream(admission, Some(Arc::new(direct)));
            self.operations.start(id, bytes, counted, replies);
        }
        Ok(())
    }

    /// Tells the client what has happened, and what else has meanwhile, in one write if it can be.
    async fn tell(&mut self, socket: &mut WebSocket, happening: Happening) -> Result<(), End> {
        let mut next = Some(happening);
        let (mut messages, mut bytes) = (0, 0);
        while let Some(happening) = next {
            let text = self.text_of(happening)?;
            (messages, bytes) = (messages + 1, bytes + text.len());
            self.feed(socket, Message::Text(text)).await?;
            let has_room = messages < BATCH && bytes < BATCH_BYTES;
            next = if has_room { self.operations.ready() } else { None };
        }
        self.flush(socket).await
    }

    fn text_of(&mut self, happening: Happening) -> Result<Utf8Bytes, End> {
        let Happening { id, reply } = happening;
        let answer = match reply {
            None => return self.write(&ToClient::Complete { id: &id }),
            Some(Reply::Frame(frame)) => {
                let text = Framed::next(&frame, &id).into_text();
                return self.outgoing.check(text).or_else(|TooLong| self.stop_too_long(&id));
            }
            Some(Reply::Answer(answer)) => answer,
        };
        // What was refused before it ran is an `error`. A subscription whose resolver refuses has run: its
        // errors are a `next`, then comes `complete`, as the reference server (graphql-ws) has it for
        // an execution result that is no stream.
        if answer.is_request_error() {
            self.operations.stop(&id);
            return self.write(&ToClient::Error { id: &id, payload: answer.errors() });
        }
        let text = self.outgoing.write(&ToClient::Next { id: &id, payload: &answer });
        text.or_else(|TooLong| self.stop_too_long(&id))
    }

    fn stop_too_long(&mut self, id: &str) -> Result<Utf8Bytes, End> {
        self.operations.stop(id);
        let answer = Answer::from(Problem::too_complex(format!(
            "The answer is longer than {} bytes; ask for less, or by POST /graphql.",
            self.outgoing.bytes
        )));
        self.write(&ToClient::Error { id, payload: answer.errors() })
    }

    async fn refuse(
        &mut self,
        socket: &mut WebSocket,
        id: &str,
        problem: Problem,
    ) -> Result<(), End> {
        let answer = Answer::from(problem);
        self.send(socket, &ToClient::Error { id, payload: answer.errors() }).await
    }

    async fn ping(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        if self.unanswered_pings >= MISSED_PINGS {
            return Err(End::Silent);
        }
        self.unanswered_pings += 1;
        self.send_message(socket, Message::Ping(bytes::Bytes::new())).await
    }

    async fn send(&mut self, socket: &mut WebSocket, message: &ToClient<'_>) -> Result<(), End> {
        let text = self.write(message)?;
        self.send_message(socket, Message::Text(text)).await
    }

    fn write(&self, message: &ToClient<'_>) -> Result<Utf8Bytes, End> {
        self.outgoing.write(message).map_err(|TooLong| End::Internal)
    }

    async fn send_message(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), End> {
        self.feed(socket, message).await?;
        self.flush(socket).await
    }

    async fn feed(&mut self, socket: &mut WebSocket, message: Message) -> Result<(), End> {
        self.figures.sent += 1;
        self.doors.traffic.sent();
        self.queued.add(match &message {
            Message::Text(text) => text.len(),
            _ => 0,
        });
        self.outgoing.feed(socket, message, self.occasions.end()).await
    }

    async fn flush(&mut self, socket: &mut WebSocket) -> Result<(), End> {
        self.outgoing.flush(socket, self.occasions.end()).await?;
        self.queued.clear();
        Ok(())
    }
}

fn end_of(error: axum::Error) -> End {
    use tungstenite::Error;

    match error.into_inner().downcast_ref::<Error>() {
        Some(Error::Capacity(_)) => End::TooBig,
        Some(Error::Utf8(_)) => End::Invalid("not UTF-8"),
        Some(Error::ConnectionClosed | Error::AlreadyClosed) => End::Client,
        _ => End::Broken,
    }
}
