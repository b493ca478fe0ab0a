//! GraphQL over HTTP: statuses, media types, methods and errors.

use serde_json::json;

use super::world::world;
use crate::support::http::{graphql, post, send};

const GRAPHQL_RESPONSE: (&str, &str) = ("accept", "application/graphql-response+json");
const JSON: (&str, &str) = ("accept", "application/json");

#[tokio::test]
async fn a_query_is_answered_in_the_type_asked_for() {
    let world = world().await;
    for (accept, content_type) in [
        (GRAPHQL_RESPONSE, "application/graphql-response+json; charset=utf-8"),
        (JSON, "application/json; charset=utf-8"),
        (("accept", "*/*"), "application/json; charset=utf-8"),
    ] {
        let reply = post(world.server.address, &[accept], &json!({ "query": "{ who }" })).await;
        assert_eq!((reply.status, reply.header("content-type")), (200, Some(content_type)));
        assert_eq!(reply.json(), json!({ "data": { "who": "nobody" } }));
        assert_eq!(reply.header("cache-control"), Some("no-store"));
    }
}

#[tokio::test]
async fn only_the_newer_type_tells_by_its_status_that_nothing_ran() {
    let world = world().await;
    for document in ["{", "{ nonsense }", "{ who(x: 1) }", "subscription { count(to: 1) }"] {
        let body = json!({ "query": document });
        let newer = post(world.server.address, &[GRAPHQL_RESPONSE], &body).await;
        assert_eq!((newer.status, newer.code().as_str()), (400, "BAD_REQUEST"), "{document}");
        assert!(newer.json().get("data").is_none(), "{document}");
        let older = post(world.server.address, &[JSON], &body).await;
        assert_eq!((older.status, older.code().as_str()), (200, "BAD_REQUEST"), "{document}");
    }
}

#[tokio::test]
async fn a_malformed_request_is_a_bad_request() {
    let world = world().await;
    let address = world.server.address;
    let json_type = [("content-type", "application/json")];
    for body in [
        "",
        "{",
        "null",
        "[]",
        "7",
        "\"x\"",
        "[{\"query\":\"{who}\"}]",
        "{\"query\":1}",
        "{\"query\":null}",
        "{}",
        "{\"query\":\"{who}\",\"variables\":[]}",
        "{\"query\":\"{who}\",\"variables\":\"{}\"}",
        "{\"query\":\"{who}\",\"operationName\":1}",
        "{\"query\":\"{who}\",\"extensions\":[]}",
        "{\"query\":\"{who}\",\"query\":\"{who}\"}",
        "{\"query\":\"{who}\"} x",
        "{\"query\":\"{who}\",\"variables\":{\"n\":1e999}}",
    ] {
        let reply = send(address, "POST /graphql", &json_type, body.as_bytes()).await;
        assert_eq!((reply.status, reply.code().as_str()), (400, "BAD_REQUEST"), "{body}");
    }
    let deep = format!("{{\"query\":\"{{who}}\",\"variables\":{{\"n\":{}}}}}", "[".repeat(10_000));
    assert_eq!(send(address, "POST /graphql", &json_type, deep.as_bytes()).await.status, 400);
    let not_utf_8 = b"{\"query\":\"{ \xff\xfe }\"}";
    assert_eq!(send(address, "POST /graphql", &json_type, not_utf_8).await.status, 400);
}

#[tokio::test]
async fn hostile_documents_are_too_complex() {
    let world = world().await;
    let doubling = (0..60).fold(String::new(), |text, n| {
        text + &format!("fragment F{n} on Query{{...F{m} ...F{m}}}", m = n + 1)
    });
    for document in [
        "{who".repeat(500) + &"}".repeat(500),
        format!("{{...F0}}{doubling}fragment F60 on Query{{who}}"),
        format!("{{{}}}", "who ".repeat(3000)),
        format!("{{text(length:{})}}", "[".repeat(10_000)),
    ] {
        let reply = graphql(world.server.address, &document).await;
        assert_eq!(reply.code(), "TOO_COMPLEX", "{}", &document[..40]);
    }
    assert_eq!(graphql(world.server.address, "{ who }").await.status, 200);
}

#[tokio::test]
async fn errors_of_resolvers_have_codes_and_tell_no_secrets() {
    let world = world().await;
    let missing = graphql(world.server.address, "{ missing who }").await;
    assert_eq!((missing.status, missing.code().as_str()), (200, "NOT_FOUND"));
    assert_eq!(missing.json()["data"]["who"], "nobody");
    let broken = graphql(world.server.address, "{ broken }").await;
    assert_eq!((broken.status, broken.code().as_str()), (200, "INTERNAL"));
    assert!(!String::from_utf8_lossy(&broken.body).contains("hunter2"));
}

#[tokio::test]
async fn a_panic_ends_one_request_and_nothing_else() {
    let world = world().await;
    for accept in [GRAPHQL_RESPONSE, JSON] {
        let reply = post(world.server.address, &[accept], &json!({ "query": "{ panic }" })).await;
        assert_eq!((reply.status, reply.code().as_str()), (500, "INTERNAL"));
    }
    let clumsy = [("authorization", "Bearer clumsy")];
    let reply = post(world.server.address, &clumsy, &json!({ "query": "{ who }" })).await;
    assert_eq!((reply.status, reply.code().as_str()), (500, "INTERNAL"));
    assert_eq!(graphql(world.server.address, "{ who }").await.status, 200);
}

#[tokio::test]
async fn get_is_for_queries() {
    let world = world().await;
    let address = world.server.address;
    let query = send(address, "GET /graphql?query=query%20Q(%24n:Int!)%7Btext(length:%24n)%7D&variables=%7B%22n%22:3%7D&operationName=Q", &[], b"").await;
    assert_eq!((query.status, query.json()), (200, json!({ "data": { "text": "xxx" } })));

    let mutation =
        send(address, "GET /graphql?query=mutation%7Bwrite(millis:0)%7D", &[], b"").await;
    assert_eq!((mutation.status, mutation.header("allow")), (405, Some("POST")));
    assert_eq!(world.seen.written(), 0);

    assert_eq!(send(address, "GET /graphql", &[], b"").await.status, 400);
    assert_eq!(
        send(address, "GET /graphql?query=%7Bwho%7D&variables=7", &[], b"").await.status,
        400
    );
    assert_eq!(send(address, "DELETE /graphql", &[], b"").await.status, 405);
    assert_eq!(
        send(address, "OPTIONS /graphql", &[("origin", "https://evil.example")], b"").await.status,
        405
    );
}

#[tokio::test]
async fn the_body_must_be_json_and_the_answer_acceptable() {
    let world = world().await;
    let body = json!({ "query": "{ who }" });
    for content_type in [
        "text/plain",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "application/json; charset=latin1",
    ] {
        let reply = post(world.server.address, &[("content-type", content_type)], &body).await;
        assert_eq!((reply.status, reply.code().as_str()), (415, "BAD_REQUEST"), "{content_type}");
    }
    let reply = post(world.server.address, &[("accept", "text/html")], &body).await;
    assert_eq!(reply.status, 406);
}

#[tokio::test]
async fn credentials_are_tried() {
    let world = world().await;
    let body = json!({ "query": "{ who }" });
    let ask = async |headers: &[(&str, &str)]| {
        let reply = post(world.server.address, headers, &body).await;
        (
            reply.status,
            reply.json()["data"]["who"].as_str().unwrap_or_default().to_owned(),
            reply.code(),
        )
    };
    let ok = |name: &str| (200, name.to_owned(), String::new());
    let refused = |status, code: &str| (status, String::new(), code.to_owned());
    assert_eq!(ask(&[]).await, ok("nobody"));
    assert_eq!(ask(&[("authorization", "Bearer secret")]).await, ok("ann"));
    assert_eq!(ask(&[("cookie", "cairn_session=secret")]).await, ok("ann"));
    assert_eq!(ask(&[("authorization", "Bearer wrong")]).await, refused(401, "UNAUTHENTICATED"));
    assert_eq!(ask(&[("authorization", "Bearer outage")]).await, refused(503, "UNAVAILABLE"));
    assert_eq!(ask(&[("authorization", "Basic x")]).await, refused(400, "BAD_REQUEST"));
    let stale = post(world.server.address, &[("cookie", "cairn_session=old")], &body).await;
    assert_eq!(stale.status, 401);
    assert!(stale.header("set-cookie").unwrap().starts_with("cairn_session=; "));
}
