//! Lists, page by page.

use chrono::Duration;
use serde_json::{Value, json};

use crate::world::{Person, World, text};

/// All values of a list that is read in pages.
async fn pages(
    person: &Person,
    document: &str,
    path: &[&str],
    board: &str,
    item: &str,
) -> Vec<Value> {
    let mut items = Vec::new();
    let mut after = Value::Null;
    loop {
        let data = person.ask(document, json!({"id": board, "after": after})).await;
        let list = path.iter().fold(&data, |data, name| &data[*name]);
        items.extend(list["nodes"].as_array().unwrap().iter().map(|node| node[item].clone()));
        assert_eq!(list["pageInfo"]["hasPreviousPage"], json!(!after.is_null()));
        if list["pageInfo"]["hasNextPage"] == json!(false) {
            return items;
        }
        after = list["pageInfo"]["endCursor"].clone();
    }
}

#[tokio::test]
async fn lists_are_read_in_pages() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    for number in 1..=5 {
        ann.card(&columns[usize::from(number > 3)], &format!("Card {number}")).await;
    }
    let page = "nodes { number } pageInfo { hasNextPage hasPreviousPage endCursor }";
    let cards = |order: &str| {
        format!(
            "query($id: ID!, $after: String) {{ board(id: $id) {{ cards(first: 2, after: $after {order}) {{ {page} }} }} }}"
        )
    };
    let numbers = pages(&ann, &cards(""), &["board", "cards"], &board, "number").await;
    assert_eq!(numbers, [1, 2, 3, 4, 5]);
    let order = ", orderBy: [{field: NUMBER, direction: DESC}]";
    let numbers = pages(&ann, &cards(order), &["board", "cards"], &board, "number").await;
    assert_eq!(numbers, [5, 4, 3, 2, 1]);
    let events =
        "query($id: ID!, $after: String) { board(id: $id) { events(first: 2, after: $after) {
        nodes { seq } pageInfo { hasNextPage hasPreviousPage endCursor } } } }";
    let seqs = pages(&ann, events, &["board", "events"], &board, "seq").await;
    assert_eq!(seqs, [1, 2, 3, 4, 5, 6]);

    let document = "query($id: ID!) { board(id: $id) {
        events(last: 2, before: \"6\") { totalCount nodes { seq } pageInfo { hasPreviousPage hasNextPage } }
        columns { cards(filter: {archived: false}) { totalCount edges { cursor node { number } } } }
        cards(filter: {columnIds: []}) { totalCount nodes { id } } } }";
    let data = ann.ask(document, json!({"id": board})).await;
    assert_eq!(data["board"]["events"]["nodes"], json!([{"seq": 4}, {"seq": 5}]));
    assert_eq!(data["board"]["events"]["totalCount"], 6);
    assert_eq!(data["board"]["columns"][0]["cards"]["totalCount"], 3);
    assert_eq!(data["board"]["columns"][1]["cards"]["edges"][1]["node"]["number"], 5);
    assert_eq!(data["board"]["cards"], json!({"totalCount": 0, "nodes": []}));
}

#[tokio::test]
async fn cards_are_filtered() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let input = json!({"boardId": board, "name": "urgent"});
    let label = ann.write("createLabel", "label { id }", input).await["label"]["id"].clone();
    let input = json!({"columnId": columns[0], "title": "Mine", "assigneeIds": [ann.id()],
        "labelIds": [label], "dueOn": "2026-12-01"});
    ann.write("createCard", "", input).await;
    let away = ann.card(&columns[1], "Away").await;
    ann.write("archiveCard", "", json!({"cardId": away})).await;
    ann.card(&columns[2], "Other").await;
    let document = "query($id: ID!, $filter: CardFilter) { board(id: $id) { archivedCardCount seq
        cards(filter: $filter) { totalCount nodes { title } } } }";
    let past = "query($id: ID!, $filter: CardFilter, $seq: Int!) { board(id: $id) { at(seq: $seq) {
        archivedCardCount cards(filter: $filter) { totalCount nodes { title } } } } }";
    for (filter, titles) in [
        (json!(null), vec!["Mine", "Other"]),
        (json!({"archived": true}), vec!["Away"]),
        (json!({"labelIds": [label]}), vec!["Mine"]),
        (json!({"assigneeIds": [ann.id()]}), vec!["Mine"]),
        (json!({"assigneeIds": ["nobody"]}), vec![]),
        (json!({"dueBefore": "2026-12-01"}), vec!["Mine"]),
        (json!({"dueBefore": "2026-11-30"}), vec![]),
        (json!({"columnIds": [columns[2], columns[0]]}), vec!["Mine", "Other"]),
    ] {
        let now = ann.ask(document, json!({"id": board, "filter": filter})).await;
        let board_now = &now["board"];
        let found: Vec<String> = board_now["cards"]["nodes"]
            .as_array()
            .unwrap()
            .iter()
            .map(|card| text(&card["title"]))
            .collect();
        assert_eq!(found, titles, "{filter}");
        assert_eq!(board_now["archivedCardCount"], 1);
        let variables = json!({"id": board, "filter": filter, "seq": board_now["seq"]});
        let then = ann.ask(past, variables).await;
        assert_eq!(then["board"]["at"]["cards"], board_now["cards"], "{filter}");
    }
}

#[tokio::test]
async fn boards_members_and_comments_are_listed() {
    let world = World::new().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let (board, columns) = ann.board("RL").await;
    let (other, _) = ann.board("AA").await;
    ann.write("archiveBoard", "", json!({"boardId": other})).await;
    ann.write(
        "setBoardMember",
        "",
        json!({"boardId": board, "userId": bob.id(), "role": "VIEWER"}),
    )
    .await;
    let card = ann.card(&columns[0], "One").await;
    for body in ["first", "second", "third"] {
        world.domain.clock.advance(Duration::seconds(1));
        ann.write("addComment", "", json!({"cardId": card, "body": body})).await;
    }
    let data = bob
        .ask(
            "{ boards { totalCount nodes { key viewerRole team { id }
                members { totalCount nodes { role user { username } } } } }
              all: boards(includeArchived: true) { totalCount } }",
            json!({}),
        )
        .await;
    assert_eq!(data["boards"]["totalCount"], 1);
    assert_eq!(data["all"]["totalCount"], 1);
    assert_eq!(data["boards"]["nodes"][0]["viewerRole"], "VIEWER");
    let members = &data["boards"]["nodes"][0]["members"];
    assert_eq!(members["nodes"][1], json!({"role": "VIEWER", "user": {"username": "bob"}}));
    let mine = ann.ask("{ boards(includeArchived: true) { nodes { key } } }", json!({})).await;
    assert_eq!(mine["boards"]["nodes"], json!([{"key": "AA"}, {"key": "RL"}]));

    let document = "query($id: ID!) { card(id: $id) { commentCount
        comments(last: 2) { totalCount nodes { body author { ... on User { username } } }
            pageInfo { hasPreviousPage startCursor } } } }";
    let data = bob.ask(document, json!({"id": card})).await;
    assert_eq!(data["card"]["commentCount"], 3);
    assert_eq!(data["card"]["comments"]["nodes"][1]["body"], "third");
    assert_eq!(data["card"]["comments"]["pageInfo"]["hasPreviousPage"], true);
}

#[tokio::test]
async fn a_list_of_members_goes_on_after_who_has_left_and_knows_its_own_cursors() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, _) = ann.board("RL").await;
    let (bob, cyn) = (world.person("bob").await, world.person("cyn").await);
    for person in [&bob, &cyn] {
        let input = json!({"boardId": board, "userId": person.id(), "role": "VIEWER"});
        ann.write("setBoardMember", "", input).await;
    }
    let document = "query($id: ID!, $first: Int!, $after: String) { board(id: $id) {
        members(first: $first, after: $after) {
            nodes { user { username } } pageInfo { endCursor } } } }";
    let data = ann.ask(document, json!({"id": board, "first": 2})).await;
    let cursor = &data["board"]["members"]["pageInfo"]["endCursor"];
    let input = json!({"boardId": board, "userId": bob.id()});
    ann.write("removeBoardMember", "", input).await;
    let data = ann.ask(document, json!({"id": board, "first": 2, "after": cursor})).await;
    let rest = json!([{"user": {"username": "cyn"}}]);
    assert_eq!(data["board"]["members"]["nodes"], rest);
    for foreign in ["bob", "", "member ", "aGl0IDE"] {
        let variables = json!({"id": board, "first": 2, "after": foreign});
        let (code, _) = ann.refused(document, variables).await;
        assert_eq!(code, "BAD_REQUEST", "{foreign}");
    }
}
