//! Following a board.

use std::time::Duration;

use async_graphql::Response;
use cairn_domain::Background;
use futures_util::{Stream, StreamExt};
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::world::{Person, World};

const FOLLOW: &str = "subscription($id: ID!, $after: Int!, $epoch: ID) {
    boardEvents(boardId: $id, after: $after, epoch: $epoch) {
        __typename
        ... on BoardEvent { seq clientMutationId actor { ... on User { username } } changes {
            ... on CardChanged { fields card { title description column { title } board { key }
                commentCount } } } }
        ... on BoardReset { epoch seq reason }
    } }";

fn follow(person: &Person, variables: Value) -> impl Stream<Item = Response> + Unpin {
    person.api.execute_stream(person.request(FOLLOW, variables))
}

async fn next(updates: &mut (impl Stream<Item = Response> + Unpin)) -> Option<Value> {
    let next = timeout(Duration::from_secs(10), updates.next()).await.expect("it comes in time");
    next.map(|response| serde_json::to_value(response).unwrap())
}

#[tokio::test]
async fn a_follower_gets_what_was_missed_and_what_comes() {
    let world = World::new().await;
    world.domain.run_background(Background { slow_poll: Duration::from_millis(50), bus: false });
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let (board, columns) = ann.board("RL").await;
    ann.write(
        "setBoardMember",
        "",
        json!({"boardId": board, "userId": bob.id(), "role": "VIEWER"}),
    )
    .await;
    let mut updates = follow(&bob, json!({"id": board, "after": 1}));
    assert_eq!(next(&mut updates).await.unwrap()["data"]["boardEvents"]["seq"], 2);

    let input = json!({"clientMutationId": "x", "columnId": columns[0], "title": "One", "description": "Text"});
    ann.write("createCard", "", input).await;
    let update = next(&mut updates).await.unwrap();
    let event = &update["data"]["boardEvents"];
    assert_eq!((&event["seq"], &event["clientMutationId"]), (&json!(3), &json!("x")));
    assert_eq!(event["actor"]["username"], "ann");
    let card = json!({"title": "One", "description": "Text", "column": {"title": "To do"},
        "board": {"key": "RL"}, "commentCount": 0});
    assert_eq!(event["changes"][0], json!({"fields": ["*"], "card": card}));

    ann.write("removeBoardMember", "", json!({"boardId": board, "userId": bob.id()})).await;
    assert_eq!(next(&mut updates).await, None, "it completes, and tells nothing more");
}

#[tokio::test]
async fn a_follower_of_another_log_begins_again() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, _) = ann.board("RL").await;
    for variables in
        [json!({"id": board, "after": 99}), json!({"id": board, "after": 1, "epoch": "old"})]
    {
        let mut updates = follow(&ann, variables);
        let update = next(&mut updates).await.unwrap();
        assert_eq!(update["data"]["boardEvents"]["__typename"], "BoardReset");
        assert_eq!(update["data"]["boardEvents"]["seq"], 1);
        assert_eq!(next(&mut updates).await, None);
    }
}

#[tokio::test]
async fn who_may_not_read_does_not_begin() {
    let world = World::new().await;
    let (ann, eve) = (world.person("ann").await, world.person("eve").await);
    let (board, _) = ann.board("RL").await;
    for (person, id, after, code) in [
        (&eve, board.as_str(), 0, "NOT_FOUND"),
        (&world.anybody(), board.as_str(), 0, "NOT_FOUND"),
        (&ann, "nonsense", 0, "NOT_FOUND"),
        (&ann, board.as_str(), -1, "BAD_REQUEST"),
    ] {
        let mut updates = follow(person, json!({"id": id, "after": after}));
        let answer = next(&mut updates).await.unwrap();
        assert_eq!(answer["errors"][0]["extensions"]["code"], code);
        assert_eq!(next(&mut updates).await, None);
    }
}
