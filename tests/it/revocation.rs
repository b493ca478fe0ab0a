//! Rights that are taken away end live subscriptions: on the same node within a second, on others
//! within five, bus or no bus; and nothing later reaches the person. Requests know at once, on every node.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use crate::support::socket::Client as Socket;
use crate::world::{Board, Cairn, Memory, Person, with_each_memory};

const SAME_NODE: Duration = Duration::from_secs(1);
const OTHER_NODE: Duration = Duration::from_secs(5);

async fn follow(person: &Person, board: &Board) -> Socket {
    let mut socket = person.socket().await;
    let after = board.seq().await;
    let document = format!(
        "subscription {{ boardEvents(boardId: \"{}\", after: {after}) {{ \
         ... on BoardEvent {{ seq changes {{ __typename ... on CardChanged {{ card {{ title }} }} }} }} }} }}",
        board.id
    );
    socket.subscribe("1", &document).await;
    board.card(0, "before").await;
    assert_eq!(socket.next().await["type"], "next", "the subscription lives");
    socket
}

/// Waits for the subscription's end, and holds that nothing more was told meanwhile.
async fn ends_within(socket: &mut Socket, limit: Duration, since: Instant) {
    let message = socket.next().await;
    assert_eq!(message["type"], "complete", "{message}");
    assert!(since.elapsed() <= limit, "it took {:?}", since.elapsed());
}

async fn user_id(person: &Person) -> Value {
    person.send("{ viewer { id } }", json!({})).await["viewer"]["id"].clone()
}

struct Stage {
    server: Cairn,
    board: Board,
    guest: Person,
}

impl Stage {
    async fn set(settings: &[(&'static str, &str)], role: &str) -> Self {
        let server = Cairn::start_with(settings).await;
        let owner = server.person("owner").await;
        let guest = server.person("guest").await;
        let board = Board::new(&owner, "REV").await;
        board.admit(&guest, role).await;
        Self { server, board, guest }
    }

    async fn remove_guest(&self) {
        let input = json!({ "boardId": self.board.id, "userId": user_id(&self.guest).await });
        self.board.owner.write("removeBoardMember", "", input).await;
    }
}

with_each_memory!(
    a_removed_member_is_told_nothing_more,
    a_lowered_role_ends_the_subscription,
    a_raised_role_does_not,
    an_unpublished_board_is_closed_to_anybody,
    a_deleted_board_ends_everybodys_subscription,
    a_revoked_token_closes_its_sockets,
    another_node_hears_of_it_with_the_bus_dead,
    an_event_crosses_nodes,
    the_next_request_knows_on_every_node,
);

async fn a_removed_member_is_told_nothing_more(memory: Memory) {
    let stage = Stage::set(memory.settings(), "EDITOR").await;
    let mut socket = follow(&stage.guest, &stage.board).await;
    stage.remove_guest().await;
    let since = Instant::now();
    stage.board.card(0, "not for guests").await;
    ends_within(&mut socket, SAME_NODE, since).await;
}

async fn a_lowered_role_ends_the_subscription(memory: Memory) {
    let stage = Stage::set(memory.settings(), "EDITOR").await;
    let mut socket = follow(&stage.guest, &stage.board).await;
    stage.board.admit(&stage.guest, "VIEWER").await;
    ends_within(&mut socket, SAME_NODE, Instant::now()).await;
    follow(&stage.guest, &stage.board).await;
}

async fn a_raised_role_does_not(memory: Memory) {
    let stage = Stage::set(memory.settings(), "VIEWER").await;
    let mut socket = follow(&stage.guest, &stage.board).await;
    stage.board.admit(&stage.guest, "ADMIN").await;
    assert_eq!(socket.next().await["type"], "next");
}

async fn an_unpublished_board_is_closed_to_anybody(memory: Memory) {
    let stage = Stage::set(memory.settings(), "VIEWER").await;
    let publish = |visibility| json!({ "boardId": stage.board.id, "visibility": visibility });
    stage.board.owner.write("updateBoard", "", publish("PUBLIC")).await;
    let mut socket = follow(&stage.server.anybody(), &stage.board).await;
    let mut member = follow(&stage.guest, &stage.board).await;
    assert_eq!(socket.next().await["type"], "next");
    stage.board.owner.write("updateBoard", "", publish("PRIVATE")).await;
    ends_within(&mut socket, SAME_NODE, Instant::now()).await;
    assert_eq!(member.next().await["type"], "next", "members go on");
}

async fn a_deleted_board_ends_everybodys_subscription(memory: Memory) {
    let stage = Stage::set(memory.settings(), "VIEWER").await;
    let mut socket = follow(&stage.guest, &stage.board).await;
    let input = json!({ "boardId": stage.board.id });
    stage.board.owner.write("deleteBoard", "", input).await;
    ends_within(&mut socket, SAME_NODE, Instant::now()).await;
}

async fn a_revoked_token_closes_its_sockets(memory: Memory) {
    let stage = Stage::set(memory.settings(), "EDITOR").await;
    let mut socket = follow(&stage.guest, &stage.board).await;
    let data = stage.guest.send("{ viewer { apiTokens { id } } }", json!({})).await;
    let input = json!({ "tokenId": data["viewer"]["apiTokens"][0]["id"] });
    stage.guest.write("revokeApiToken", "", input).await;
    let since = Instant::now();
    stage.board.card(0, "not for old tokens").await;
    assert_eq!(socket.closed().await.code, 4401);
    assert!(since.elapsed() <= SAME_NODE);
    assert_eq!(stage.guest.error_of("{ viewer { id } }", json!({})).await, "UNAUTHENTICATED");
}

/// On SQLite the second node is a second process on the same file, which no bus connects; on
/// PostgreSQL the bus is switched off.
async fn another_node_hears_of_it_with_the_bus_dead(memory: Memory) {
    let settings = [memory.settings(), &[("CAIRN_BUS", "false")]].concat();
    let stage = Stage::set(&settings, "EDITOR").await;
    let node = stage.server.another_node().await;
    let guest_there = stage.guest.at(node.address);
    let mut socket = guest_there.socket().await;
    let document = format!(
        "subscription {{ boardEvents(boardId: \"{}\", after: 1) {{ ... on BoardEvent {{ seq }} }} }}",
        stage.board.id
    );
    socket.subscribe("1", &document).await;
    assert_eq!(socket.next().await["type"], "next");
    stage.remove_guest().await;
    ends_within(&mut socket, OTHER_NODE, Instant::now()).await;

    let data = stage.guest.send("{ viewer { apiTokens { id } } }", json!({})).await;
    let input = json!({ "tokenId": data["viewer"]["apiTokens"][0]["id"] });
    stage.guest.write("revokeApiToken", "", input).await;
    let since = Instant::now();
    assert_eq!(socket.closed().await.code, 4401);
    assert!(since.elapsed() <= OTHER_NODE, "it took {:?}", since.elapsed());
}

async fn an_event_crosses_nodes(memory: Memory) {
    let stage = Stage::set(memory.settings(), "EDITOR").await;
    let node = stage.server.another_node().await;
    let mut socket = stage.guest.at(node.address).socket().await;
    let after = stage.board.seq().await;
    let document = format!(
        "subscription {{ boardEvents(boardId: \"{}\", after: {after}) {{ ... on BoardEvent {{ seq }} }} }}",
        stage.board.id
    );
    socket.subscribe("1", &document).await;
    for _ in 0..5 {
        stage.board.card(0, "over there").await;
    }
    for seq in after + 1..=after + 5 {
        assert_eq!(socket.next().await["payload"]["data"]["boardEvents"]["seq"], seq);
    }
}

/// What each node has just answered, again and again, says nothing about the next request.
async fn the_next_request_knows_on_every_node(memory: Memory) {
    let settings = [memory.settings(), &[("CAIRN_BUS", "false")]].concat();
    let stage = Stage::set(&settings, "EDITOR").await;
    let node = stage.server.another_node().await;
    let everywhere = |person: Person| [person.clone(), person.at(node.address)];
    let (guest, anybody) = (everywhere(stage.guest.clone()), everywhere(stage.server.anybody()));
    let document = format!("{{ board(id: \"{}\") {{ title viewerRole }} }}", stage.board.id);
    let told = async |people: &[Person; 2]| {
        let mut told = Vec::new();
        for person in people.iter().cycle().take(6) {
            let answer = person.try_send(&document, &json!({})).await.unwrap();
            let code = &answer["errors"][0]["extensions"]["code"];
            let role = &answer["data"]["board"]["viewerRole"];
            told.push(code.as_str().or(role.as_str()).unwrap_or("anybody").to_owned());
        }
        told.dedup();
        told
    };
    let publish = async |visibility| {
        let input = json!({ "boardId": stage.board.id, "visibility": visibility });
        stage.board.owner.write("updateBoard", "", input).await;
    };
    publish("PUBLIC").await;
    assert_eq!(told(&anybody).await, ["anybody"]);
    assert_eq!(told(&guest).await, ["EDITOR"]);
    stage.board.admit(&stage.guest, "VIEWER").await;
    assert_eq!(told(&guest).await, ["VIEWER"]);
    publish("PRIVATE").await;
    assert_eq!(told(&anybody).await, ["NOT_FOUND"]);
    assert_eq!(told(&guest).await, ["VIEWER"]);
    stage.remove_guest().await;
    assert_eq!(told(&guest).await, ["NOT_FOUND"]);
    stage.board.admit(&stage.guest, "VIEWER").await;
    assert_eq!(told(&guest).await, ["VIEWER"]);
    let data = stage.guest.send("{ viewer { apiTokens { id } } }", json!({})).await;
    let input = json!({ "tokenId": data["viewer"]["apiTokens"][0]["id"] });
    stage.guest.write("revokeApiToken", "", input).await;
    assert_eq!(told(&guest).await, ["UNAUTHENTICATED"]);
}
