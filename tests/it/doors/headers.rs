//! What every answer says to browsers.

use cairn::config::PublicUrl;

use super::world::{world, world_with};
use crate::support::http::{graphql, send};

#[tokio::test]
async fn every_answer_has_the_security_headers() {
    let world = world().await;
    let address = world.server.address;
    let replies = [
        send(address, "GET /", &[], b"").await,
        send(address, "GET /healthz", &[], b"").await,
        send(address, "GET /assets/none.js", &[], b"").await,
        send(address, "GET /graphql/ws", &[], b"").await,
        graphql(address, "{ who }").await,
        graphql(address, "{ panic }").await,
        send(address, "POST /graphql", &[], b"x").await,
        send(address, "GET /healthz", &[("host", "a b")], b"").await,
    ];
    for reply in replies {
        for name in [
            "content-security-policy",
            "x-content-type-options",
            "referrer-policy",
            "cross-origin-opener-policy",
            "cross-origin-resource-policy",
            "permissions-policy",
            "x-request-id",
        ] {
            assert!(reply.header(name).is_some(), "{name} in {reply:?}");
        }
        assert!(reply.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(reply.header("strict-transport-security"), None);
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

#[tokio::test]
async fn behind_tls_browsers_are_told_to_stay_there() {
    let public_url = PublicUrl::try_from("https://boards.example.org".to_owned()).unwrap();
    let world = world_with(|config| config.public_url = Some(public_url)).await;
    let reply = send(world.server.address, "GET /healthz", &[], b"").await;
    assert!(reply.header("strict-transport-security").unwrap().starts_with("max-age="));
}
