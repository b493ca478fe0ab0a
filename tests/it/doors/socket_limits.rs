//! What one socket may cost.

use std::time::{Duration, Instant};

use futures_util::{SinkExt, StreamExt};
use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};
use tokio_tungstenite::tungstenite::{
    Message,
    protocol::frame::{
        Frame,
        coding::{Data, OpCode},
    },
};

use super::world::{World, world, world_with};
use crate::support::{http::send, socket::Client, soon};

/// Waits until no subscription runs any more.
async fn all_streams_ended(world: &World) {
    soon(async {
        while world.seen.streams() > 0 {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn operations_of_a_socket_are_counted() {
    let world = world_with(|config| config.limits.socket_operations = 4).await;
    let mut client = Client::ready(world.server.address).await;
    for number in 0..4 {
        client.subscribe(&number.to_string(), "subscription { silence }").await;
    }
    client.subscribe("one more", "subscription { silence }").await;
    let refused = client.next().await;
    assert_eq!((&refused["type"], &refused["id"]), (&json!("error"), &json!("one more")));
    assert_eq!(refused["payload"][0]["extensions"]["code"], "RATE_LIMITED");
    client.send(json!({ "type": "complete", "id": "0" })).await;
    client.subscribe("one more", "{ who }").await;
    assert_eq!(client.next().await["type"], "next");
}

#[tokio::test]
async fn what_starts_operations_is_counted_too() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    let padded = format!("subscription {{ silence }} #{}", "x".repeat(16_000));
    for number in 0..17 {
        client.subscribe(&number.to_string(), &padded).await;
    }
    assert_eq!(client.next().await["id"], "16");
}

#[tokio::test]
async fn a_client_that_stops_reading_is_closed_and_costs_little() {
    let world = world_with(|config| config.limits.socket_write_seconds = 1).await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "subscription { flood(length: 65536) }").await;
    soon(client.0.next()).await.unwrap().unwrap();
    let started = Instant::now();
    // The client is there, and takes nothing.
    all_streams_ended(&world).await;
    assert!(started.elapsed() < Duration::from_secs(6), "{:?}", started.elapsed());
    // What was made lies in the buffers of the two kernels' ends, and not with the server.
    let made = world.seen.events() * 65_536;
    assert!(made < 24 * 1024 * 1024, "{made} bytes were made");
    drop(client);
}

#[tokio::test]
async fn a_client_that_reads_slowly_gets_everything() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "subscription { flood(length: 200000) }").await;
    for number in 0..50 {
        let message = client.next().await;
        assert_eq!(message["type"], "next");
        if number % 10 == 0 {
            sleep(Duration::from_millis(50)).await;
        }
    }
    // The server makes no more than is taken, and what the kernel's buffers hold.
    assert!(world.seen.events() < 50 + 60, "{}", world.seen.events());
    drop(client);
    all_streams_ended(&world).await;
}

#[tokio::test]
async fn one_client_that_stops_reading_slows_nobody_down() {
    let world = world().await;
    let mut stopped = Client::ready(world.server.address).await;
    stopped.subscribe("a", "subscription { flood(length: 65536) }").await;
    sleep(Duration::from_millis(300)).await;
    let started = Instant::now();
    let mut other = Client::ready(world.server.address).await;
    other.subscribe("a", "subscription { count(to: 100) }").await;
    while other.next().await["type"] != "complete" {}
    assert!(started.elapsed() < Duration::from_secs(2));
    drop(stopped);
}

#[tokio::test]
async fn an_answer_that_is_too_long_for_a_socket_is_an_error() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "{ text(length: 2000000) }").await;
    let message = client.next().await;
    assert_eq!(message["type"], "error");
    assert_eq!(message["payload"][0]["extensions"]["code"], "TOO_COMPLEX");
    client.subscribe("a", "{ text(length: 1000000) }").await;
    assert_eq!(client.next().await["type"], "next");
}

#[tokio::test]
async fn a_query_on_a_socket_has_a_deadline_and_a_subscription_has_none() {
    let world = world_with(|config| config.limits.request_seconds = 1).await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("live", "subscription { silence }").await;
    client.subscribe("late", "{ slow(millis: 60000) }").await;
    let message = client.next().await;
    assert_eq!((&message["type"], &message["id"]), (&json!("error"), &json!("late")));
    assert_eq!(message["payload"][0]["extensions"]["code"], "UNAVAILABLE");
    assert_eq!(world.seen.streams(), 1);
}

#[tokio::test]
async fn a_client_that_never_stops_talking_is_answered_all_the_same() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "{ who }").await;
    for _ in 0..5_000 {
        client.0.feed(Message::text(r#"{"type":"ping"}"#)).await.unwrap();
    }
    client.0.flush().await.unwrap();
    let mut pongs = 0;
    while client.next().await["type"] == "pong" {
        pongs += 1;
    }
    assert!(pongs < 1_000, "the answer came after {pongs} others");
}

#[tokio::test]
async fn sockets_of_an_address_are_counted() {
    let world = world_with(|config| config.limits.sockets_per_address = 2).await;
    let address = world.server.address;
    let first = Client::connect(address).await;
    let _second = Client::connect(address).await;
    let protocol = ("sec-websocket-protocol", "graphql-transport-ws");
    assert_eq!(Client::open(address, &[protocol]).await.err(), Some(429));
    drop(first);
    soon(async {
        while Client::open(address, &[protocol]).await.is_err() {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn fragments_make_one_message_and_are_counted_together() {
    let world = world().await;
    let mut client = Client::connect(world.server.address).await;
    let parts = [
        ("{\"type\":", Data::Text, false),
        ("\"connection", Data::Continue, false),
        ("_init\"}", Data::Continue, true),
    ];
    for (text, data, is_last) in parts {
        let frame = Frame::message(text, OpCode::Data(data), is_last);
        client.0.send(Message::Frame(frame)).await.unwrap();
    }
    assert_eq!(client.next().await["type"], "connection_ack");

    for number in 0..40 {
        let data = if number == 0 { Data::Text } else { Data::Continue };
        let frame = Frame::message(" ".repeat(8192), OpCode::Data(data), false);
        if client.0.send(Message::Frame(frame)).await.is_err() {
            break;
        }
    }
    assert!(matches!(client.closed().await.code, 1009 | 1006));
}

#[tokio::test]
async fn a_frame_that_claims_to_be_giant_is_not_waited_for() {
    let world = world().await;
    for length in [1_u64 << 20, 1 << 40, u64::MAX] {
        let mut client = Client::ready(world.server.address).await;
        let mut head = vec![0x81, 0xFF];
        head.extend_from_slice(&length.to_be_bytes());
        head.extend_from_slice(&[0; 4]);
        client.0.get_mut().write_all(&head).await.unwrap();
        assert!(matches!(client.closed().await.code, 1009 | 1006), "{length}");
    }
}

#[tokio::test]
async fn what_is_no_websocket_frame_ends_the_socket() {
    let world = world().await;
    // Not masked; a reserved bit; a reserved opcode; a fragmented ping; no UTF-8.
    for bytes in [
        &[0x81, 0x02, b'{', b'}'][..],
        &[0xC1, 0x80, 0, 0, 0, 0],
        &[0x83, 0x80, 0, 0, 0, 0],
        &[0x09, 0x80, 0, 0, 0, 0],
        &[0x81, 0x82, 0, 0, 0, 0, 0xFF, 0xFE],
    ] {
        let mut client = Client::ready(world.server.address).await;
        client.0.get_mut().write_all(bytes).await.unwrap();
        client.closed().await;
    }
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "{ who }").await;
    assert_eq!(client.next().await["type"], "next");
}

#[tokio::test]
async fn a_client_that_answers_no_pings_is_gone() {
    let world = world_with(|config| config.limits.socket_ping_seconds = 1).await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "subscription { silence }").await;
    let started = Instant::now();
    // Nobody reads the socket, so nobody answers.
    soon(async {
        while world.seen.streams() == 0 {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    all_streams_ended(&world).await;
    assert!((2..6).contains(&started.elapsed().as_secs()), "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_client_that_answers_pings_stays() {
    let world = world_with(|config| config.limits.socket_ping_seconds = 1).await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "{ slow(millis: 4500) }").await;
    assert_eq!(client.next().await["type"], "next");
}

#[tokio::test]
async fn a_client_that_vanishes_leaves_nothing() {
    let world = world().await;
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "subscription { silence }").await;
    client.send(json!({ "type": "ping" })).await;
    client.next().await;
    assert_eq!(world.seen.streams(), 1);
    drop(client);
    all_streams_ended(&world).await;
}

#[tokio::test]
async fn the_address_is_for_sockets_only() {
    let world = world().await;
    let reply = send(world.server.address, "GET /graphql/ws", &[], b"").await;
    assert!((400..500).contains(&reply.status));
    let mut stream = TcpStream::connect(world.server.address).await.unwrap();
    stream.write_all(b"GET /graphql/ws HTTP/1.1\r\nhost: a\r\nupgrade: websocket\r\nconnection: upgrade, close\r\n\r\n").await.unwrap();
    let mut answer = Vec::new();
    soon(stream.read_to_end(&mut answer)).await.unwrap();
    assert!(answer.starts_with(b"HTTP/1.1 400"));
}
