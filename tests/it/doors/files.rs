//! The web app's files, and the two questions of load balancers.

use super::world::world;
use crate::support::http::send;

#[tokio::test]
async fn pages_are_pages_and_nothing_else_is() {
    let world = world().await;
    let address = world.server.address;
    for path in ["/", "/b/RL", "/c/RL-42", "/sign-in", "/setup", "/settings/tokens"] {
        let reply = send(address, &format!("GET {path}"), &[], b"").await;
        assert_eq!(reply.status, 200, "{path}");
        assert_eq!(reply.header("cache-control"), Some("no-cache"), "{path}");
    }
    for path in [
        "/assets/none.js",
        "/auth/none",
        "/none",
        "/graphql/none",
        "/b/../../etc/passwd",
        "/assets/..%2f..%2fCargo.toml",
        "/.git/config",
    ] {
        let reply = send(address, &format!("GET {path}"), &[], b"").await;
        let is_page = path.starts_with("/b/");
        assert_eq!(reply.status, if is_page { 200 } else { 404 }, "{path}");
        assert!(!String::from_utf8_lossy(&reply.body).contains("root:"), "{path}");
    }
    assert_eq!(send(address, "POST /b/RL", &[], b"").await.status, 405);
}

#[tokio::test]
async fn head_has_no_body() {
    let world = world().await;
    for path in ["/", "/healthz", "/assets/none.js"] {
        let reply = send(world.server.address, &format!("HEAD {path}"), &[], b"").await;
        assert!(reply.body.is_empty(), "{path}");
    }
}

#[tokio::test]
async fn health_is_told() {
    let world = world().await;
    assert_eq!(send(world.server.address, "GET /healthz", &[], b"").await.status, 200);
    assert_eq!(send(world.server.address, "GET /readyz", &[], b"").await.status, 200);
}
