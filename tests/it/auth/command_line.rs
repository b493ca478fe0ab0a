use std::process::{Output, Stdio};

use sea_orm::ConnectionTrait;
use tokio::{
    io::{AsyncBufReadExt, AsyncWriteExt, BufReader},
    process::{Child, Command},
};

use super::world::{PASSWORD, World, world};
use crate::support::{database::TestDatabase, http::send, soon};

fn command(database: &TestDatabase, arguments: &[&str]) -> Child {
    Command::new(env!("CARGO_BIN_EXE_cairn"))
        .env_clear()
        .env("CAIRN_DATABASE_URL", &database.url)
        .env("CAIRN_DATA_DIR", database.directory().join("data"))
        .env("CAIRN_LISTEN", "127.0.0.1:0")
        .current_dir(database.directory())
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true)
        .spawn()
        .unwrap()
}

async fn cairn(database: &TestDatabase, arguments: &[&str], input: &str) -> Output {
    let mut child = command(database, arguments);
    let mut stdin = child.stdin.take().unwrap();
    // A command that refuses its arguments does not read.
    let _ = stdin.write_all(input.as_bytes()).await;
    drop(stdin);
    soon(child.wait_with_output()).await.unwrap()
}

async fn refused(world: &World, arguments: &[&str], input: &str) -> String {
    let output = cairn(&world.database, arguments, input).await;
    assert_eq!(output.status.code(), Some(1), "{output:?}");
    let line = String::from_utf8(output.stderr).unwrap();
    assert_eq!(line.lines().count(), 1, "{line}");
    line
}

#[tokio::test]
async fn a_person_and_a_token_are_added_beside_a_running_server() {
    let world = world().await;
    let add = ["user", "add", "ann", "--admin", "--display-name", "Ann S.", "--password-stdin"];
    let output = cairn(&world.database, &add, "correct horse\n").await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let who = world.who(("cookie", &world.sign_in("ann").await)).await;

    let output = cairn(&world.database, &["token", "add", "Ann", "--name", "CI"], "").await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    let printed = String::from_utf8(output.stdout).unwrap();
    let token = printed.lines().last().unwrap();
    assert!(token.starts_with("cairn_"), "{token}");
    assert_eq!(world.who(("authorization", &format!("Bearer {token}"))).await, who);
}

#[tokio::test]
async fn a_new_password_takes_the_old_ones_place() {
    let world = world().await;
    world.person("ann").await;
    let cookie = world.sign_in("ann").await;
    let set = ["user", "set-password", "ANN", "--password-stdin"];
    let output = cairn(&world.database, &set, "battery staple").await;
    assert_eq!(output.status.code(), Some(0), "{output:?}");
    assert_eq!(world.who(("cookie", &cookie)).await, "UNAUTHENTICATED");
    assert_eq!(world.try_sign_in(&[], "ann", "battery staple").await.status, 204);
}

#[tokio::test]
async fn a_refusal_is_one_line_and_status_1() {
    let world = world().await;
    world.person("ann").await;
    let add = |name| ["user", "add", name, "--password-stdin"];
    let line = refused(&world, &add("ANN"), "correct horse").await;
    assert!(line.contains("already in use"), "{line}");
    let line = refused(&world, &add("two words"), "correct horse").await;
    assert!(line.contains("letters, digits"), "{line}");
    let line = refused(&world, &add("bob"), "short\n").await;
    assert!(line.contains("at least 8 characters"), "{line}");
    refused(&world, &add("bob"), "").await;
    let line = refused(&world, &["token", "add", "nobody"], "").await;
    assert!(line.contains("no user nobody"), "{line}");
}

#[tokio::test]
async fn a_password_in_the_arguments_is_no_usage() {
    let world = world().await;
    for arguments in [&["user", "add", "bob"][..], &["user", "add", "bob", "--password", "x"]] {
        let output = cairn(&world.database, arguments, "").await;
        assert_eq!(output.status.code(), Some(2), "{output:?}");
    }
}

#[tokio::test]
async fn a_newer_schema_is_refused_and_not_touched() {
    let world = world().await;
    let insert = "INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_future', 0)";
    world.domain.database.writer().execute_unprepared(insert).await.unwrap();
    let line = refused(&world, &["token", "add", "ann"], "").await;
    assert!(line.contains("newer Cairn") && line.contains("m9999_future"), "{line}");
}

#[tokio::test]
async fn the_first_start_prints_a_link_that_makes_the_administrator() {
    let database = TestDatabase::new().await;
    let mut server = command(&database, &["serve"]);
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let (address, token) = loop {
        let line = soon(lines.next_line()).await.unwrap().expect("the server ended");
        if let Some((before, token)) = line.split_once("/setup?token=") {
            let (_, address) = before.rsplit_once("http://").unwrap();
            break (address.parse().unwrap(), token.to_owned());
        }
    };
    let body = serde_json::json!({ "token": token, "username": "boss", "password": PASSWORD });
    let json = [("content-type", "application/json")];
    let reply = send(address, "POST /auth/setup", &json, body.to_string().as_bytes()).await;
    assert_eq!(reply.status, 204, "{}", String::from_utf8_lossy(&reply.body));
    assert!(reply.header("set-cookie").is_some());
    server.kill().await.unwrap();

    let mut server = command(&database, &["serve"]);
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    let line = soon(lines.next_line()).await.unwrap().expect("the server ended");
    assert!(line.contains("listens on"), "{line}");
    let add = ["user", "add", "boss", "--password-stdin"];
    let output = cairn(&database, &add, PASSWORD).await;
    assert_eq!(output.status.code(), Some(1), "the account is there: {output:?}");
    server.kill().await.unwrap();
    let mut rest = String::new();
    while let Some(line) = lines.next_line().await.unwrap() {
        rest += &line;
    }
    assert!(!rest.contains("/setup"), "{rest}");
}
