use super::world::world;
use crate::support::http::send;

#[tokio::test]
async fn signing_out_ends_the_session_and_takes_the_cookie() {
    let world = world().await;
    world.person("ann").await;
    let (cookie, other) = (world.sign_in("ann").await, world.sign_in("ann").await);
    let reply = world.post("sign-out", &[("cookie", &cookie)], &serde_json::json!({})).await;
    assert_eq!(reply.status, 204);
    let cleared = reply.header("set-cookie").unwrap();
    assert!(cleared.starts_with("cairn_session=;") && cleared.contains("Max-Age=0"), "{cleared}");
    assert_eq!(world.who(("cookie", &cookie)).await, "UNAUTHENTICATED");
    assert_ne!(world.who(("cookie", &other)).await, "UNAUTHENTICATED");
}

#[tokio::test]
async fn signing_out_without_a_session_is_done_already() {
    let world = world().await;
    for headers in [vec![], vec![("cookie", "cairn_session=nonsense")]] {
        let reply = send(world.address(), "POST /auth/sign-out", &headers, b"").await;
        assert_eq!(reply.status, 204);
    }
}

#[tokio::test]
async fn a_foreign_page_signs_nobody_out() {
    let world = world().await;
    let ann = world.person("ann").await;
    let cookie = world.sign_in("ann").await;
    let headers = [("cookie", cookie.as_str()), ("origin", "https://evil.example")];
    let reply = send(world.address(), "POST /auth/sign-out", &headers, b"").await;
    assert_eq!(reply.status, 403);
    assert_eq!(world.who(("cookie", &cookie)).await, ann.id.to_string());
}
