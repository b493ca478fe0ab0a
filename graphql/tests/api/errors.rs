//! What cannot be answered, and what stands in its place.

use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn a_page_has_one_to_a_thousand_items() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    ann.board("RL").await;
    for arguments in ["first: 0", "first: 1001", "first: -5"] {
        let document =
            format!("{{ board(key: \"RL\") {{ title cards({arguments}) {{ totalCount }} }} }}");
        let (code, data) = ann.refused(&document, json!({})).await;
        assert_eq!((code.as_str(), data), ("BAD_REQUEST", json!({"board": null})), "{arguments}");
    }
    for arguments in ["last: 0", "last: 1001", "first: 1, last: 1", "after: \"x\"", "before: \"x\""]
    {
        let document =
            format!("{{ board(key: \"RL\") {{ events({arguments}) {{ totalCount }} }} }}");
        let (code, data) = ann.refused(&document, json!({})).await;
        assert_eq!((code.as_str(), data), ("BAD_REQUEST", json!({"board": null})), "{arguments}");
    }
    let (code, data) = ann.refused("{ boards(first: 0) { totalCount } }", json!({})).await;
    assert_eq!((code.as_str(), data), ("BAD_REQUEST", Value::Null));
}

#[tokio::test]
async fn a_board_and_a_card_are_named_in_one_way() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    for document in [
        "{ board { id } }",
        "{ board(id: \"x\", key: \"RL\") { id } }",
        "{ card { id } }",
        "{ card(id: \"x\", key: \"RL-1\") { id } }",
    ] {
        assert_eq!(ann.refused(document, json!({})).await.0, "BAD_REQUEST", "{document}");
    }
}

#[tokio::test]
async fn an_unknown_number_is_null_beside_what_was_found() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    ann.board("RL").await;
    let document =
        "{ board(key: \"RL\") { key nothing: card(number: 7) { id } } viewer { username } }";
    let (code, data) = ann.refused(document, json!({})).await;
    let expected = json!({"board": {"key": "RL", "nothing": null}, "viewer": {"username": "ann"}});
    assert_eq!((code.as_str(), data), ("NOT_FOUND", expected));
}

#[tokio::test]
async fn nobody_writes_anonymously() {
    let world = World::new().await;
    let document = "mutation { createBoard(input: {title: \"Mine\"}) { board { id } } }";
    let (code, data) = world.anybody().refused(document, json!({})).await;
    assert_eq!((code.as_str(), data), ("UNAUTHENTICATED", Value::Null));
}

#[tokio::test]
async fn dates_are_checked() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (_, columns) = ann.board("RL").await;
    let document =
        "mutation($day: Date) { createCard(input: {columnId: \"x\", title: \"x\", dueOn: $day}) {
        userErrors { code } } }";
    let answer = ann.answer(document, json!({"day": "tomorrow"})).await;
    assert!(answer["errors"].is_array(), "{answer}");
    let input = json!({"columnId": columns[0], "title": "x", "startOn": "2026-12-02", "dueOn": "2026-12-01"});
    assert_eq!(ann.user_error("createCard", input).await, ("INVALID".to_owned(), json!(["dueOn"])));
}
