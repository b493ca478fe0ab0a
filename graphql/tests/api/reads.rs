//! Every read, and that it tells nobody what they may not see.

use serde_json::{Value, json};

use crate::world::{World, text};

#[tokio::test]
async fn the_server_and_the_viewer() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let document =
        "{ server { name version publicUrl time } viewer { id username displayName avatarUrl } }";
    let data = ann.ask(document, json!({})).await;
    assert_eq!(data["server"]["publicUrl"], "https://cairn.example");
    assert_eq!(data["server"]["time"], "2026-11-22T12:00:00.000Z");
    assert_eq!(data["viewer"]["id"], json!(ann.id()));
    assert_eq!(world.anybody().ask("{ viewer { id } }", json!({})).await["viewer"], Value::Null);
}

#[tokio::test]
async fn people_are_found_by_those_who_are_signed_in() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    world.person("anton").await;
    world.person("bob").await;
    let document = "query($q: String, $after: String) { users(query: $q, first: 1, after: $after) {
        totalCount nodes { username } pageInfo { hasNextPage hasPreviousPage endCursor } } }";
    let data = ann.ask(document, json!({"q": "an"})).await;
    assert_eq!(data["users"]["totalCount"], 2);
    assert_eq!(data["users"]["nodes"], json!([{"username": "ann"}]));
    let after = &data["users"]["pageInfo"]["endCursor"];
    let data = ann.ask(document, json!({"q": "an", "after": after})).await;
    assert_eq!(data["users"]["nodes"], json!([{"username": "anton"}]));
    let (code, data) = world.anybody().refused(document, json!({})).await;
    assert_eq!((code.as_str(), data), ("UNAUTHENTICATED", Value::Null));
}

#[tokio::test]
async fn whatever_has_an_id_is_found_by_it() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let card = ann.card(&columns[0], "One").await;
    let id = |payload: Value, name: &str| text(&payload[name]["id"]);
    let input = json!({"boardId": board, "name": "urgent"});
    let label = id(ann.write("createLabel", "label { id }", input).await, "label");
    let input = json!({"boardId": board, "title": "1.0"});
    let milestone = id(ann.write("createMilestone", "milestone { id }", input).await, "milestone");
    let input = json!({"cardId": card, "body": "Hello"});
    let comment = id(ann.write("addComment", "comment { id }", input).await, "comment");
    let ids = [&board, &columns[0], &card, &label, &milestone, &comment, &ann.id()];
    let nothing = "card_00000000000000000000000000000001";

    let document =
        "query($ids: [ID!]!) { nodes(ids: $ids) { __typename id ... on Card { title } } }";
    let mut wanted: Vec<&str> = ids.iter().map(|id| id.as_str()).collect();
    wanted.extend([nothing, "nonsense"]);
    let data = ann.ask(document, json!({"ids": wanted})).await;
    let found = data["nodes"].as_array().unwrap();
    for (id, node) in ids.iter().zip(found) {
        assert_eq!(node["id"], json!(id));
    }
    assert_eq!(found[2]["title"], "One");
    assert_eq!(&found[7..], &[Value::Null, Value::Null]);

    for stranger in [world.person("eve").await, world.anybody()] {
        let data = stranger.ask(document, json!({"ids": &ids[..6]})).await;
        assert!(data["nodes"].as_array().unwrap().iter().all(Value::is_null), "{data}");
        let node = "query($id: ID!) { node(id: $id) { id } }";
        for id in [card.as_str(), nothing] {
            let (code, data) = stranger.refused(node, json!({"id": id})).await;
            assert_eq!((code.as_str(), data), ("NOT_FOUND", json!({"node": null})));
        }
    }
    let person = world.anybody().ask(document, json!({"ids": [ann.id()]})).await;
    assert_eq!(person["nodes"], json!([null]));
}

#[tokio::test]
async fn what_may_not_be_seen_is_answered_like_what_is_not_there() {
    let world = World::new().await;
    let (ann, eve) = (world.person("ann").await, world.person("eve").await);
    let (board, columns) = ann.board("RL").await;
    let card = ann.card(&columns[0], "One").await;
    let answers = |document: &'static str, names: [String; 2]| {
        let eve = eve.clone();
        async move {
            let [hidden, missing] = names;
            let hidden = eve.answer(document, json!({"name": hidden})).await;
            let missing = eve.answer(document, json!({"name": missing})).await;
            assert_eq!(hidden, missing);
            assert_eq!(hidden["errors"][0]["extensions"]["code"], "NOT_FOUND");
            hidden["data"].clone()
        }
    };
    let nothing = |kind: &str| format!("{kind}_00000000000000000000000000000001");
    let by_id = "query($name: ID!) { board(id: $name) { id } }";
    assert_eq!(answers(by_id, [board.clone(), nothing("board")]).await, json!({"board": null}));
    let by_key = "query($name: String!) { board(key: $name) { id } }";
    answers(by_key, ["RL".to_owned(), "NONE".to_owned()]).await;
    let by_id = "query($name: ID!) { card(id: $name) { id } }";
    assert_eq!(answers(by_id, [card.clone(), nothing("card")]).await, json!({"card": null}));
    let by_key = "query($name: String!) { card(key: $name) { id } }";
    answers(by_key, ["RL-1".to_owned(), "RL-2".to_owned()]).await;

    let document = "mutation($name: ID!) { updateCard(input: {cardId: $name, title: \"x\"}) {
        card { id } userErrors { code field message } } }";
    let hidden = eve.answer(document, json!({"name": card})).await;
    let missing = eve.answer(document, json!({"name": nothing("card")})).await;
    assert_eq!(hidden, missing);
    assert_eq!(hidden["data"]["updateCard"]["userErrors"][0]["code"], "NOT_FOUND");

    ann.write("updateBoard", "", json!({"boardId": board, "visibility": "PUBLIC"})).await;
    let document = "{ board(key: \"rl\") { id viewerRole cards { nodes { key } } } card(key: \"rl-1\") { id } }";
    let data = world.anybody().ask(document, json!({})).await;
    assert_eq!(data["board"]["viewerRole"], Value::Null);
    assert_eq!(data["card"]["id"], json!(card));
    let (code, _) = eve
        .refused(
            "mutation($id: ID!) { archiveCard(input: {cardId: $id}) { card { id } } }",
            json!({"id": card}),
        )
        .await;
    assert_eq!(code, "FORBIDDEN");
}

#[tokio::test]
async fn a_search_finds_boards_cards_and_comments() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let card = ann.card(&columns[0], "Release the kraken").await;
    ann.write("addComment", "", json!({"cardId": card, "body": "What a kraken"})).await;
    let document = "query($q: String!) { search(query: $q, first: 10) { totalCount
        edges { cursor excerpt node { __typename ... on Card { key } ... on Comment { body card { key } }
            ... on Board { key } } }
        nodes { __typename } pageInfo { hasNextPage } } }";
    let data = ann.ask(document, json!({"q": "kraken"})).await;
    assert_eq!(data["search"]["totalCount"], 2, "{data:#}");
    let edges = data["search"]["edges"].as_array().unwrap();
    assert!(edges.iter().any(|edge| edge["node"] == json!({"__typename": "Card", "key": "RL-1"})));
    assert!(edges.iter().all(|edge| text(&edge["excerpt"]).contains("kraken")));
    let boards = ann.ask(document, json!({"q": "release list"})).await;
    assert_eq!(boards["search"]["edges"][0]["node"]["key"], "RL");
    let nothing = world.anybody().ask(document, json!({"q": "kraken"})).await;
    assert_eq!(nothing["search"]["totalCount"], 0);
    ann.write("deleteBoard", "", json!({"boardId": board})).await;
}
