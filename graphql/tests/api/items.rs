//! However long a board's lists are, one answer has so many of their items and no more.

use futures_util::StreamExt;
use serde_json::{Value, json};

use crate::world::World;

#[tokio::test]
async fn what_comes_back_to_its_board_ends_where_it_is_too_much() {
    let mut world = World::new().await;
    world.api = world.api.with_items(100);
    let ann = world.person("ann").await;
    ann.board("RL").await;
    let back = |times: usize| {
        let below = "columns { board { ".repeat(times) + "columns { id }" + &" } }".repeat(times);
        format!("{{ board(key: \"RL\") {{ {below} }} }}")
    };
    // 3 + 9 + 27 columns; 81 more are not to be had, by anybody and however it is asked.
    ann.ask(&back(2), json!({})).await;
    for person in [&ann, &world.anybody()] {
        assert!(person.shared(&back(3), json!({})).await.is_none());
    }
    let refused = |code: &str| (code.to_owned(), Value::Null);
    assert_eq!(ann.refused(&back(3), json!({})).await, refused("TOO_COMPLEX"));
    assert_eq!(ann.refused(&back(8), json!({})).await, refused("TOO_COMPLEX"));
    let many: Vec<_> = (0..40).map(|number| format!("c{number}: id")).collect();
    let wide = format!("{{ board(key: \"RL\") {{ columns {{ {} }} }} }}", many.join(" "));
    assert_eq!(ann.refused(&wide, json!({})).await, refused("TOO_COMPLEX"));
}

#[tokio::test]
async fn each_answer_of_a_subscription_has_its_own() {
    let mut world = World::new().await;
    world.api = world.api.with_items(10);
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    for number in 0..20 {
        ann.card(&columns[0], &format!("Card {number}")).await;
    }
    let document = "subscription($id: ID!) { boardEvents(boardId: $id, after: 1) {
        ... on BoardEvent { seq changes { ... on CardChanged { card { title board { viewerRole } } } } } } }";
    let mut answers = world.api.execute_stream(ann.request(document, json!({"id": board})));
    for _ in 0..20 {
        let answer = answers.next().await.unwrap();
        assert!(answer.errors.is_empty(), "{answer:?}");
    }
}
