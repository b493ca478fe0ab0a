//! `graphql-transport-ws`, message by message and close code by close code.

use std::time::{Duration, Instant};

use futures_util::SinkExt;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::{CloseFrame, frame::coding::CloseCode},
};

use super::world::{World, world, world_with};
use crate::support::socket::Client;

fn subscribe(id: &str, document: &str) -> String {
    json!({ "type": "subscribe", "id": id, "payload": { "query": document } }).to_string()
}

const INIT: &str = r#"{"type":"connection_init"}"#;

#[tokio::test]
async fn a_subscription_runs_to_its_end() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "subscription { count(to: 3) }").await;
    for number in 0..3 {
        let next = json!({ "type": "next", "id": "a", "payload": { "data": { "count": number } } });
        assert_eq!(client.next().await, next);
    }
    assert_eq!(client.next().await, json!({ "type": "complete", "id": "a" }));
    // The id is free again.
    client.subscribe("a", "{ who }").await;
    assert_eq!(client.next().await["payload"]["data"]["who"], "nobody");
    assert_eq!(client.next().await["type"], "complete");
}

#[tokio::test]
async fn a_client_that_closes_is_answered() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    let frame = CloseFrame { code: CloseCode::Normal, reason: "done".into() };
    client.0.send(Message::Close(Some(frame))).await.unwrap();
    let closed = client.closed().await;
    assert_eq!((closed.code, closed.reason.as_str()), (1000, "done"));
}

#[tokio::test]
async fn operations_run_beside_one_another() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("slow", "{ slow(millis: 300) }").await;
    client.subscribe("fast", "{ who }").await;
    assert_eq!(client.next().await["id"], "fast");
    assert_eq!(client.next().await["id"], "fast");
    assert_eq!(client.next().await["id"], "slow");
}

#[tokio::test]
async fn complete_stops_an_operation() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "subscription { silence }").await;
    client.subscribe("b", "{ who }").await;
    client.next().await;
    assert_eq!(world.seen.streams(), 1);
    client.send(json!({ "type": "complete", "id": "a" })).await;
    client.send(json!({ "type": "complete", "id": "never heard of" })).await;
    client.subscribe("a", "{ who }").await;
    loop {
        let message = client.next().await;
        if message["id"] == "a" {
            assert_eq!(message["payload"]["data"]["who"], "nobody");
            break;
        }
    }
    client.next().await;
    assert_eq!(world.seen.streams(), 0);
}

#[tokio::test]
async fn what_cannot_run_is_an_error_and_not_the_end() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    for (document, code) in [
        ("{", "BAD_REQUEST"),
        ("{ nonsense }", "BAD_REQUEST"),
        ("subscription { nonsense }", "BAD_REQUEST"),
        ("mutation { write(millis: 0) }", "BAD_REQUEST"),
        ("subscription { count(to: 1) ...F } fragment F on Events { ...F }", "BAD_REQUEST"),
    ] {
        client.subscribe("a", document).await;
        let message = client.next().await;
        assert_eq!(
            (&message["type"], &message["id"]),
            (&json!("error"), &json!("a")),
            "{document}"
        );
        assert_eq!(message["payload"][0]["extensions"]["code"], code, "{document}");
    }
    client.subscribe("a", &format!("{{{}}}", "who ".repeat(3000))).await;
    assert_eq!(client.next().await["payload"][0]["extensions"]["code"], "TOO_COMPLEX");
    client.send(json!({ "type": "subscribe", "id": "a", "payload": { "query": 7 } })).await;
    assert_eq!(client.next().await["type"], "error");
    assert_eq!(world.seen.written(), 0);
}

#[tokio::test]
async fn a_failing_field_is_an_answer() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "{ broken who }").await;
    let message = client.next().await;
    assert_eq!(message["type"], "next");
    assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "INTERNAL");
    assert!(!message.to_string().contains("hunter2"));
}

#[tokio::test]
async fn a_panic_ends_one_operation_and_nothing_else() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "subscription { panics }").await;
    assert_eq!(client.next().await["payload"]["data"]["panics"], 0);
    assert_eq!(client.next().await["payload"][0]["extensions"]["code"], "INTERNAL");
    client.subscribe("b", "{ who }").await;
    assert_eq!(client.next().await["payload"]["data"]["who"], "nobody");
}

#[tokio::test]
async fn a_panic_before_anything_runs_is_an_error_too() {
    let world = world().await;
    let mut client = signed_in(&world, &[], json!({ "authorization": "Bearer clumsy" })).await;
    client.subscribe("a", "{ who }").await;
    let message = client.next().await;
    assert_eq!(message["type"], "error");
    assert_eq!(message["payload"][0]["extensions"]["code"], "INTERNAL");
}

#[tokio::test]
async fn pings_are_answered_with_what_they_held() {
    let world = world().await;
    let mut client = Client::connect(world.server.address).await;
    client.send(json!({ "type": "ping", "payload": { "at": 7 } })).await;
    assert_eq!(client.next().await, json!({ "type": "pong", "payload": { "at": 7 } }));
    client.send(json!({ "type": "ping" })).await;
    assert_eq!(client.next().await, json!({ "type": "pong" }));
    client.send(json!({ "type": "pong" })).await;
    client.send(json!({ "type": "connection_init" })).await;
    assert_eq!(client.next().await, json!({ "type": "connection_ack" }));
}

#[tokio::test]
async fn each_offence_has_its_close_code() {
    let world = world().await;
    let long_ping = json!({ "type": "ping", "payload": { "x": "x".repeat(5000) } }).to_string();
    let huge_ping = json!({ "type": "ping", "payload": { "x": "x".repeat(70_000) } }).to_string();
    let silence = subscribe("a", "subscription { silence }");
    let wrong =
        json!({ "type": "connection_init", "payload": { "authorization": "Bearer wrong" } });
    let odd = json!({ "type": "connection_init", "payload": { "authorization": "secret" } });
    let outage =
        json!({ "type": "connection_init", "payload": { "authorization": "Bearer outage" } });
    let cases: Vec<(Vec<String>, u16, &str)> = vec![
        (vec!["nonsense".into()], 4400, "Invalid message: no JSON message"),
        (vec![INIT.into(), "{}".into()], 4400, "Invalid message: no JSON message"),
        (vec![r#"{"type":"start","id":"1"}"#.into()], 4400, "Invalid message: unknown type"),
        (vec![silence.clone()], 4401, "Unauthorized"),
        (vec![wrong.to_string()], 4403, "Forbidden"),
        (vec![odd.to_string()], 4403, "Forbidden"),
        (vec![outage.to_string()], 1013, "Try again later"),
        (vec![INIT.into(), silence.clone(), silence], 4409, "Subscriber for a already exists"),
        (vec![INIT.into(), INIT.into()], 4429, "Too many initialisation requests"),
        (vec![long_ping], 1009, "Message too big"),
        (vec![INIT.into(), huge_ping], 1009, "Message too big"),
    ];
    for (messages, code, reason) in cases {
        let mut client = Client::connect(world.server.address).await;
        for message in &messages {
            client.send_text(message.clone()).await;
        }
        let closed = client.closed().await;
        assert_eq!((closed.code, closed.reason.as_str()), (code, reason));
    }
}

#[tokio::test]
async fn binary_messages_are_invalid() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.0.send(Message::binary(INIT.as_bytes().to_vec())).await.unwrap();
    assert_eq!(client.closed().await.code, 4400);
}

#[tokio::test]
async fn another_subprotocol_is_not_acceptable() {
    let world = world().await;
    let address = world.server.address;
    let mut none = Client::open(address, &[]).await.unwrap();
    let closed = none.closed().await;
    assert_eq!((closed.code, closed.reason.as_str()), (4406, "Subprotocol not acceptable"));
    let both = ("sec-websocket-protocol", "graphql-ws, graphql-transport-ws");
    let mut both = Client::open(address, &[both]).await.unwrap();
    both.send(json!({ "type": "connection_init" })).await;
    assert_eq!(both.next().await["type"], "connection_ack");
}

#[tokio::test]
async fn a_socket_that_says_nothing_is_closed() {
    let world = world_with(|config| config.limits.socket_init_seconds = 1).await;
    let started = Instant::now();
    let mut client = Client::connect(world.server.address).await;
    // Pings do not keep it open.
    client.send(json!({ "type": "ping" })).await;
    let closed = client.closed().await;
    assert_eq!((closed.code, closed.reason.as_str()), (4408, "Connection initialisation timeout"));
    assert!((1..4).contains(&started.elapsed().as_secs()));
}

async fn signed_in(world: &World, headers: &[(&'static str, &str)], payload: Value) -> Client {
    let mut given = vec![("sec-websocket-protocol", "graphql-transport-ws")];
    given.extend(headers);
    let mut client = Client::open(world.server.address, &given).await.unwrap();
    client.send(json!({ "type": "connection_init", "payload": payload })).await;
    assert_eq!(client.next().await["type"], "connection_ack");
    client
}

#[tokio::test]
async fn a_token_or_the_cookie_says_who_it_is() {
    let world = world().await;
    let cookie = ("cookie", "cairn_session=secret");
    let stale = ("cookie", "cairn_session=old");
    let token = json!({ "authorization": "Bearer secret" });
    for (headers, payload, name) in [
        (vec![], token.clone(), "ann"),
        (vec![cookie], Value::Null, "ann"),
        (vec![stale], token, "ann"),
        (vec![], json!({}), "nobody"),
    ] {
        let mut client = signed_in(&world, &headers, payload).await;
        client.subscribe("a", "{ who }").await;
        assert_eq!(client.next().await["payload"]["data"]["who"], name);
    }
}

#[tokio::test]
async fn a_revoked_credential_closes_the_socket_within_a_second() {
    let world = world().await;
    let mut client = signed_in(&world, &[], json!({ "authorization": "Bearer secret" })).await;
    client.subscribe("a", "subscription { silence }").await;
    client.send(json!({ "type": "ping" })).await;
    client.next().await;
    world.accounts.revoke();
    let revoked = Instant::now();
    assert_eq!(client.closed().await.code, 4401);
    assert!(revoked.elapsed() < Duration::from_secs(1));
    assert_eq!(world.seen.streams(), 0);
}

#[tokio::test]
async fn a_credential_is_looked_at_again() {
    let world = world_with(|config| config.limits.socket_recheck_seconds = 1).await;
    let mut client = signed_in(&world, &[], json!({ "authorization": "Bearer secret" })).await;
    world.accounts.revoke_silently();
    assert_eq!(client.closed().await.code, 4401);
}
