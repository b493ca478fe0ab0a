//! Opening a board costs the same number of statements, however much is on it.

use serde_json::{Value, json};

use crate::world::{Person, World, text};

const SNAPSHOT: &str = "query($id: ID!) { board(id: $id) {
    id key title seq epoch viewerRole
    columns { id title rank kind wipLimit wipPolicy color }
    labels { id name color }
    milestones { id title dueOn state }
    members(first: 1000) { nodes { role user { id displayName } } }
    cards(first: 1000) {
        nodes {
            id key number rank title icon column { id } labels { id name color }
            assignees { id displayName } milestone { id } commentCount checklist { done total }
            dueOn version updatedAt
        }
        pageInfo { hasNextPage endCursor }
    }
} }";

/// A board with so many cards, all of which have everything.
async fn full_board(ann: &Person, key: &str, cards: usize) -> String {
    let (board, columns) = ann.board(key).await;
    let label = json!({"boardId": board, "name": "urgent"});
    let label = text(&ann.write("createLabel", "label { id }", label).await["label"]["id"]);
    let milestone = json!({"boardId": board, "title": "1.0", "dueOn": "2026-12-01"});
    let milestone = ann.write("createMilestone", "milestone { id }", milestone).await;
    let milestone = text(&milestone["milestone"]["id"]);
    for number in 0..cards {
        let input = json!({
            "columnId": columns[number % columns.len()],
            "title": format!("Card {number}"),
            "description": "- [x] one\n- [ ] two",
            "labelIds": [label],
            "assigneeIds": [ann.id()],
            "milestoneId": milestone,
            "dueOn": "2026-12-01",
        });
        let card = ann.write("createCard", "card { id }", input).await;
        if number % 100 == 0 {
            let input = json!({"cardId": card["card"]["id"], "body": "Well done"});
            ann.write("addComment", "", input).await;
        }
    }
    board
}

#[tokio::test(flavor = "multi_thread")]
async fn a_board_costs_the_same_statements_with_a_thousand_cards() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let mut counts = Vec::new();
    for (key, size) in [("SMALL", 3), ("MIDDLE", 200), ("LARGE", 1_000)] {
        let board = full_board(&ann, key, size).await;
        let (data, count) = ann.ask_counted(SNAPSHOT, json!({"id": board})).await;
        let cards = data["board"]["cards"]["nodes"].as_array().unwrap();
        assert_eq!(cards.len(), size);
        assert!(cards.iter().all(complete), "{}", cards[0]);
        counts.push(count);
        let (shared, _) = ann.shared_counted(SNAPSHOT, json!({"id": board})).await;
        assert_eq!(shared["data"], data);
        let (_, count) = ann.shared_counted(SNAPSHOT, json!({"id": board})).await;
        assert!(count <= 1, "what is in memory is only asked for its seq: {count}");
        let column = text(&data["board"]["columns"][0]["id"]);
        ann.card(&column, "one more").await;
        let (_, count) = ann.shared_counted(SNAPSHOT, json!({"id": board})).await;
        assert!(count <= 4, "and the events since then are read: {count}");
    }
    assert!(counts.iter().all(|count| *count == counts[0]), "{counts:?}");
    assert!(counts[0] <= 12, "{counts:?}");
}

fn complete(card: &Value) -> bool {
    card["labels"][0]["name"] == "urgent"
        && card["assignees"][0]["displayName"] == "ann"
        && card["checklist"] == json!({"done": 1, "total": 2})
        && card["milestone"]["id"].is_string()
        && card["column"]["id"].is_string()
}

#[tokio::test]
async fn moving_a_card_and_reading_the_payload_reads_nothing_again() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (_, columns) = ann.board("RL").await;
    let card = ann.card(&columns[0], "One").await;
    let document = |selection: &str| {
        format!("mutation($input: MoveCardInput!) {{ moveCard(input: $input) {{ {selection} }} }}")
    };
    let input = json!({"input": {"cardId": card, "columnId": columns[1]}});
    let (_, bare) = ann.ask_counted(&document("clientMutationId"), input.clone()).await;
    let everything = "card { id key rank version column { id title } labels { id } assignees { id } \
                      createdBy { ... on User { username } } } event { seq actor { ... on User { id } } \
                      changes { ... on CardChanged { fields card { title column { id } } } } }";
    let (_, full) = ann.ask_counted(&document(everything), input).await;
    assert_eq!(bare, full);
}
