//! A board as it was is what it was.

use chrono::Duration;
use serde_json::{Value, json};

use crate::world::{Person, World, text};

const STATE: &str = "fragment State on Board {
    id key title description icon visibility epoch seq createdAt updatedAt archivedAt viewerRole
    archivedCardCount
    columns { id rank title color kind wipLimit wipPolicy description cardCount
        cards(first: 10) { totalCount nodes { id } } }
    labels { id name color board { seq } }
    milestones { id title description startOn dueOn state
        progress { total done active estimateTotal estimateDone } }
    members { totalCount nodes { role user { id username } } }
    cards(first: 100) { totalCount nodes {
        id key number rank title icon description hasDescription checklist { done total }
        column { id } labels { id name } assignees { id } milestone { id title }
        startOn dueOn estimate createdBy { ... on User { username } }
        createdAt updatedAt archivedAt version commentCount
        comments { totalCount nodes { id body createdAt editedAt author { ... on User { id } } card { key } } }
    } }
    events(last: 3) { totalCount nodes { seq } }
}";

async fn now(person: &Person, board: &str) -> Value {
    let document = format!("query($id: ID!) {{ board(id: $id) {{ ...State }} }} {STATE}");
    person.ask(&document, json!({"id": board})).await["board"].take()
}

#[tokio::test]
async fn the_log_rebuilds_each_state_of_a_board() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let mut states = vec![now(&ann, &board).await];
    let id = |payload: &Value, name: &str| text(&payload[name]["id"]);
    let label =
        ann.write("createLabel", "label { id }", json!({"boardId": board, "name": "Zebra"})).await;
    ann.write("createLabel", "", json!({"boardId": board, "name": "apple"})).await;
    let milestone = json!({"boardId": board, "title": "1.0"});
    let milestone = ann.write("createMilestone", "milestone { id }", milestone).await;
    states.push(now(&ann, &board).await);
    world.domain.clock.advance(Duration::hours(1));
    let card = json!({"columnId": columns[0], "title": "One", "description": "- [ ] a", "estimate": 1.5,
        "labelIds": [id(&label, "label")], "assigneeIds": [ann.id()],
        "milestoneId": id(&milestone, "milestone")});
    let card = id(&ann.write("createCard", "card { id }", card).await, "card");
    ann.card(&columns[0], "Two").await;
    states.push(now(&ann, &board).await);
    let comment = json!({"cardId": card, "body": "Hello"});
    ann.write("addComment", "", comment).await;
    ann.write("moveCard", "", json!({"cardId": card, "columnId": columns[2]})).await;
    states.push(now(&ann, &board).await);
    ann.write("deleteLabel", "", json!({"labelId": id(&label, "label")})).await;
    ann.write("deleteColumn", "", json!({"columnId": columns[0], "moveCardsTo": columns[1]})).await;
    ann.write("archiveCard", "", json!({"cardId": card})).await;
    states.push(now(&ann, &board).await);

    let document = format!(
        "query($id: ID!, $seq: Int!) {{ board(id: $id) {{ at(seq: $seq) {{ ...State }} }} }} {STATE}"
    );
    for state in &states {
        let then = ann.ask(&document, json!({"id": board, "seq": state["seq"]})).await;
        assert_eq!(&then["board"]["at"], state);
    }
    let document =
        "query($id: ID!) { board(id: $id) { at(time: \"2026-11-22T12:30:00Z\") { seq } } }";
    let then = ann.ask(document, json!({"id": board})).await;
    assert_eq!(then["board"]["at"]["seq"], states[1]["seq"]);
}

#[tokio::test]
async fn a_state_that_never_was_is_not_found() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    ann.board("RL").await;
    for (arguments, code) in [
        ("seq: 0", "NOT_FOUND"),
        ("seq: -1", "NOT_FOUND"),
        ("seq: 2", "NOT_FOUND"),
        ("time: \"2020-01-01T00:00:00Z\"", "NOT_FOUND"),
        ("seq: 1, time: \"2026-11-22T12:30:00Z\"", "BAD_REQUEST"),
    ] {
        let document = format!("{{ board(key: \"RL\") {{ at({arguments}) {{ seq }} }} }}");
        let (found, data) = ann.refused(&document, json!({})).await;
        assert_eq!((found.as_str(), data), (code, json!({"board": {"at": null}})), "{arguments}");
    }
    let (code, _) = ann.refused("{ board(key: \"RL\") { at { seq } } }", json!({})).await;
    assert_eq!(code, "BAD_REQUEST");
}
