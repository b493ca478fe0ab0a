use std::time::{Duration, Instant};

use cairn::config::PublicUrl;
use cairn_domain::accounts::NewUser;
use serde_json::json;

use super::world::{PASSWORD, code_of, cookie_of, new_user, world, world_with};
use crate::support::http::send;

#[tokio::test]
async fn a_right_password_sets_the_cookie() {
    let world = world().await;
    let ann = world.person("Ann").await;
    let reply = world.try_sign_in(&[], "ann", PASSWORD).await;
    assert_eq!((reply.status, reply.body.len()), (204, 0));
    let cookie = reply.header("set-cookie").unwrap();
    let mut parts = cookie.split("; ").collect::<Vec<_>>();
    assert!(parts.remove(0).starts_with("cairn_session="));
    parts.sort_unstable();
    assert_eq!(parts, ["HttpOnly", "Max-Age=2592000", "Path=/", "SameSite=Lax"]);
    assert_eq!(reply.header("cache-control"), Some("no-store"));
    assert_eq!(world.who(("cookie", &cookie_of(&reply))).await, ann.id.to_string());
}

#[tokio::test]
async fn behind_tls_the_cookie_is_secure() {
    let public_url = PublicUrl::try_from("https://boards.example.org".to_owned()).unwrap();
    let world = world_with(|config| {
        config.public_url = Some(public_url);
        config.session_days = 1;
    })
    .await;
    world.person("ann").await;
    let headers = [("origin", "https://boards.example.org")];
    let reply = world.try_sign_in(&headers, "ann", PASSWORD).await;
    let cookie = reply.header("set-cookie").unwrap();
    assert!(cookie.contains("; Secure") && cookie.contains("; Max-Age=86400"), "{cookie}");
}

#[tokio::test]
async fn everything_wrong_is_answered_in_one_shape() {
    let world = world().await;
    world.person("ann").await;
    let without = NewUser { password: None, ..new_user("ldap-only") };
    world.domain.accounts().add_user(without).await.unwrap();
    let giant = "x".repeat(3_000);
    let mut shapes = Vec::new();
    for (username, password) in [
        ("ann", "wrong horse"),
        ("ann", ""),
        ("ann", giant.as_str()),
        ("nobody", PASSWORD),
        ("ldap-only", PASSWORD),
        ("", ""),
    ] {
        let mut reply = world.try_sign_in(&[], username, password).await;
        reply.headers.retain(|(name, _)| !matches!(&**name, "x-request-id" | "date"));
        shapes.push((reply.status, reply.headers, reply.body));
    }
    assert_eq!(shapes[0].0, 401);
    let body = String::from_utf8_lossy(&shapes[0].2).into_owned();
    assert_eq!(
        body,
        r#"{"error":{"code":"INVALID_CREDENTIALS","message":"The username or the password is wrong."}}"#
    );
    assert!(shapes.iter().all(|shape| *shape == shapes[0]), "{shapes:#?}");
}

#[tokio::test]
async fn the_time_does_not_tell_who_is_there() {
    let world = world().await;
    world.person("ann").await;
    let without = NewUser { password: None, ..new_user("ldap-only") };
    world.domain.accounts().add_user(without).await.unwrap();
    // A busy machine makes every answer slower and none faster: whoever is answered at the cost of a
    // password's hash cannot be told from the others, and without that an answer takes a millisecond.
    let hashing = Duration::from_millis(5);
    for username in ["ann", "nobody", "ldap-only"] {
        for host in 0..6 {
            let address = format!("192.0.2.{host}");
            let headers = [("x-forwarded-for", address.as_str())];
            let started = Instant::now();
            let reply = world.try_sign_in(&headers, username, "wrong horse").await;
            let elapsed = started.elapsed();
            assert_eq!(reply.status, 401);
            assert!(elapsed > hashing, "{username} was answered in {elapsed:?}");
        }
    }
}

#[tokio::test]
async fn what_is_no_sign_in_is_refused() {
    let world = world().await;
    world.person("ann").await;
    let right = json!({ "username": "ann", "password": PASSWORD }).to_string();
    let more = json!({ "username": "ann", "password": PASSWORD, "admin": true }).to_string();
    let giant = json!({ "username": "ann", "password": "x".repeat(600_000) }).to_string();
    let json = ("content-type", "application/json");
    for (line, headers, body, status) in [
        ("POST /auth/sign-in", vec![], right.as_str(), 415),
        ("POST /auth/sign-in", vec![("content-type", "text/plain")], &right, 415),
        (
            "POST /auth/sign-in",
            vec![("content-type", "application/x-www-form-urlencoded")],
            "username=ann&password=correct+horse",
            415,
        ),
        ("POST /auth/sign-in", vec![json], "", 400),
        ("POST /auth/sign-in", vec![json], "{\"username\":", 400),
        ("POST /auth/sign-in", vec![json], "[]", 400),
        ("POST /auth/sign-in", vec![json], "{\"username\":\"ann\"}", 400),
        ("POST /auth/sign-in", vec![json], &more, 400),
        ("POST /auth/sign-in", vec![json], &giant, 413),
        ("POST /auth/sign-in", vec![json, ("origin", "https://evil.example")], &right, 403),
        ("POST /auth/sign-in", vec![json, ("sec-fetch-site", "cross-site")], &right, 403),
        ("GET /auth/sign-in", vec![], "", 405),
        ("PUT /auth/sign-in", vec![json], &right, 405),
    ] {
        let reply = send(world.address(), line, &headers, body.as_bytes()).await;
        assert_eq!(reply.status, status, "{line} {headers:?} {body:.40}");
        assert!(!code_of(&reply).is_empty(), "{:?}", String::from_utf8_lossy(&reply.body));
        assert!(reply.header("set-cookie").is_none());
        if status == 405 {
            assert_eq!(reply.header("allow"), Some("POST"));
        }
    }
    let own_page = format!("http://{}", world.address());
    let reply = world.try_sign_in(&[("origin", &own_page)], "ann", PASSWORD).await;
    assert_eq!(reply.status, 204);
}

#[tokio::test]
async fn signing_in_again_ends_the_session_before() {
    let world = world().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let first = world.sign_in("ann").await;
    let second = cookie_of(&world.try_sign_in(&[("cookie", &first)], "bob", PASSWORD).await);
    assert_ne!(first, second);
    assert_eq!(world.who(("cookie", &first)).await, "UNAUTHENTICATED");
    assert_eq!(world.who(("cookie", &second)).await, bob.id.to_string());
    let failed = world.try_sign_in(&[("cookie", &second)], "ann", "wrong horse").await;
    assert_eq!(failed.status, 401);
    assert_eq!(world.who(("cookie", &second)).await, bob.id.to_string());

    let planted = "cairn_session=0000000000000000000000000000000000000000000";
    let fresh = cookie_of(&world.try_sign_in(&[("cookie", planted)], "ann", PASSWORD).await);
    assert_ne!(fresh, planted);
    assert_eq!(world.who(("cookie", &fresh)).await, ann.id.to_string());
}
