//! Random bytes at every stage of a connection. Whatever comes, the server goes on.

use rand::{RngExt, SeedableRng, rngs::StdRng};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::world::{World, world_with};
use crate::support::{
    http::{graphql, request},
    socket::Client,
    soon,
};

async fn noisy_world() -> World {
    world_with(|config| {
        config.limits.header_seconds = 1;
        config.limits.body_seconds = 1;
        config.limits.socket_init_seconds = 1;
    })
    .await
}

fn noise(random: &mut StdRng) -> Vec<u8> {
    let length = random.random_range(0..600);
    (0..length).map(|_| random.random()).collect()
}

/// Sends bytes, half-closes and reads whatever comes.
async fn throw(world: &World, bytes: &[u8]) {
    let mut stream = TcpStream::connect(world.server.address).await.unwrap();
    let _ = stream.write_all(bytes).await;
    let _ = stream.shutdown().await;
    let mut answer = Vec::new();
    let _ = soon(stream.read_to_end(&mut answer)).await;
}

#[tokio::test]
async fn noise_instead_of_requests_and_bodies() {
    let world = noisy_world().await;
    let mut random = StdRng::seed_from_u64(7);
    for round in 0..200 {
        let bytes = noise(&mut random);
        let json_type = [("content-type", "application/json")];
        let whole = match round % 4 {
            0 => bytes,
            1 => [b"POST /graphql HTTP/1.1\r\nhost: a\r\n", &bytes[..], b"\r\n\r\n"].concat(),
            2 => request(world.server.address, "POST /graphql", &json_type, &bytes),
            _ => {
                let text: String = bytes.iter().map(|byte| char::from(*byte)).collect();
                let body = serde_json::json!({ "query": text }).to_string();
                request(world.server.address, "POST /graphql", &json_type, body.as_bytes())
            }
        };
        throw(&world, &whole).await;
    }
    assert_eq!(graphql(world.server.address, "{ who }").await.status, 200);
}

#[tokio::test]
async fn noise_instead_of_frames() {
    let world = noisy_world().await;
    let mut random = StdRng::seed_from_u64(11);
    for round in 0..100 {
        let mut client = Client::connect(world.server.address).await;
        if round % 2 == 0 {
            client.send_text(r#"{"type":"connection_init"}"#).await;
        }
        let bytes = noise(&mut random);
        let _ = client.0.get_mut().write_all(&bytes).await;
        let _ = client.0.get_mut().shutdown().await;
        client.closed().await;
    }
    let mut client = Client::ready(world.server.address).await;
    client.subscribe("a", "{ who }").await;
    assert_eq!(client.next().await["type"], "next");
}
