//! Following a board.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]
#![allow(dead_code, reason = "subjects share what they need")]

#[path = "support/world.rs"]
mod world;

use std::sync::Arc;
use std::time::Duration;

use cairn_domain::Actor;
use cairn_domain::entities::{BoardRole, Epoch, board};
use cairn_domain::live::{BoardUpdate, FollowRequest, Follower, HubFigures};
use cairn_domain::log::{Event, events_after};
use cairn_domain::statements::{Statements, counted};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};
use tokio::time::timeout;
use uuid::Uuid;

use world::World;

async fn follow(world: &World, actor: &Actor, after: i64) -> Follower {
    let request = FollowRequest { board: world.board, after, epoch: None };
    Follower::new(&world.domain, actor, request).await.unwrap()
}

async fn event(follower: &mut Follower) -> Arc<Event> {
    match timeout(Duration::from_secs(10), follower.next()).await.unwrap() {
        Some(BoardUpdate::Event(event)) => event,
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn what_is_written_here_comes_without_a_read_and_as_the_log_has_it() {
    let world = World::new().await;
    let after = world.seq().await;
    let mut follower = follow(&world, &world.ann, after).await;
    // No background work runs: nobody hears the doorbell.
    let card = world.card(0, "One").await;
    world.archive(card).await;
    let statements = Arc::new(Statements::default());
    let events = counted(Arc::clone(&statements), async {
        [event(&mut follower).await, event(&mut follower).await]
    })
    .await;
    assert_eq!(statements.count(), 0);
    let logged = events_after(&world.domain.latest(), world.board, after, 10).await.unwrap();
    assert_eq!(format!("{logged:?}"), format!("{:?}", events.map(Arc::unwrap_or_clone)));
}

#[tokio::test]
async fn who_comes_after_the_log_was_replaced_follows_the_new_one() {
    let world = World::new().await;
    let after = world.seq().await;
    let mut old = follow(&world, &world.ann, after).await;
    board::Entity::update_many()
        .col_expr(board::Column::Epoch, Expr::value(Epoch(Uuid::from_u128(7))))
        .filter(board::Column::Id.eq(world.board))
        .exec(world.domain.database.writer())
        .await
        .unwrap();
    let mut new = follow(&world, &world.ann, after).await;
    world.card(0, "One").await;
    assert_eq!(event(&mut new).await.seq, after + 1);
    let told = timeout(Duration::from_secs(10), old.next()).await.unwrap();
    assert!(matches!(told, Some(BoardUpdate::Reset { .. })), "{told:?}");
}

#[tokio::test]
async fn who_falls_behind_is_caught_up_and_slows_nobody_down() {
    let world = World::new().await;
    let after = world.seq().await;
    let mut slow = follow(&world, &world.ann, after).await;
    let mut quick = follow(&world, &world.ann, after).await;
    // More than a feed keeps.
    for number in 1..=300 {
        world.card(0, &format!("Card {number}")).await;
        assert_eq!(event(&mut quick).await.seq, after + number);
    }
    let HubFigures { boards, followers, recent, most_recent, lagged, .. } =
        world.domain.hub.figures();
    assert_eq!((boards, followers, lagged), (1, 2, 0));
    assert!(recent <= most_recent, "what waits is bounded");
    for number in 1..=300 {
        assert_eq!(event(&mut slow).await.seq, after + number);
    }
    assert!(world.domain.hub.figures().lagged > 0);
    world.card(0, "The last").await;
    assert_eq!(event(&mut slow).await.seq, after + 301);
}

#[tokio::test]
async fn who_may_do_more_is_told_so_and_who_may_do_less_is_told_nothing() {
    let world = World::new().await;
    let bob = world.member("bob", BoardRole::Viewer).await;
    let after = world.seq().await;
    let mut follower = follow(&world, &bob, after).await;
    assert_eq!(follower.role(), Some(BoardRole::Viewer));
    world.give_role(&bob, BoardRole::Editor).await;
    assert_eq!(event(&mut follower).await.seq, after + 1);
    assert_eq!(follower.role(), Some(BoardRole::Editor));
    world.give_role(&bob, BoardRole::Viewer).await;
    world.card(0, "Later").await;
    assert!(timeout(Duration::from_secs(10), follower.next()).await.unwrap().is_none());
}
