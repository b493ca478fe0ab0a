use std::time::{Duration, Instant};

use cairn_domain::Background;
use chrono::Duration as Days;
use serde_json::json;
use tokio::time::timeout;

use super::world::{World, world, write_of};
use crate::support::{
    http::post,
    socket::{Client, Closed},
};

/// Promise P6: on the same node a socket closes within a second.
const SAME_NODE: Duration = Duration::from_secs(1);
/// Promise P6: on other nodes within five seconds, even without the bus.
const OTHER_NODES: Duration = Duration::from_secs(5);

/// A socket that follows something under this header of the upgrade.
async fn following(world: &World, header: (&'static str, &str)) -> Client {
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    let mut client = Client::open(world.address(), &[protocol, header]).await.unwrap();
    client.send(json!({ "type": "connection_init" })).await;
    assert_eq!(client.next().await["type"], "connection_ack");
    client.subscribe("1", "subscription { once }").await;
    assert!(client.next().await["payload"]["data"]["once"].as_str().unwrap().starts_with("user_"));
    client
}

async fn closes_within(client: &mut Client, time: Duration) {
    let Closed { code, .. } = timeout(time, client.closed()).await.expect("the socket is closed");
    assert_eq!(code, 4401);
}

#[tokio::test]
async fn a_revoked_token_closes_its_sockets_at_once() {
    let world = world().await;
    let ann = world.person("ann").await;
    let (revoked, kept) = (world.token_of(&ann).await, world.token_of(&ann).await);
    let bearer = format!("Bearer {}", revoked.secret.unwrap().expose());
    assert_eq!(world.who(("authorization", &bearer)).await, ann.id.to_string());
    let mut client = following(&world, ("authorization", &bearer)).await;
    let accounts = world.domain.accounts();
    accounts.revoke_token(&write_of(&ann), revoked.token.id).await.unwrap();
    closes_within(&mut client, SAME_NODE).await;
    assert_eq!(world.who(("authorization", &bearer)).await, "UNAUTHENTICATED");
    let bearer = format!("Bearer {}", kept.secret.unwrap().expose());
    assert_eq!(world.who(("authorization", &bearer)).await, ann.id.to_string());
}

#[tokio::test]
async fn signing_out_closes_the_browsers_sockets_at_once() {
    let world = world().await;
    world.person("ann").await;
    let cookie = world.sign_in("ann").await;
    let mut client = following(&world, ("cookie", &cookie)).await;
    world.post("sign-out", &[("cookie", &cookie)], &json!({})).await;
    closes_within(&mut client, SAME_NODE).await;
}

#[tokio::test]
async fn what_another_node_ends_closes_without_a_bus() {
    let world = world().await;
    world.domain.run_background(Background { slow_poll: Duration::from_secs(1), bus: false });
    let ann = world.person("ann").await;
    let cookie = world.sign_in("ann").await;
    let mut client = following(&world, ("cookie", &cookie)).await;
    let elsewhere = world.database.node(world.domain.clock.clone()).await;
    elsewhere.accounts().set_password(ann.id, "battery staple").await.unwrap();
    closes_within(&mut client, OTHER_NODES).await;
    world.domain.tasks.stop().await;
}

#[tokio::test]
async fn what_another_node_ends_closes_at_once_by_the_bus() {
    let world = world().await;
    let elsewhere = world.database.node(world.domain.clock.clone()).await;
    let background = Background { slow_poll: Duration::from_secs(1), bus: true };
    world.domain.run_background(background);
    elsewhere.run_background(background);
    let ann = world.person("ann").await;
    // Nodes listen a moment after they have started, and only PostgreSQL has a bus.
    let has_bus = world.domain.database.is_postgres();
    let deadline = if has_bus { SAME_NODE } else { OTHER_NODES };
    let mut fastest = OTHER_NODES;
    for _ in 0..3 {
        let token = world.token_of(&ann).await;
        let bearer = format!("Bearer {}", token.secret.unwrap().expose());
        let mut client = following(&world, ("authorization", &bearer)).await;
        let started = Instant::now();
        elsewhere.accounts().revoke_token(&write_of(&ann), token.token.id).await.unwrap();
        closes_within(&mut client, OTHER_NODES).await;
        fastest = fastest.min(started.elapsed());
    }
    assert!(fastest < deadline, "{fastest:?}");
    world.domain.tasks.stop().await;
    elsewhere.tasks.stop().await;
}

/// No background task, and so no bus and no look at credentials in use: the request itself has to ask.
#[tokio::test]
async fn what_another_node_ends_is_refused_by_the_next_request() {
    let world = world().await;
    let ann = world.person("ann").await;
    let cookie = world.sign_in("ann").await;
    let token = world.token_of(&ann).await;
    let bearer = format!("Bearer {}", token.secret.unwrap().expose());
    let shown = [("cookie", cookie.as_str()), ("authorization", bearer.as_str())];
    for credential in shown.repeat(3) {
        assert_eq!(world.who(credential).await, ann.id.to_string());
    }
    let elsewhere = world.database.node(world.domain.clock.clone()).await;
    elsewhere.accounts().set_password(ann.id, "battery staple").await.unwrap();
    assert_eq!(world.who(shown[0]).await, "UNAUTHENTICATED");
    assert_eq!(world.who(shown[1]).await, ann.id.to_string());
    elsewhere.accounts().revoke_token(&write_of(&ann), token.token.id).await.unwrap();
    assert_eq!(world.who(shown[1]).await, "UNAUTHENTICATED");
}

#[tokio::test]
async fn a_session_that_ran_out_is_refused_and_its_cookie_taken() {
    let world = world().await;
    world.domain.run_background(Background { slow_poll: Duration::from_secs(1), bus: false });
    world.person("ann").await;
    let cookie = world.sign_in("ann").await;
    let mut client = following(&world, ("cookie", &cookie)).await;
    world.domain.clock.advance(Days::days(30));
    closes_within(&mut client, OTHER_NODES).await;
    let query = json!({ "query": "{ who }" });
    let reply = post(world.address(), &[("cookie", &cookie)], &query).await;
    assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"));
    let cleared = reply.header("set-cookie").unwrap();
    assert!(cleared.starts_with("cairn_session=;"), "{cleared}");
    assert_eq!(world.who(("accept", "*/*")).await, "nobody");
    world.domain.tasks.stop().await;
}

#[tokio::test]
async fn a_wrong_token_is_refused_even_beside_a_good_cookie() {
    let world = world().await;
    let ann = world.person("ann").await;
    let cookie = world.sign_in("ann").await;
    let secret = cookie.strip_prefix("cairn_session=").unwrap();
    for bearer in ["Bearer cairn_nonsense".to_owned(), format!("Bearer {secret}")] {
        let headers = [("authorization", bearer.as_str()), ("cookie", cookie.as_str())];
        let reply = post(world.address(), &headers, &json!({ "query": "{ who }" })).await;
        assert_eq!((reply.status, reply.code().as_str()), (401, "UNAUTHENTICATED"));
    }
    let token = world.token_of(&ann).await.secret.unwrap();
    let as_cookie = format!("cairn_session={}", token.expose());
    assert_eq!(world.who(("cookie", &as_cookie)).await, "UNAUTHENTICATED");
}
