//! One client: it writes over HTTP, and follows the board over a socket that it opens again whenever
//! it breaks.

use std::sync::{Arc, Mutex as SyncMutex};
use std::time::Duration;

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::sync::{Mutex, Notify, watch};
use tokio::task::AbortHandle;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_util::task::TaskTracker;

use super::documents;
use super::plan::{Side, Step};
use super::replica::Replica;
use crate::world::Person;

const RETRY: Duration = Duration::from_millis(50);

#[derive(Clone)]
pub struct Client {
    person: Person,
    board: String,
    steps: Vec<Step>,
    replica: watch::Receiver<Replica>,
    acknowledged: Arc<SyncMutex<Vec<(String, i64)>>>,
    drop_socket: Arc<Notify>,
    follower: AbortHandle,
}

impl Client {
    /// Loads the board and begins to follow it.
    pub async fn start(person: Person, board: &str, steps: Vec<Step>) -> Self {
        let (sender, replica) = watch::channel(Replica::load(&person, board, None).await);
        let drop_socket = Arc::new(Notify::new());
        let following = follow(person.clone(), board.to_owned(), sender, Arc::clone(&drop_socket));
        let follower = TaskTracker::new().spawn(following).abort_handle();
        let acknowledged = Arc::default();
        let board = board.to_owned();
        Self { person, board, steps, replica, acknowledged, drop_socket, follower }
    }

    pub fn name(&self) -> &str {
        &self.person.name
    }

    /// The ids of answered writes, and the events that their answers named.
    pub fn acknowledged(&self) -> Vec<(String, i64)> {
        self.acknowledged.lock().unwrap().clone()
    }

    /// The client's copy, once it has come as far as `seq`.
    pub async fn reach(&self, seq: i64) -> Replica {
        let mut replica = self.replica.clone();
        replica.wait_for(|replica| replica.seq >= seq).await.unwrap().clone()
    }

    pub fn stop(&self) {
        self.follower.abort();
    }

    /// Does all steps, one after the other; each is sent until it is answered.
    pub async fn work(self, done: Arc<Mutex<usize>>) {
        for (index, step) in self.steps.iter().enumerate() {
            let id = format!("{}-{index}", self.person.name);
            if let Some((mutation, input)) = self.write(step) {
                self.send_until_answered(mutation, input, &id).await;
            }
            *done.lock().await += 1;
        }
    }

    async fn send_until_answered(&self, mutation: &'static str, mut input: Value, id: &str) {
        input["clientMutationId"] = json!(id);
        let query = crate::world::document(mutation, "event { seq clientMutationId }");
        let variables = json!({ "input": input });
        loop {
            match self.person.try_send(&query, &variables).await {
                Ok(answer) if answer["errors"][0]["extensions"]["code"] == "UNAVAILABLE" => {}
                Ok(answer) => {
                    assert!(answer.get("errors").is_none(), "{mutation} {input}: {answer}");
                    let event = &answer["data"][mutation]["event"];
                    if let Some(seq) = event["seq"].as_i64() {
                        assert_eq!(event["clientMutationId"], id);
                        self.acknowledged.lock().unwrap().push((id.to_owned(), seq));
                    }
                    return;
                }
                Err(_) => {}
            }
            tokio::time::sleep(RETRY).await;
        }
    }

    /// What a step means on the board as this client sees it; nothing when there is nothing for it.
    fn write(&self, step: &Step) -> Option<(&'static str, Value)> {
        let replica = self.replica.borrow();
        let pick = |things: &std::collections::BTreeMap<String, Value>, index: usize| {
            things.keys().nth(index % things.len().max(1)).cloned()
        };
        let card = |index| pick(&replica.cards, index);
        let column = |index| pick(&replica.columns, index);
        Some(match step {
            Step::CreateCard { column: at, title } => {
                ("createCard", json!({ "columnId": column(*at)?, "title": title }))
            }
            Step::MoveCard { card: at, column: to, neighbour, side } => {
                let mut input = json!({ "cardId": card(*at)?, "columnId": column(*to)? });
                match side {
                    Side::After => input["afterId"] = json!(card(*neighbour)?),
                    Side::Before => input["beforeId"] = json!(card(*neighbour)?),
                    Side::End => {}
                }
                ("moveCard", input)
            }
            Step::Rename { card: at, title } => {
                ("updateCard", json!({ "cardId": card(*at)?, "title": title }))
            }
            Step::Describe { card: at, text } => {
                ("updateCard", json!({ "cardId": card(*at)?, "description": text }))
            }
            Step::Plan { card: at, day, estimate } => {
                let due = format!("2026-12-{day:02}");
                let card = card(*at)?;
                ("updateCard", json!({ "cardId": card, "dueOn": due, "estimate": estimate }))
            }
            Step::Archive { card: at } => ("archiveCard", json!({ "cardId": card(*at)? })),
            Step::Restore { card: at } => ("restoreCard", json!({ "cardId": card(*at)? })),
            Step::DeleteCard { card: at } => ("deleteCard", json!({ "cardId": card(*at)? })),
            Step::Comment { card: at, body } => {
                ("addComment", json!({ "cardId": card(*at)?, "body": body }))
            }
            Step::CreateColumn { title } => {
                ("createColumn", json!({ "boardId": self.board, "title": title }))
            }
            Step::MoveColumn { column: at, after } => {
                ("moveColumn", json!({ "columnId": column(*at)?, "afterId": column(*after)? }))
            }
            Step::DeleteColumn { column: at, target } => (
                "deleteColumn",
                json!({ "columnId": column(*at)?, "moveCardsTo": column(*target)? }),
            ),
            Step::CreateLabel { name } => {
                ("createLabel", json!({ "boardId": self.board, "name": name }))
            }
            Step::Label { card: at, label, add } => {
                let field = if *add { "addLabelIds" } else { "removeLabelIds" };
                let label = pick(&replica.labels, *label)?;
                ("updateCard", json!({ "cardId": card(*at)?, field: [label] }))
            }
            Step::DropSocket => {
                self.drop_socket.notify_one();
                return None;
            }
        })
    }
}

async fn follow(
    person: Person,
    board: String,
    replica: watch::Sender<Replica>,
    drop_socket: Arc<Notify>,
) {
    loop {
        // Whatever breaks, the next socket goes on from where the copy is.
        let _broken = follow_once(&person, &board, &replica, &drop_socket).await;
        tokio::time::sleep(RETRY).await;
    }
}

async fn follow_once(
    person: &Person,
    board: &str,
    replica: &watch::Sender<Replica>,
    drop_socket: &Notify,
) -> Result<(), tokio_tungstenite::tungstenite::Error> {
    let mut request = format!("ws://{}/graphql/ws", person.address).into_client_request()?;
    request.headers_mut().insert("sec-websocket-protocol", "graphql-transport-ws".parse().unwrap());
    let (mut socket, _) = tokio_tungstenite::connect_async(request).await?;
    let init = json!({
        "type": "connection_init",
        "payload": { "authorization": person.authorization() },
    });
    socket.send(Message::text(init.to_string())).await?;
    let (after, epoch) = (replica.borrow().seq, replica.borrow().epoch.clone());
    let variables = json!({ "board": board, "after": after, "epoch": epoch });
    let payload = json!({ "query": documents::FOLLOW, "variables": variables });
    loop {
        let message = tokio::select! {
            message = socket.next() => message,
            () = drop_socket.notified() => return Ok(()),
        };
        let Some(message) = message else { return Ok(()) };
        let Message::Text(text) = message? else { continue };
        let message: Value = serde_json::from_str(&text).unwrap();
        match message["type"].as_str().unwrap() {
            "connection_ack" => {
                let subscribe = json!({ "type": "subscribe", "id": "1", "payload": payload });
                socket.send(Message::text(subscribe.to_string())).await?;
            }
            "next" => {
                assert!(message["payload"].get("errors").is_none(), "{message}");
                let update = &message["payload"]["data"]["boardEvents"];
                assert_eq!(update["__typename"], "BoardEvent", "{message}");
                replica.send_modify(|replica| replica.apply(update));
            }
            "ping" => socket.send(Message::text(r#"{"type":"pong"}"#)).await?,
            "error" => panic!("{message}"),
            _ => return Ok(()),
        }
    }
}
