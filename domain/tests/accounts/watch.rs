use std::time::Duration;

use cairn_domain::Actor;
use tokio::time::{Instant, timeout};

use crate::world::{World, has_ended, write_of};

#[tokio::test]
async fn what_ends_elsewhere_ends_here() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let accounts = world.domain.accounts();
    let created = accounts.create_token(&write_of(&ann, None), "CI").await.unwrap();
    let (session, kept) = (world.sign_in("ann").await, world.sign_in("ann").await);
    let (by_session, by_kept) = (world.actor(&session).await, world.actor(&kept).await);
    let secret = created.secret.unwrap();
    let by_token = accounts.authenticate_token(secret.expose()).await.unwrap().unwrap();

    let elsewhere = world.another_node().await;
    elsewhere.accounts().sign_out(session.secret.expose()).await.unwrap();
    elsewhere.accounts().revoke_token(&write_of(&ann, None), created.token.id).await.unwrap();
    assert!(!has_ended(&by_session) && !has_ended(&by_token));
    world.domain.check_credentials().await.unwrap();
    assert!(has_ended(&by_session) && has_ended(&by_token) && !has_ended(&by_kept));
}

#[tokio::test]
async fn a_hint_is_followed_at_once_and_no_hint_within_two_seconds() {
    let world = World::new().await;
    world.person("ann").await;
    let elsewhere = world.another_node().await;
    let watching = tokio::task::LocalSet::new();
    watching.spawn_local(world.domain.clone().watch_credentials());
    watching
        .run_until(async {
            for (hinted, deadline) in
                [(true, Duration::from_secs(1)), (false, Duration::from_millis(3_500))]
            {
                let session = world.sign_in("ann").await;
                let actor = world.actor(&session).await;
                elsewhere.accounts().sign_out(session.secret.expose()).await.unwrap();
                if hinted {
                    world.domain.credentials.recheck();
                }
                timeout(deadline, actor.revoked()).await.expect("the watch saw it");
            }
        })
        .await;
}

#[tokio::test]
async fn without_a_database_credentials_are_believed_for_a_minute() {
    let world = World::new().await;
    world.person("ann").await;
    let session = world.sign_in("ann").await;
    let actor = world.actor(&session).await;
    world.domain.database.reader().clone().close().await.unwrap();
    tokio::time::pause();
    let start = Instant::now();
    tokio::select! {
        () = world.domain.clone().watch_credentials() => unreachable!("the watch goes on"),
        () = actor.revoked() => {}
    }
    let believed = start.elapsed();
    assert!((Duration::from_secs(40)..=Duration::from_mins(1)).contains(&believed), "{believed:?}");
    assert_eq!(world.domain.credentials.in_use(), 0);
}

#[tokio::test]
async fn nothing_is_asked_when_nothing_is_in_use() {
    let world = World::new().await;
    let statements = std::sync::Arc::default();
    let check = world.domain.check_credentials();
    cairn_domain::statements::counted(std::sync::Arc::clone(&statements), check).await.unwrap();
    assert_eq!(statements.count(), 0);
}

#[tokio::test]
async fn a_request_costs_one_statement() {
    let world = World::new().await;
    world.person("ann").await;
    let session = world.sign_in("ann").await;
    let statements = std::sync::Arc::default();
    let found = world.found(&session);
    let actor = cairn_domain::statements::counted(std::sync::Arc::clone(&statements), found).await;
    assert!(matches!(actor, Some(Actor::User { .. })));
    assert_eq!(statements.count(), 1);
}
