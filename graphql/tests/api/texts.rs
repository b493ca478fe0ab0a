//! However much is written on a board, one answer reads so many bytes of it and no more.

use serde_json::json;

use crate::world::{Person, World, text};

const MEBIBYTE: usize = 1024 * 1024;

/// Five cards whose descriptions are a mebibyte each, of which an answer may have three and a half.
struct Library {
    ann: Person,
    board: String,
    cards: Vec<String>,
}

impl Library {
    async fn open() -> (World, Self) {
        let mut world = World::new().await;
        world.api = world.api.with_text_bytes(3_500 * 1024);
        let ann = world.person("ann").await;
        let (board, columns) = ann.board("RL").await;
        let mut cards = Vec::new();
        for number in 0..5 {
            let description = "x".repeat(MEBIBYTE);
            let title = format!("Volume {number}");
            let input = json!({"columnId": columns[0], "title": title, "description": description});
            cards.push(text(&ann.write("createCard", "card { id }", input).await["card"]["id"]));
        }
        (world, Self { ann, board, cards })
    }

    async fn code(&self, document: &str) -> String {
        let variables = json!({"id": self.board, "cards": self.cards});
        let answer = self.ann.answer(document, variables).await;
        let error = &answer["errors"][0];
        if error.is_null() {
            return "OK".to_owned();
        }
        assert!(error["message"].as_str().unwrap().ends_with("ask for fewer"), "{error}");
        text(&error["extensions"]["code"])
    }
}

#[tokio::test]
async fn more_text_than_fits_is_refused_and_less_is_answered() {
    let (_world, library) = Library::open().await;
    for (asked, answer) in [
        ("cards(first: 3) { nodes { description } }", "OK"),
        ("cards(first: 1000) { nodes { description } }", "TOO_COMPLEX"),
        ("cards(first: 1000) { nodes { title hasDescription } }", "OK"),
        ("events(first: 3) { nodes { seq } }", "OK"),
        ("events(last: 5) { nodes { seq } }", "TOO_COMPLEX"),
        ("at(seq: 4) { seq }", "OK"),
        ("at(seq: 6) { seq }", "TOO_COMPLEX"),
        ("a: at(seq: 3) { seq } b: at(seq: 4) { seq }", "TOO_COMPLEX"),
    ] {
        let document = format!("query($id: ID!) {{ board(id: $id) {{ {asked} }} }}");
        assert_eq!(library.code(&document).await, answer, "{asked}");
    }
    let nodes = "query($cards: [ID!]!) { nodes(ids: $cards) { ... on Card { description } } }";
    assert_eq!(library.code(nodes).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn comments_count_too() {
    let (_world, library) = Library::open().await;
    for _ in 0..60 {
        let input = json!({"cardId": library.cards[0], "body": "y".repeat(60 * 1024)});
        library.ann.write("addComment", "", input).await;
    }
    let asked = |first: u32| {
        format!(
            "query($id: ID!) {{ board(id: $id) {{ card(number: 1) {{ \
             comments(first: {first}) {{ nodes {{ body }} }} }} }} }}"
        )
    };
    assert_eq!(library.code(&asked(50)).await, "OK");
    assert_eq!(library.code(&asked(60)).await, "TOO_COMPLEX");
}

#[tokio::test]
async fn what_a_board_was_is_told_however_long_its_log_is() {
    let (_world, library) = Library::open().await;
    let ann = &library.ann;
    let (board, columns) = ann.board("LOG").await;
    let card = ann.card(&columns[0], "Rewritten").await;
    for letter in ["a", "b", "c", "d"] {
        let input = json!({"cardId": card, "description": letter.repeat(MEBIBYTE)});
        ann.write("updateCard", "", input).await;
    }
    let document =
        "query($id: ID!) { board(id: $id) { at(seq: 6) { cards { nodes { description } } } } }";
    let then = ann.ask(document, json!({"id": board})).await;
    assert_eq!(then["board"]["at"]["cards"]["nodes"][0]["description"], "d".repeat(MEBIBYTE));
}

/// One text given many times makes an answer as large as many texts.
#[tokio::test]
async fn a_text_counts_each_time_that_it_is_given() {
    let mut world = World::new().await;
    world.api = world.api.with_text_bytes(MEBIBYTE as u64);
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let description = "x".repeat(60 * 1024);
    let update = json!({"boardId": board, "description": description});
    ann.write("updateBoard", "", update).await;
    let update = json!({"columnId": columns[0], "description": description});
    ann.write("updateColumn", "", update).await;
    let milestone = json!({"boardId": board, "title": "Soon", "description": description});
    ann.write("createMilestone", "", milestone).await;
    for _ in 0..60 {
        ann.card(&columns[0], &"t".repeat(1000)).await;
    }
    let card = ann.card(&columns[0], "Rewritten").await;
    for description in [&description, ""] {
        let update = json!({"cardId": card, "description": description});
        ann.write("updateCard", "", update).await;
    }
    for before_and_after in [
        ["", ""],
        ["columns {", "}"],
        ["milestones {", "}"],
        ["cards(first: 60) { nodes {", "} }"],
        ["cards(first: 60) { nodes { board { viewerRole }", "} }"],
        ["events(last: 1) { nodes { changes { ... on CardChanged {", "} } } }"],
    ] {
        let [before, after] = before_and_after;
        let field = match before {
            cards if cards.starts_with("cards") => "title",
            events if events.starts_with("events") => "old",
            _ => "description",
        };
        let times = |count: usize| {
            let named: Vec<_> = (0..count).map(|number| format!("a{number}: {field}")).collect();
            format!("{{ board(key: \"RL\") {{ {before} {} {after} }} }}", named.join(" "))
        };
        ann.ask(&times(10), json!({})).await;
        assert!(ann.shared(&times(20), json!({})).await.is_none(), "{before}");
        let (code, data) = ann.refused(&times(20), json!({})).await;
        assert_eq!((code.as_str(), data), ("TOO_COMPLEX", serde_json::Value::Null), "{before}");
    }
}
