//! What every answer says to browsers.

use cairn::config::PublicUrl;

use super::world::{world, world_with};
use crate::support::http::{Reply, graphql, raw, send};

const ALWAYS: [&str; 6] = [
    "x-content-type-options",
    "referrer-policy",
    "cross-origin-opener-policy",
    "cross-origin-resource-policy",
    "permissions-policy",
    "x-request-id",
];

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
        assert_secure(&reply);
        assert!(reply.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(reply.header("strict-transport-security"), None);
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

fn assert_secure(reply: &Reply) {
    for name in ALWAYS {
        assert!(reply.header(name).is_some(), "{name} in {reply:?}");
    }
}

#[tokio::test]
async fn refusals_have_the_security_headers_too() {
    let world = world_with(|config| config.limits.body_seconds = 1).await;
    let address = world.server.address;
    let json = [("content-type", "application/json")];
    let much = vec![b' '; 300 * 1024];
    let slow = format!(
        "POST /graphql HTTP/1.1\r\nhost: {address}\r\ncontent-type: application/json\r\n\
         content-length: 10\r\n\r\n{{"
    );
    for (status, reply) in [
        (404, send(address, "GET /none", &[], b"").await),
        (405, send(address, "POST /b/RL", &[], b"").await),
        (405, send(address, "DELETE /graphql", &[], b"").await),
        (413, send(address, "POST /graphql", &json, &much).await),
        (408, raw(address, slow.as_bytes()).await),
    ] {
        assert_eq!(reply.status, status, "{reply:?}");
        assert_secure(&reply);
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'; base-uri 'none'"), "{policy}");
    }
}

/// A 304 brings what the 200 would say of caching (RFC 9110, 15.4.5), and of the security headers all
/// but the policy: a browser lays its headers over the stored page's, whose own policy is to stay.
#[tokio::test]
async fn what_has_not_changed_is_not_sent_again() {
    let world = world().await;
    let address = world.server.address;
    let page = send(address, "GET /", &[], b"").await;
    // A build without the web app has no files.
    let Some(tag) = page.header("etag") else { return };
    assert!(tag.starts_with("W/\""), "{tag}");
    let strong = tag.trim_start_matches("W/");
    let among = format!("\"other\", {tag}");
    for line in ["GET /", "GET /b/RL", "HEAD /"] {
        for known in [tag, strong, &among, "*"] {
            let reply = send(address, line, &[("if-none-match", known)], b"").await;
            assert_eq!((reply.status, reply.body.len()), (304, 0), "{line} {known}");
            assert_secure(&reply);
            assert_eq!(reply.header("content-security-policy"), None);
            assert_eq!(reply.header("content-type"), None);
            for name in ["etag", "cache-control", "vary"] {
                assert_eq!(reply.header(name), page.header(name), "{name}");
            }
        }
        for unknown in ["\"other\"", "other", "W/"] {
            let reply = send(address, line, &[("if-none-match", unknown)], b"").await;
            assert_eq!(reply.status, 200, "{line} {unknown}");
        }
    }
}

#[tokio::test]
async fn behind_tls_browsers_are_told_to_stay_there() {
    let public_url = PublicUrl::try_from("https://boards.example.org".to_owned()).unwrap();
    let world = world_with(|config| config.public_url = Some(public_url)).await;
    let reply = send(world.server.address, "GET /healthz", &[], b"").await;
    assert!(reply.header("strict-transport-security").unwrap().starts_with("max-age="));
}
