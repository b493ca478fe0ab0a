use futures_util::future::join_all;
use serde_json::{Value, json};

use super::world::{PASSWORD, code_of, cookie_of, world};

fn setup(token: &str, username: &str) -> Value {
    json!({
        "token": token,
        "username": username,
        "displayName": "The Boss",
        "password": PASSWORD,
    })
}

#[tokio::test]
async fn of_many_who_use_the_link_at_once_one_becomes_administrator() {
    let world = world().await;
    let secret = world.domain.accounts().setup_secret().await.unwrap().unwrap();
    let names: Vec<String> = (0..6).map(|number| format!("boss{number}")).collect();
    let attempts = names
        .iter()
        .map(async |name| world.post("setup", &[], &setup(secret.expose(), name)).await);
    let replies = join_all(attempts).await;
    let (winners, losers): (Vec<_>, Vec<_>) =
        replies.into_iter().partition(|reply| reply.status == 204);
    assert_eq!(winners.len(), 1);
    for loser in losers {
        assert_eq!((loser.status, code_of(&loser).as_str()), (403, "INVALID_TOKEN"));
    }
    let who = world.who(("cookie", &cookie_of(&winners[0]))).await;
    assert!(who.starts_with("user_"), "{who}");
}

#[tokio::test]
async fn what_is_wrong_with_the_account_is_said_and_the_link_stays() {
    let world = world().await;
    let secret = world.domain.accounts().setup_secret().await.unwrap().unwrap();
    let mut weak = setup(secret.expose(), "boss");
    weak["password"] = json!("short");
    let reply = world.post("setup", &[], &weak).await;
    assert_eq!((reply.status, code_of(&reply).as_str()), (400, "BAD_REQUEST"));
    let message = reply.json()["error"]["message"].to_string();
    assert!(message.contains("at least 8 characters"), "{message}");
    let reply = world.post("setup", &[], &setup("guessed", "boss")).await;
    assert_eq!((reply.status, code_of(&reply).as_str()), (403, "INVALID_TOKEN"));
    let reply = world.post("setup", &[], &setup(secret.expose(), "boss")).await;
    assert_eq!(reply.status, 204);
}
