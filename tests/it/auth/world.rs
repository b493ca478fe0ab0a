//! A server with accounts in a database of its own.

use std::net::SocketAddr;

use cairn::{
    auth,
    config::Config,
    server::{AlwaysReady, Lifetime, Parts},
};
use cairn_domain::{
    Actor, Clock, Domain, WriteRequest,
    accounts::{CreatedToken, NewUser, Person},
};
use chrono::DateTime;
use serde_json::{Value, json};

use super::schema::schema;
use crate::support::{
    database::TestDatabase,
    http::{Reply, post, send},
    server::TestServer,
};

pub const PASSWORD: &str = "correct horse";

/// A server that believes this machine's `X-Forwarded-For`, and its accounts.
pub struct World {
    pub server: TestServer,
    pub domain: Domain,
    pub database: TestDatabase,
}

pub async fn world() -> World {
    world_with(|_| {}).await
}

pub async fn world_with(change: impl FnOnce(&mut Config)) -> World {
    let mut config =
        Config { trusted_proxies: vec!["127.0.0.0/8".parse().unwrap()], ..Config::default() };
    change(&mut config);
    let database = TestDatabase::new().await;
    let clock = Clock::held_at(DateTime::from_timestamp(1_790_000_000, 0).unwrap());
    let domain = database.node(clock).await;
    let parts = Parts {
        engine: std::sync::Arc::new(schema()),
        authenticate: std::sync::Arc::new(auth::Accounts::new(domain.clone())),
        readiness: std::sync::Arc::new(AlwaysReady),
        routes: auth::routes(domain.clone(), &config, std::sync::Arc::default()),
        figures: Vec::new(),
        lifetime: Lifetime::default(),
    };
    let server = TestServer::start_with(config, parts).await;
    World { server, domain, database }
}

impl World {
    pub fn address(&self) -> SocketAddr {
        self.server.address
    }

    pub async fn person(&self, username: &str) -> Person {
        self.domain.accounts().add_user(new_user(username)).await.unwrap()
    }

    pub async fn token_of(&self, person: &Person) -> CreatedToken {
        let request = write_of(person);
        self.domain.accounts().create_token(&request, "test").await.unwrap()
    }

    /// Posts JSON to a path below `/auth/`.
    pub async fn post(&self, path: &str, headers: &[(&str, &str)], body: &Value) -> Reply {
        let mut headers = headers.to_vec();
        headers.push(("content-type", "application/json"));
        let line = format!("POST /auth/{path}");
        send(self.address(), &line, &headers, body.to_string().as_bytes()).await
    }

    pub async fn try_sign_in(&self, headers: &[(&str, &str)], name: &str, password: &str) -> Reply {
        let body = json!({ "username": name, "password": password });
        self.post("sign-in", headers, &body).await
    }

    /// Signs in; the `Cookie` header that a browser sends from now on.
    pub async fn sign_in(&self, username: &str) -> String {
        cookie_of(&self.try_sign_in(&[], username, PASSWORD).await)
    }

    /// Who the server takes the sender of `header` for; the code when it refuses.
    pub async fn who(&self, header: (&str, &str)) -> String {
        let reply = post(self.address(), &[header], &json!({ "query": "{ who }" })).await;
        let body = reply.json();
        body["data"]["who"].as_str().map_or_else(|| reply.code(), str::to_owned)
    }
}

pub fn write_of(person: &Person) -> WriteRequest {
    WriteRequest { actor: Actor::by_command_line(person), client_mutation_id: None }
}

pub fn new_user(username: &str) -> NewUser {
    NewUser {
        username: username.to_owned(),
        display_name: None,
        password: Some(PASSWORD.to_owned()),
        is_admin: false,
    }
}

/// The `Cookie` header after an answer that signs in.
pub fn cookie_of(reply: &Reply) -> String {
    assert_eq!(reply.status, 204, "{}", String::from_utf8_lossy(&reply.body));
    let cookie = reply.header("set-cookie").expect("a cookie is set");
    cookie.split(';').next().unwrap().to_owned()
}

/// The code of a refusal.
pub fn code_of(reply: &Reply) -> String {
    reply.json()["error"]["code"].as_str().unwrap_or_default().to_owned()
}
