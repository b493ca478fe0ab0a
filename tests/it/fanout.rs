//! Several people follow one board through one server: each is told everything that is theirs, and
//! nothing that is not, however much of it is made only once.

use std::{collections::HashMap, time::Duration};

use futures_util::{SinkExt, StreamExt};
use serde_json::{Value, json};
use tokio::{
    task::JoinSet,
    time::{sleep, timeout},
};
use tokio_tungstenite::tungstenite::Message;

use crate::support::{socket::Client as Socket, soon};
use crate::world::{Board, Cairn, Memory, Person, with_each_memory};

/// The same for everybody; and a field that is another for each.
const SAME: &str = "card { title column { title } }";
const OWN: &str = "card { title board { viewerRole } }";

async fn follow(person: &Person, id: &str, board: &Board, selection: &str) -> Socket {
    let mut socket = person.socket().await;
    follow_on(&mut socket, id, board, selection).await;
    socket
}

async fn follow_on(socket: &mut Socket, id: &str, board: &Board, selection: &str) {
    let query = format!(
        "subscription($id: ID!, $after: Int!) {{ boardEvents(boardId: $id, after: $after) {{
         ... on BoardEvent {{ seq changes {{ ... on CardChanged {{ {selection} }} }} }} }} }}"
    );
    let variables = json!({ "id": board.id, "after": board.seq().await });
    let payload = json!({ "query": query, "variables": variables });
    socket.send(json!({ "type": "subscribe", "id": id, "payload": payload })).await;
}

/// The next message as it was sent.
async fn text(socket: &mut Socket) -> String {
    loop {
        match soon(socket.0.next()).await {
            Some(Ok(Message::Text(text))) => return text.to_string(),
            Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
            other => panic!("no message but {other:?}"),
        }
    }
}

struct Stage {
    _server: Cairn,
    board: Board,
    bob: Person,
    cat: Person,
}

impl Stage {
    async fn set(settings: &[(&'static str, &str)]) -> Self {
        let server = Cairn::start_with(settings).await;
        let owner = server.person("owner").await;
        let board = Board::new(&owner, "FAN").await;
        let (bob, cat) = (server.person("bob").await, server.person("cat").await);
        board.admit(&bob, "VIEWER").await;
        board.admit(&cat, "EDITOR").await;
        Self { _server: server, board, bob, cat }
    }
}

with_each_memory!(
    everybody_gets_the_same_message_under_their_own_id,
    a_field_of_the_viewers_own_is_theirs,
    who_is_removed_gets_nothing_while_their_like_go_on,
    a_slow_reader_gets_everything_and_slows_nobody_down,
    messages_stay_whole_and_in_order_however_they_are_read,
);

async fn everybody_gets_the_same_message_under_their_own_id(memory: Memory) {
    let Stage { _server, board, bob, cat } = Stage::set(memory.settings()).await;
    let long = "8c7ff6d2-0c5a-4a7e-9d5e-2f6f3c1b0a99";
    let ids = ["1", "1", "2", "a\"b", long, long];
    let mut sockets = Vec::new();
    for (index, id) in ids.into_iter().enumerate() {
        let person = if index % 2 == 0 { &bob } else { &cat };
        sockets.push(follow(person, id, &board, SAME).await);
    }
    let mut seq = board.seq().await;
    for title in ["One", "Two \u{1f389}", "Three"] {
        board.card(0, title).await;
        seq += 1;
        let change = json!({ "card": { "title": title, "column": { "title": "To do" } } });
        let event = json!({ "seq": seq, "changes": [change] });
        for (socket, id) in sockets.iter_mut().zip(ids) {
            let payload = json!({ "data": { "boardEvents": event } });
            let expected = json!({ "type": "next", "id": id, "payload": payload });
            let text = text(socket).await;
            assert_eq!(serde_json::from_str::<Value>(&text).unwrap(), expected, "{text}");
        }
    }
}

async fn a_field_of_the_viewers_own_is_theirs(memory: Memory) {
    let Stage { _server, board, bob, cat } = Stage::set(memory.settings()).await;
    let owner = board.owner.clone();
    let cast = [(&owner, "ADMIN"), (&bob, "VIEWER"), (&cat, "EDITOR"), (&bob, "VIEWER")];
    let mut sockets = Vec::new();
    for (person, _) in cast {
        sockets.push(follow(person, "1", &board, OWN).await);
    }
    for number in 0..8 {
        let title = format!("Card {number}");
        board.card(0, &title).await;
        for (socket, (_, role)) in sockets.iter_mut().zip(cast) {
            let message = socket.next().await;
            let change = &message["payload"]["data"]["boardEvents"]["changes"][0];
            let card = json!({ "title": title, "board": { "viewerRole": role } });
            assert_eq!(change, &json!({ "card": card }), "{message}");
        }
    }
}

async fn who_is_removed_gets_nothing_while_their_like_go_on(memory: Memory) {
    let Stage { _server, board, bob, cat } = Stage::set(memory.settings()).await;
    board.admit(&cat, "VIEWER").await;
    let mut gone = follow(&bob, "1", &board, SAME).await;
    let mut stays = follow(&cat, "1", &board, SAME).await;
    board.card(0, "For both").await;
    assert_eq!(text(&mut gone).await, text(&mut stays).await);

    let viewer = bob.send("{ viewer { id } }", json!({})).await;
    let input = json!({ "boardId": board.id, "userId": viewer["viewer"]["id"] });
    board.owner.write("removeBoardMember", "", input).await;
    for number in 0..20 {
        board.card(0, &format!("Secret {number}")).await;
    }
    assert_eq!(gone.next().await, json!({ "type": "complete", "id": "1" }));
    text(&mut stays).await;
    for number in 0..20 {
        assert!(text(&mut stays).await.contains(&format!("Secret {number}")));
    }
    gone.send(json!({ "type": "ping" })).await;
    assert_eq!(gone.next().await["type"], "pong", "nothing else came");
}

async fn a_slow_reader_gets_everything_and_slows_nobody_down(memory: Memory) {
    let Stage { _server, board, bob, cat } = Stage::set(memory.settings()).await;
    let mut slow = follow(&bob, "1", &board, SAME).await;
    let mut quick = follow(&cat, "1", &board, SAME).await;
    let seq = board.seq().await;
    let long = "x".repeat(400);
    for number in 1..=300 {
        board.card(0, &format!("{number} {long}")).await;
        let message = quick.next().await;
        assert_eq!(message["payload"]["data"]["boardEvents"]["seq"], seq + number);
    }
    for number in 1..=300 {
        let message = slow.next().await;
        assert_eq!(message["payload"]["data"]["boardEvents"]["seq"], seq + number);
    }
}

/// Large and small messages of several operations, answers to pings and the like, all to clients who
/// read in fits over connections that are full most of the time.
async fn messages_stay_whole_and_in_order_however_they_are_read(memory: Memory) {
    const EVENTS: i64 = 120;
    let Stage { _server, board, bob, cat } = Stage::set(memory.settings()).await;
    let before = board.seq().await;
    let ids = ["1", "2", "own"];
    let mut readers = JoinSet::new();
    for number in 0..4_u64 {
        let mut socket = [&bob, &cat][usize::from(number % 2 == 0)].narrow_socket().await;
        for id in ids {
            let selection = if id == "own" { OWN } else { "card { title description }" };
            follow_on(&mut socket, id, &board, selection).await;
        }
        let mut pauses = (number..4).chain(0..4).cycle().map(Duration::from_millis);
        readers.spawn(async move {
            let (mut seen, mut pongs) = (HashMap::<String, i64>::new(), 0);
            while pongs < EVENTS || ids.iter().any(|id| seen.get(*id) != Some(&EVENTS)) {
                let message = socket.next().await;
                match message["type"].as_str() {
                    Some("pong") => pongs += 1,
                    Some("next") => {
                        let last = seen.entry(message["id"].as_str().unwrap().into()).or_default();
                        *last += 1;
                        let event = &message["payload"]["data"]["boardEvents"];
                        assert_eq!(event["seq"], before + *last, "reader {number}");
                        if pongs < EVENTS {
                            socket.send(json!({ "type": "ping" })).await;
                            let _ = socket.0.send(Message::Ping("are you there?".into())).await;
                        }
                        sleep(pauses.next().unwrap()).await;
                    }
                    _ => panic!("{message}"),
                }
            }
        });
    }
    let lengths = [1, 15_000, 40, 4000];
    for (_, length) in (0..EVENTS).zip(lengths.into_iter().cycle()) {
        let description = "\u{1f389}".repeat(length);
        let input =
            json!({ "columnId": board.columns[0], "title": "Card", "description": description });
        board.owner.write("createCard", "card { id }", input).await;
    }
    timeout(Duration::from_mins(1), readers.join_all()).await.expect("everybody gets everything");
}
