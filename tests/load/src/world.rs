//! Boards with cards, made through the API.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use serde_json::{Value, json};
use tokio::task::JoinSet;

use crate::failure::{Failure, Result};
use crate::http::{self, Connection};
use crate::load::Target;

/// Connections that make cards at the same time.
const MAKERS: usize = 16;
/// Each board's columns.
const COLUMNS: usize = 5;

const CREATE_BOARD: &str = "mutation($input: CreateBoardInput!) { createBoard(input: $input) { \
    board { id epoch columns { id } } userErrors { code message } } }";
const ADD_MEMBER: &str = "mutation($input: SetBoardMemberInput!) { setBoardMember(input: $input) { \
    member { user { id } } userErrors { code message } } }";
const CREATE_LABEL: &str = "mutation($input: CreateLabelInput!) { createLabel(input: $input) { \
    label { id } userErrors { code message } } }";
const CREATE_CARD: &str = "mutation($input: CreateCardInput!) { createCard(input: $input) { \
    card { id } userErrors { code message } } }";
const ADD_COMMENT: &str = "mutation($input: AddCommentInput!) { addComment(input: $input) { \
    comment { id } userErrors { code message } } }";
const MOVE: &str = "mutation($input: MoveCardInput!) { moveCard(input: $input) { \
    card { id rank version } event { seq } userErrors { code message } } }";

/// The ids of one board.
#[derive(Clone, Debug)]
pub struct Board {
    /// The board's.
    pub id: String,
    /// Its log's.
    pub epoch: String,
    /// Its columns'.
    pub columns: Vec<String>,
    /// Its cards'.
    pub cards: Vec<String>,
}

/// A caller of the GraphQL API on one connection.
pub struct Api {
    connection: Connection,
    token: String,
}

impl Api {
    /// Connects.
    pub async fn open(target: Target, token: &str) -> Result<Self> {
        Ok(Self { connection: Connection::open(target.address).await?, token: token.to_owned() })
    }

    /// Calls, and returns the value of the one field at the root; fails where it was refused.
    pub async fn call(&mut self, query: &str, variables: &Value) -> Result<Value> {
        let body = json!({ "query": query, "variables": variables }).to_string();
        let request = http::post("/graphql", &self.token, body.as_bytes());
        let answer = self.connection.send(&request).await?;
        let mut answer: Value = serde_json::from_slice(answer.body)?;
        let root = answer["data"].as_object_mut().and_then(|data| data.values_mut().next());
        match root.map(Value::take) {
            Some(Value::Object(root))
                if root.get("userErrors").is_none_or(|errors| errors == &json!([])) =>
            {
                Ok(Value::Object(root))
            }
            _ => Err(Failure::new(format!("refused: {answer}"))),
        }
    }
}

/// Makes a board with so many cards. Each card has two of six labels and one of the members; every
/// third is due, every tenth has a comment.
pub async fn make_board(
    target: Target,
    token: &str,
    key: &str,
    cards: usize,
    members: &[&str],
) -> Result<Board> {
    let mut api = Api::open(target, token).await?;
    let columns: Vec<String> = (1..=COLUMNS).map(|number| format!("Column {number}")).collect();
    let input =
        json!({ "input": { "key": key, "title": format!("Board {key}"), "columns": columns } });
    let board = api.call(CREATE_BOARD, &input).await?["board"].take();
    let id = text(&board["id"]);
    let columns: Vec<String> = board["columns"]
        .as_array()
        .into_iter()
        .flatten()
        .map(|column| text(&column["id"]))
        .collect();

    let mut people = Vec::new();
    for username in members {
        let input = json!({ "input": { "boardId": id, "username": username, "role": "ADMIN" } });
        people.push(text(&api.call(ADD_MEMBER, &input).await?["member"]["user"]["id"]));
    }
    let mut labels = Vec::new();
    for name in ["bug", "feature", "docs", "release", "urgent", "waiting"] {
        let input = json!({ "input": { "boardId": id, "name": name } });
        labels.push(text(&api.call(CREATE_LABEL, &input).await?["label"]["id"]));
    }

    let inputs: Arc<Vec<Value>> =
        Arc::new((0..cards).map(|number| card_input(number, &columns, &labels, &people)).collect());
    let mut makers = JoinSet::new();
    for maker in 0..MAKERS {
        let mut api = Api::open(target, token).await?;
        let inputs = Arc::clone(&inputs);
        makers.spawn(async move {
            let mut made = Vec::new();
            for number in (maker..inputs.len()).step_by(MAKERS) {
                let card = api.call(CREATE_CARD, &inputs[number]).await?;
                let card = text(&card["card"]["id"]);
                if number.is_multiple_of(10) {
                    let input = json!({ "input": { "cardId": card, "body": "Who takes this?" } });
                    api.call(ADD_COMMENT, &input).await?;
                }
                made.push(card);
            }
            Ok::<_, Failure>(made)
        });
    }
    let mut cards = Vec::new();
    while let Some(made) = makers.join_next().await {
        cards.extend(made??);
    }
    let board = Board { id, epoch: text(&board["epoch"]), columns, cards };
    // The board's last event is a move, which the raw servers take as their example. The first
    // connection may have been idle for too long.
    let mut api = Api::open(target, token).await?;
    api.call(MOVE, &json!({ "input": move_input(&board, "bench-example") })).await?;
    Ok(board)
}

fn card_input(number: usize, columns: &[String], labels: &[String], people: &[String]) -> Value {
    let due = number
        .is_multiple_of(3)
        .then(|| format!("2027-{:02}-{:02}", number % 12 + 1, number % 28 + 1));
    json!({ "input": {
        "columnId": columns[number % columns.len()],
        "title": format!("Card {number} of a board that many people look at all day"),
        "labelIds": [labels[number % labels.len()], labels[(number + 1) % labels.len()]],
        "assigneeIds": people.get(number % people.len().max(1)).into_iter().collect::<Vec<_>>(),
        "dueOn": due,
    }})
}

/// The input of a move of any card into any column, after any card that may stand in another one.
fn move_input(board: &Board, id: &str) -> Value {
    let card = &board.cards[rand::random_range(0..board.cards.len())];
    let after = &board.cards[rand::random_range(0..board.cards.len())];
    let column = &board.columns[rand::random_range(0..board.columns.len())];
    json!({ "clientMutationId": id, "cardId": card, "columnId": column, "afterId": after })
}

/// A moveCard request for Cairn, under an id of the client's.
pub fn move_request(board: &Board, token: &str, id: &str) -> Vec<u8> {
    let body = json!({ "query": MOVE, "variables": { "input": move_input(board, id) } });
    http::post("/graphql", token, body.to_string().as_bytes())
}

/// The same for a raw server, which is told the board too.
pub fn raw_move_request(board: &Board, id: &str) -> Vec<u8> {
    let mut body = move_input(board, id);
    body["boardId"] = json!(board.id);
    http::post("/move", "", body.to_string().as_bytes())
}

/// An id for a write that nothing else has in this run.
pub fn fresh_id() -> String {
    static NEXT: AtomicU64 = AtomicU64::new(0);
    format!("bench-w{}", NEXT.fetch_add(1, Ordering::Relaxed))
}

fn text(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}
