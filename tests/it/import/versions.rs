//! Both versions of the format, and both ways in which boards stand in them.

use serde_json::{Value, json};

use super::archives::{
    block, board, card, jsonl, only_board, read, refusal, version_1, version_2, zipped,
};

fn titles(bytes: &[u8]) -> Vec<(String, Vec<String>)> {
    let archive = read(bytes).unwrap();
    archive
        .boards
        .into_iter()
        .map(|board| {
            let cards = board.draft.cards.into_iter().map(|card| card.title).collect();
            (board.draft.title, cards)
        })
        .collect()
}

fn named(title: &str, cards: &[&str]) -> (String, Vec<String>) {
    (title.to_owned(), cards.iter().map(|card| (*card).to_owned()).collect())
}

/// A board and a card as old archives have them, with `rootId` for the board.
fn legacy(board: &str, card: &str) -> [Value; 2] {
    [
        json!({"type": "block", "data": {
            "id": board, "rootId": board, "parentId": "", "type": "board", "title": board,
            "fields": {"icon": "🎯", "description": "For **us**", "cardProperties": []},
        }}),
        json!({"type": "block", "data": {
            "id": card, "rootId": board, "parentId": board, "type": "card", "title": card,
            "fields": {"contentOrder": null, "properties": null, "icon": null},
        }}),
    ]
}

#[test]
fn a_board_may_stand_as_a_block() {
    let board = only_board(&legacy("b1", "c1"));
    assert_eq!(board.draft.icon.as_deref(), Some("🎯"));
    assert_eq!(board.draft.description, "For **us**");
    assert_eq!(board.draft.columns[0].title, "Cards");
    assert_eq!(board.draft.cards[0].title, "c1");
}

#[test]
fn version_1_holds_several_boards_in_any_order() {
    let [first, first_card] = legacy("b1", "c1");
    let [second, second_card] = legacy("b2", "c2");
    let bytes = version_1(&[second_card, first, first_card, second]);
    assert_eq!(titles(&bytes), [named("b1", &["c1"]), named("b2", &["c2"])]);
    let archive = read(&bytes).unwrap();
    let raw = String::from_utf8(archive.boards[0].draft.raw.clone()).unwrap();
    assert_eq!(raw.lines().count(), 2);
    assert!(!raw.contains("b2"), "{raw}");
}

#[test]
fn a_block_that_names_no_board_belongs_to_that_of_its_parents() {
    let [first, first_card] = legacy("b1", "c1");
    let [second, _] = legacy("b2", "c2");
    let mut text = block("t1", "text", "c1", "words", json!({}));
    text["data"].as_object_mut().unwrap().remove("boardId");
    let archive = read(&version_1(&[first, second, first_card, text.clone()])).unwrap();
    assert_eq!(archive.boards[0].draft.cards[0].body, "words");

    let [first, _] = legacy("b1", "c1");
    let [second, _] = legacy("b2", "c2");
    let refused = refusal(&version_1(&[first, second, text]));
    assert_eq!(refused, "line 4: belongs to no board");
}

#[test]
fn version_2_holds_a_folder_for_each_board() {
    let [first, first_card] = legacy("b1", "c1");
    let [second, second_card] = legacy("b2", "c2");
    let bytes = zipped([
        ("b2/board.jsonl", jsonl(&[second, second_card])),
        ("b1/", String::new()),
        ("b1/board.jsonl", jsonl(&[first, first_card])),
        ("notes.txt", "hello".to_owned()),
        ("b3/lost.png", "png".to_owned()),
    ]);
    assert_eq!(titles(&bytes), [named("b2", &["c2"]), named("b1", &["c1"])]);
    assert_eq!(read(&bytes).unwrap().rest.ignored_entries, ["notes.txt", "b3/lost.png"]);
}

#[test]
fn files_may_stand_before_the_board_that_shows_them() {
    let picture = block("i1", "image", "c1", "", json!({"fileId": "p.png"}));
    let lines = jsonl(&[board(&[]), card("c1", json!({})), picture]);
    let bytes = zipped([("b1/p.png", "png"), ("b1/board.jsonl", lines.as_str())]);
    let report = serde_json::to_value(&read(&bytes).unwrap().boards[0].report.files).unwrap();
    let expected = json!([{"name": "p.png", "card": "c1", "state": "notImported", "bytes": 3}]);
    assert_eq!(report, expected);
}

#[test]
fn deleted_boards_stay_out_and_are_named() {
    let mut gone = board(&[]);
    gone["data"]["deleteAt"] = json!(5);
    let archive = read(&version_2(&[gone, card("c1", json!({}))])).unwrap();
    assert!(archive.boards.is_empty());
    assert_eq!(archive.rest.deleted_boards, ["Board"]);
}

#[test]
fn a_byte_order_mark_blank_lines_and_carriage_returns_do_no_harm() {
    let lines = jsonl(&[board(&[]), card("c1", json!({}))]).replace('\n', "\r\n\r\n");
    let bytes = format!("\u{feff}{{\"version\":1}}\r\n{lines}");
    assert_eq!(titles(bytes.as_bytes()), [named("Board", &["c1"])]);
}

#[test]
fn other_versions_and_other_files_are_refused() {
    let newer = zipped([("version.json", r#"{"version":3}"#)]);
    assert!(refusal(&newer).contains("version 3"));
    assert!(refusal(b"{\"version\":7}\n").contains("version 7"));
    for bytes in [&b""[..], b"\n\n", b"PK\x03\x04", b"hello", b"\x89PNG\r\n", b"{\"type\":1}"] {
        refusal(bytes);
    }
    assert_eq!(refusal(b"{\"version\":1}\n"), "the archive holds no board");
    assert_eq!(
        refusal(&zipped([("version.json", r#"{"version":2}"#)])),
        "the archive holds no board"
    );
}
