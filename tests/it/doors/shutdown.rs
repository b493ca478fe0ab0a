//! How the server stops.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::{io::AsyncWriteExt, net::TcpStream, time::sleep};

use super::world::{world, world_with};
use crate::support::{
    http::{exchange, request},
    socket::Client,
    soon,
};

#[tokio::test]
async fn sockets_are_sent_to_come_back() {
    let world = world().await;
    let mut busy = Client::ready(world.server.address).await;
    busy.subscribe("1", "subscription { silence }").await;
    let mut fresh = Client::connect(world.server.address).await;
    // An answer to a ping tells that both are being served.
    for client in [&mut busy, &mut fresh] {
        client.send(json!({ "type": "ping" })).await;
        assert_eq!(client.next().await["type"], "pong");
    }
    let started = Instant::now();
    let ((), busy, fresh) = tokio::join!(world.server.stop(), busy.closed(), fresh.closed());
    assert_eq!((busy.code, fresh.code), (1012, 1012));
    assert!(started.elapsed() < Duration::from_secs(3), "{:?}", started.elapsed());
    assert_eq!(world.seen.streams(), 0);
}

#[tokio::test]
async fn running_requests_finish_and_new_ones_are_not_taken() {
    let world = world().await;
    let address = world.server.address;
    let body = json!({ "query": "{ slow(millis: 700) }" }).to_string();
    let slow =
        request(address, "POST /graphql", &[("content-type", "application/json")], body.as_bytes());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&slow).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    let (reply, ()) = tokio::join!(exchange(stream, b""), world.server.stop());
    assert_eq!((reply.status, reply.json()), (200, json!({ "data": { "slow": true } })));
    assert!(TcpStream::connect(address).await.is_err());
}

#[tokio::test]
async fn what_does_not_end_is_cut_off() {
    let world = world_with(|config| {
        config.limits.shutdown_seconds = 1;
        config.limits.request_seconds = 60;
    })
    .await;
    let address = world.server.address;
    let body = json!({ "query": "{ slow(millis: 60000) }" }).to_string();
    let slow =
        request(address, "POST /graphql", &[("content-type", "application/json")], body.as_bytes());
    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(&slow).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    let started = Instant::now();
    soon(world.server.stop()).await;
    assert!(started.elapsed() < Duration::from_secs(4));
}
