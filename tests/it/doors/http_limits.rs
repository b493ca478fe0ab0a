//! What one HTTP client may cost.

use std::time::{Duration, Instant};

use serde_json::json;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
    time::sleep,
};

use super::world::{world, world_with};
use crate::support::{
    http::{exchange, graphql, post, raw, request, send},
    soon,
};

const JSON_TYPE: (&str, &str) = ("content-type", "application/json");

#[tokio::test]
async fn a_giant_body_is_refused_while_it_is_read() {
    let world = world().await;
    let address = world.server.address;
    let padding = " ".repeat(300 * 1024);
    let body = format!("{{\"query\":\"{{who}}\"{padding}}}");
    let reply = send(address, "POST /graphql", &[JSON_TYPE], body.as_bytes()).await;
    assert_eq!((reply.status, reply.code().as_str()), (413, "BAD_REQUEST"));

    let mut chunked =
        request(address, "POST /graphql", &[JSON_TYPE, ("transfer-encoding", "chunked")], b"");
    for _ in 0..40 {
        chunked.extend_from_slice(format!("4000\r\n{}\r\n", " ".repeat(0x4000)).as_bytes());
    }
    // There is no last chunk: only a server that counts can answer.
    assert_eq!(raw(address, &chunked).await.status, 413);
}

#[tokio::test]
async fn a_body_just_within_its_limit_is_read() {
    let world = world().await;
    let frame = "{\"query\":\"{who}\"}".len();
    let body = format!("{{\"query\":\"{{who}}\"{}}}", " ".repeat(256 * 1024 - frame));
    let reply = send(world.server.address, "POST /graphql", &[JSON_TYPE], body.as_bytes()).await;
    assert_eq!(reply.status, 200);
}

#[tokio::test]
async fn slow_bodies_and_slow_headers_are_given_up() {
    let world = world_with(|config| {
        config.limits.body_seconds = 1;
        config.limits.header_seconds = 1;
    })
    .await;
    let address = world.server.address;
    let started = Instant::now();
    let head = request(address, "POST /graphql", &[JSON_TYPE, ("content-length", "100")], b"");
    assert_eq!(raw(address, &head).await.status, 408);

    let mut stream = TcpStream::connect(address).await.unwrap();
    stream.write_all(b"POST /graphql HTTP/1.1\r\nhost: x\r\n").await.unwrap();
    let mut rest = Vec::new();
    let _ = soon(stream.read_to_end(&mut rest)).await;
    assert!(started.elapsed() < Duration::from_secs(8));
}

#[tokio::test]
async fn a_request_has_a_deadline() {
    let world = world_with(|config| config.limits.request_seconds = 1).await;
    let reply = graphql(world.server.address, "{ slow(millis: 60000) }").await;
    assert_eq!((reply.status, reply.code().as_str()), (503, "UNAVAILABLE"));
}

#[tokio::test]
async fn a_mutation_ends_though_its_client_has_gone() {
    let world = world().await;
    let body = json!({ "query": "mutation { write(millis: 300) }" }).to_string();
    let request = request(world.server.address, "POST /graphql", &[JSON_TYPE], body.as_bytes());
    let mut stream = TcpStream::connect(world.server.address).await.unwrap();
    stream.write_all(&request).await.unwrap();
    sleep(Duration::from_millis(100)).await;
    drop(stream);
    soon(async {
        while world.seen.written() == 0 {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_mutation_without_a_client_keeps_its_connections_place() {
    let world = world_with(|config| config.limits.connections = 1).await;
    let body = json!({ "query": "mutation { write(millis: 700) }" }).to_string();
    let request = request(world.server.address, "POST /graphql", &[JSON_TYPE], body.as_bytes());
    let mut stream = TcpStream::connect(world.server.address).await.unwrap();
    stream.write_all(&request).await.unwrap();
    sleep(Duration::from_millis(200)).await;
    drop(stream);
    assert_eq!(graphql(world.server.address, "{ who }").await.status, 200);
    assert_eq!(world.seen.written(), 1, "the next one waited for it");
}

#[tokio::test]
async fn a_late_mutation_still_ends() {
    let world = world_with(|config| config.limits.request_seconds = 1).await;
    let reply = graphql(world.server.address, "mutation { write(millis: 1500) }").await;
    assert_eq!(reply.code(), "UNAVAILABLE");
    soon(async {
        while world.seen.written() == 0 {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn broken_heads_are_bad_requests() {
    let world = world().await;
    let address = world.server.address;
    for head in [
        "GET /graphql HTTP/1.1\r\n\r\n".to_owned(),
        "GET /graphql HTTP/1.1\r\nhost: a\r\nhost: b\r\n\r\n".to_owned(),
        "GET /graphql HTTP/1.1\r\nhost: a b\r\n\r\n".to_owned(),
        "GET /graphql HTTP/1.1\r\nhost: user@a\r\n\r\n".to_owned(),
        "NONSENSE\r\n\r\n".to_owned(),
    ] {
        let head = head.replacen("HTTP/1.1\r\n", "HTTP/1.1\r\nconnection: close\r\n", 1);
        assert_eq!(raw(address, head.as_bytes()).await.status, 400, "{head}");
    }
    let long = format!("GET / HTTP/1.1\r\nhost: a\r\nx: {}\r\n\r\n", "x".repeat(64 * 1024));
    assert!((400..500).contains(&raw(address, long.as_bytes()).await.status));
    let many = format!("GET / HTTP/1.1\r\nhost: a\r\n{}\r\n", "x: y\r\n".repeat(200));
    assert!((400..500).contains(&raw(address, many.as_bytes()).await.status));
}

#[tokio::test]
async fn connections_beyond_the_limit_wait() {
    let world = world_with(|config| {
        config.limits.connections = 2;
        config.limits.header_seconds = 1;
    })
    .await;
    let idle_one = TcpStream::connect(world.server.address).await.unwrap();
    let idle_two = TcpStream::connect(world.server.address).await.unwrap();
    // The idle ones are given up after a second, and make room.
    assert_eq!(graphql(world.server.address, "{ who }").await.status, 200);
    drop((idle_one, idle_two));
}

#[tokio::test]
async fn large_answers_are_compressed_when_asked() {
    let world = world().await;
    let body = json!({ "query": "{ text(length: 10000) }" });
    for coding in ["br", "gzip"] {
        let reply = post(world.server.address, &[("accept-encoding", coding)], &body).await;
        assert_eq!(reply.header("content-encoding"), Some(coding));
        assert!(reply.body.len() < 1000);
    }
    let small = json!({ "query": "{ who }" });
    for taken in ["gzip", "identity;q=0", "*;q=0", "gzip;q=0, *;q=0.0"] {
        let reply = post(world.server.address, &[("accept-encoding", taken)], &small).await;
        assert_eq!((reply.status, reply.header("content-encoding")), (200, None), "{taken}");
    }
}

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let world = world().await;
    let address = world.server.address;
    let one = String::from_utf8(request(address, "GET /healthz", &[], b"")).unwrap();
    let kept = one.replace("connection: close\r\n", "");
    let stream = TcpStream::connect(address).await.unwrap();
    let reply = exchange(stream, format!("{kept}{kept}{one}").as_bytes()).await;
    assert_eq!(String::from_utf8_lossy(&reply.body).matches("HTTP/1.1 200").count(), 2);
}
