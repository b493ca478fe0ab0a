//! Pages of other origins get nothing done, whatever cookies come along.

use serde_json::json;

use super::world::world;
use crate::support::{http::post, socket::Client};

const COOKIE: (&str, &str) = ("cookie", "cairn_session=secret");
const FOREIGN: (&str, &str) = ("origin", "https://evil.example");
const PROTOCOL: (&str, &str) = ("sec-websocket-protocol", "graphql-transport-ws");

#[tokio::test]
async fn a_cookie_counts_only_from_our_own_pages() {
    let world = world().await;
    let address = world.server.address;
    let body = json!({ "query": "mutation { write(millis: 0) }" });
    let own = format!("http://{address}");
    for (headers, status) in [
        (vec![COOKIE, FOREIGN], 403),
        (vec![COOKIE, ("origin", "null")], 403),
        (vec![COOKIE, ("sec-fetch-site", "cross-site")], 403),
        (vec![COOKIE, ("sec-fetch-site", "same-site")], 403),
        (vec![COOKIE, ("origin", own.as_str())], 200),
        (vec![COOKIE, ("sec-fetch-site", "same-origin")], 200),
        (vec![COOKIE], 200),
        (vec![("authorization", "Bearer secret"), FOREIGN], 200),
        (vec![("authorization", "Bearer secret"), COOKIE, FOREIGN], 200),
        (vec![FOREIGN], 200),
    ] {
        let reply = post(address, &headers, &body).await;
        assert_eq!(reply.status, status, "{headers:?}");
    }
    assert_eq!(world.seen.written(), 6);
}

#[tokio::test]
async fn a_socket_opens_only_for_our_own_pages_and_for_programs() {
    let world = world().await;
    let address = world.server.address;
    let own = format!("http://{address}");
    assert_eq!(Client::open(address, &[PROTOCOL, FOREIGN]).await.err(), Some(403));
    assert_eq!(Client::open(address, &[PROTOCOL, ("origin", "null")]).await.err(), Some(403));
    assert_eq!(Client::open(address, &[PROTOCOL, FOREIGN, COOKIE]).await.err(), Some(403));
    assert!(Client::open(address, &[PROTOCOL, ("origin", &own), COOKIE]).await.is_ok());
    assert!(Client::open(address, &[PROTOCOL]).await.is_ok());
}
