//! However little is kept in memory, and however often it has to go, everybody is told the same.

use serde_json::{Value, json};

use crate::support::socket::Client as Socket;
use crate::world::{Board, Cairn, Figures, Memory, Person};

const BOARDS: usize = 4;
const ROUNDS: usize = 6;

/// What people ask of a board: short, longer, and with something that is the viewer's alone.
const QUESTIONS: [&str; 3] = [
    "query ($key: String!) { board(key: $key) { seq title } }",
    "query ($key: String!) { board(key: $key) { seq columns { title cardCount }
     cards { nodes { key title } } } }",
    "query ($key: String!) { board(key: $key) { seq viewerRole members { nodes { role } } } }",
];

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_is_told_the_same_with_plenty_of_memory_and_with_none() {
    let [(told, plenty), (told_with_tiny, tiny), (told_with_none, none)] = [
        mixed_traffic(Memory::Plenty).await,
        mixed_traffic(Memory::Tiny).await,
        mixed_traffic(Memory::Nothing).await,
    ];
    assert_eq!(told, told_with_tiny);
    assert_eq!(told, told_with_none);
    for cache in ["boards", "answers", "events", "documents"] {
        assert!(plenty.cache("hits_total", cache) > 10, "{cache}\n{}", plenty.text);
        assert!(plenty.cache("evictions_total", cache) == 0, "{cache}\n{}", plenty.text);
        assert!(tiny.cache("evictions_total", cache) > 20, "{cache}\n{}", tiny.text);
        assert!(none.cache("hits_total", cache) == 0, "{cache}\n{}", none.text);
        assert!(none.cache("entries", cache) == 0, "{cache}\n{}", none.text);
        for figures in [&plenty, &tiny, &none] {
            let (bytes, most) = (figures.cache("bytes", cache), figures.cache("max_bytes", cache));
            assert!(bytes <= most, "{cache}: {bytes} of {most}");
        }
    }
}

/// Several people ask about, write to and follow several boards. What all of them were told, without
/// ids, which are others on each server.
async fn mixed_traffic(memory: Memory) -> (Vec<Value>, Figures) {
    let server = Cairn::start_measured(memory.settings()).await;
    let owner = server.person("owner").await;
    let (bob, cat, eve) =
        (server.person("bob").await, server.person("cat").await, server.person("eve").await);
    let keys: Vec<String> = (0..BOARDS).map(|number| format!("MEM{number}")).collect();
    let mut boards = Vec::new();
    let mut sockets = Vec::new();
    for key in &keys {
        let board = Board::new(&owner, key).await;
        board.admit(&bob, "VIEWER").await;
        board.admit(&cat, "EDITOR").await;
        for person in [&bob, &bob, &cat] {
            sockets.push((boards.len(), follow(person, &board).await));
        }
        boards.push(board);
    }
    let public = json!({ "boardId": boards[0].id, "visibility": "PUBLIC" });
    owner.write("updateBoard", "", public).await;

    let mut told = Vec::new();
    for round in 0..ROUNDS {
        for (board, key) in boards.iter().zip(&keys) {
            board.card(round % 3, &format!("Card {round}")).await;
            for question in QUESTIONS {
                for person in [&bob, &cat, &eve, &owner, &bob] {
                    let answer = person.try_send(question, &json!({ "key": key })).await;
                    told.push(answer.unwrap());
                }
            }
        }
    }
    for (board, socket) in &mut sockets {
        // The first board was made public while they followed it.
        for _ in 0..ROUNDS + usize::from(*board == 0) {
            told.push(socket.next().await);
        }
    }
    (told, server.figures().await)
}

async fn follow(person: &Person, board: &Board) -> Socket {
    let mut socket = person.socket().await;
    let document = format!(
        "subscription {{ boardEvents(boardId: \"{}\", after: {}) {{ ... on BoardEvent {{ seq \
         changes {{ ... on CardChanged {{ card {{ key title }} }} }} }} }} }}",
        board.id,
        board.seq().await
    );
    socket.subscribe("1", &document).await;
    // What is asked after it is answered after it: from here on the board is followed.
    socket.subscribe("2", "{ __typename }").await;
    assert_eq!(socket.next().await["type"], "next");
    assert_eq!(socket.next().await["type"], "complete");
    socket
}
