//! Wrong input through the whole product: a typed answer, nothing half-written, the same process.

use serde_json::{Value, json};

use crate::world::{Board, Cairn};

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn wrong_input_is_refused_with_a_reason_and_changes_nothing() {
    let server = Cairn::start().await;
    let owner = server.person("owner").await;
    let board = Board::new(&owner, "BAD").await;
    let elsewhere = Board::new(&owner, "ELSE").await;
    let card = board.card(0, "Card").await;
    let foreign_card = elsewhere.card(0, "Foreign").await;
    let foreign_label = owner
        .write("createLabel", "label { id }", json!({ "boardId": elsewhere.id, "name": "foreign" }))
        .await["label"]["id"]
        .clone();
    let column = &board.columns[0];
    let long = "x".repeat(1_001);
    let seq = board.seq().await;
    let process = server.process_id();
    let table: Vec<(&str, Value, &str)> = vec![
        ("createBoard", json!({ "title": " " }), "REQUIRED"),
        ("createBoard", json!({ "title": "T", "key": "BAD" }), "TAKEN"),
        ("createBoard", json!({ "title": "T", "key": "not a key" }), "INVALID"),
        ("createBoard", json!({ "title": "T", "visibility": "TEAM" }), "INVALID"),
        ("createBoard", json!({ "title": "T", "teamId": "team_1" }), "NOT_FOUND"),
        ("createCard", json!({ "columnId": column, "title": "" }), "REQUIRED"),
        ("createCard", json!({ "columnId": column, "title": long }), "TOO_LONG"),
        ("createCard", json!({ "columnId": column, "title": "a\u{0}b" }), "INVALID"),
        ("createCard", json!({ "columnId": column, "title": "a\nb" }), "INVALID"),
        ("createCard", json!({ "columnId": column, "title": "T", "icon": "ab" }), "INVALID"),
        ("createCard", json!({ "columnId": column, "title": "T", "estimate": -1 }), "INVALID"),
        (
            "createCard",
            json!({ "columnId": column, "title": "T", "startOn": "2026-12-02", "dueOn": "2026-12-01" }),
            "INVALID",
        ),
        ("createCard", json!({ "columnId": "column_x", "title": "T" }), "NOT_FOUND"),
        ("createCard", json!({ "columnId": board.id, "title": "T" }), "NOT_FOUND"),
        (
            "createCard",
            json!({ "columnId": column, "title": "T", "labelIds": [foreign_label] }),
            "NOT_FOUND",
        ),
        ("updateCard", json!({ "cardId": card, "title": null }), "REQUIRED"),
        ("updateCard", json!({ "cardId": card, "expectedVersion": 0 }), "CONFLICT"),
        ("updateCard", json!({ "cardId": card, "addLabelIds": [foreign_label] }), "NOT_FOUND"),
        ("updateCard", json!({ "cardId": card, "milestoneId": "milestone_1" }), "NOT_FOUND"),
        (
            "updateCard",
            json!({ "cardId": card, "addAssigneeIds": ["user_00000000000000000000000000000000"] }),
            "NOT_FOUND",
        ),
        ("moveCard", json!({ "cardId": card, "columnId": elsewhere.columns[0] }), "NOT_FOUND"),
        ("moveCard", json!({ "cardId": "card_", "columnId": column }), "NOT_FOUND"),
        ("moveColumn", json!({ "columnId": "nonsense" }), "NOT_FOUND"),
        ("deleteColumn", json!({ "columnId": column }), "REQUIRED"),
        ("deleteColumn", json!({ "columnId": column, "moveCardsTo": column }), "INVALID"),
        ("updateColumn", json!({ "columnId": column, "wipLimit": 0 }), "INVALID"),
        ("addComment", json!({ "cardId": card, "body": " \n " }), "REQUIRED"),
        (
            "setBoardMember",
            json!({ "boardId": board.id, "username": "nobody", "role": "VIEWER" }),
            "NOT_FOUND",
        ),
        ("setBoardMember", json!({ "boardId": board.id, "role": "VIEWER" }), "INVALID"),
        (
            "setBoardMember",
            json!({ "boardId": board.id, "username": "owner", "role": "VIEWER" }),
            "CONFLICT",
        ),
    ];
    for (mutation, input, code) in table {
        let found = owner.refusals(mutation, input.clone()).await;
        assert_eq!(found, [code], "{mutation} {input}");
    }
    for (query, code) in [
        ("{ board(id: \"card_x\") { id } }", "NOT_FOUND"),
        ("{ board { id } }", "BAD_REQUEST"),
        ("{ boards(first: 0) { totalCount } }", "BAD_REQUEST"),
        ("{ boards(first: 1001) { totalCount } }", "BAD_REQUEST"),
        ("{ boards(after: \"nonsense\") { nodes { id } } }", "BAD_REQUEST"),
        ("{ board(key: \"BAD\") { at { seq } } }", "BAD_REQUEST"),
        (
            "{ board(key: \"BAD\") { at(seq: 1, time: \"2026-01-01T00:00:00Z\") { seq } } }",
            "BAD_REQUEST",
        ),
        ("{ board(key: \"BAD\") { at(seq: 9999) { seq } } }", "NOT_FOUND"),
        ("{ board(key: \"BAD\") { cards(after: \"AAAA\") { nodes { id } } } }", "BAD_REQUEST"),
        ("{ nonsense }", "BAD_REQUEST"),
        ("{ viewer { id ", "BAD_REQUEST"),
    ] {
        assert_eq!(owner.error_of(query, json!({})).await, code, "{query}");
    }
    let foreign = json!({ "cardId": card, "columnId": column, "afterId": foreign_card });
    assert_eq!(board.seq().await, seq, "a refusal leaves nothing behind");
    owner.write("moveCard", "", foreign).await;
    assert_eq!(board.titles(0).await, ["Card"], "a neighbour on another board is ignored");
    assert_eq!(server.process_id(), process);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn an_answered_write_survives_kill_9_and_a_stop_is_clean() {
    let mut server = Cairn::start().await;
    let owner = server.person("owner").await;
    let board = Board::new(&owner, "KEEP").await;
    for round in 0..3 {
        board.card(0, &format!("Card {round}")).await;
        server.kill().await;
        server.start_again().await;
        assert_eq!(board.titles(0).await.len(), round + 1);
    }
    assert_eq!(server.terminate().await.code(), Some(0));
    server.start_again().await;
    assert_eq!(board.titles(0).await, ["Card 0", "Card 1", "Card 2"]);
}
