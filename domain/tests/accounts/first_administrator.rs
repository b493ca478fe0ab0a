use cairn_domain::accounts::FirstAdministrator;
use chrono::Duration;

use crate::world::{PASSWORD, World, refusals};

fn first(secret: &str, username: &str) -> FirstAdministrator {
    FirstAdministrator {
        secret: secret.to_owned(),
        username: username.to_owned(),
        display_name: Some("The Boss".to_owned()),
        password: PASSWORD.to_owned(),
        session_length: Duration::days(30),
    }
}

#[tokio::test]
async fn the_link_makes_an_administrator_who_is_signed_in() {
    let world = World::new().await;
    let accounts = world.domain.accounts();
    let secret = accounts.setup_secret().await.unwrap().expect("nobody is there yet");
    let session = accounts.set_up(first(secret.expose(), "boss")).await.unwrap().unwrap();
    let actor = world.actor(&session).await;
    assert!(matches!(actor, cairn_domain::Actor::User { is_server_admin: true, .. }));
    assert!(accounts.set_up(first(secret.expose(), "second")).await.unwrap().is_none());
    assert!(accounts.setup_secret().await.unwrap().is_none());
}

#[tokio::test]
async fn a_new_link_replaces_the_old_one() {
    let world = World::new().await;
    let accounts = world.domain.accounts();
    let old = accounts.setup_secret().await.unwrap().unwrap();
    let new = accounts.setup_secret().await.unwrap().unwrap();
    for secret in [old.expose(), "", "guess"] {
        assert!(accounts.set_up(first(secret, "boss")).await.unwrap().is_none());
    }
    assert!(accounts.set_up(first(new.expose(), "boss")).await.unwrap().is_some());
}

#[tokio::test]
async fn a_refused_name_does_not_use_the_link_up() {
    let world = World::new().await;
    let accounts = world.domain.accounts();
    let secret = accounts.setup_secret().await.unwrap().unwrap();
    let refused = refusals(accounts.set_up(first(secret.expose(), "the boss")).await);
    assert_eq!(refused[0].field(), Some("username"));
    assert!(accounts.set_up(first(secret.expose(), "boss")).await.unwrap().is_some());
}

#[tokio::test]
async fn of_many_at_once_one_wins() {
    let world = World::new().await;
    let nodes = [world.domain.clone(), world.another_node().await];
    let secret = world.domain.accounts().setup_secret().await.unwrap().unwrap();
    let names: Vec<String> = (0..8).map(|number| format!("boss{number}")).collect();
    let attempts = names.iter().zip(nodes.iter().cycle()).map(async |(name, node)| {
        node.accounts().set_up(first(secret.expose(), name)).await.unwrap()
    });
    let winners = futures_util::future::join_all(attempts).await.into_iter().flatten().count();
    assert_eq!(winners, 1);
}

#[tokio::test]
async fn a_person_added_otherwise_closes_the_link() {
    let world = World::new().await;
    let accounts = world.domain.accounts();
    let secret = accounts.setup_secret().await.unwrap().unwrap();
    world.person("ann").await;
    assert!(accounts.set_up(first(secret.expose(), "boss")).await.unwrap().is_none());
}
