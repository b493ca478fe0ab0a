//! `cairn serve` as a process: settings, exit status, signals.

use std::{
    io::Write,
    path::Path,
    process::{Output, Stdio},
};

use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::{
    io::{AsyncBufReadExt, AsyncReadExt, BufReader},
    process::{Child, Command},
};

use crate::support::{
    http::{post, send},
    soon,
};

fn cairn(directory: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
    command
        .env_clear()
        .current_dir(directory)
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .kill_on_drop(true);
    command
}

async fn run(directory: &Path, arguments: &[&str]) -> Output {
    soon(cairn(directory).args(arguments).output()).await.unwrap()
}

fn line_of(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

/// Starts a server and waits for the line that tells its address.
async fn started(mut command: Command) -> (Child, std::net::SocketAddr) {
    let mut child = command.spawn().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let address = loop {
        let line = soon(lines.next_line()).await.unwrap().expect("the server ended");
        if let Some((_, rest)) = line.split_once("http://") {
            break rest.split_whitespace().next().unwrap().parse().unwrap();
        }
    };
    (child, address)
}

#[tokio::test]
async fn usage_has_status_2_and_refusals_have_1() {
    let directory = TempDir::new().unwrap();
    assert_eq!(run(directory.path(), &["nonsense"]).await.status.code(), Some(2));
    assert_eq!(
        run(directory.path(), &["serve", "--listen", "nonsense"]).await.status.code(),
        Some(2)
    );

    let none = run(directory.path(), &["serve", "--config", "none.toml"]).await;
    assert_eq!(none.status.code(), Some(1));
    assert!(line_of(&none).contains("none.toml"), "{}", line_of(&none));

    let mut file = std::fs::File::create(directory.path().join("cairn.toml")).unwrap();
    file.write_all(b"lisen = \"127.0.0.1:0\"").unwrap();
    let unknown = run(directory.path(), &["serve", "--config", "cairn.toml"]).await;
    assert_eq!(unknown.status.code(), Some(1));
    assert!(line_of(&unknown).contains("lisen"), "{}", line_of(&unknown));
}

#[tokio::test]
async fn the_environment_is_over_the_file_and_sigterm_ends_with_0() {
    let directory = TempDir::new().unwrap();
    let file = "listen = \"192.0.2.1:1\"\n[limits]\ndocument_tokens = 1\n";
    std::fs::write(directory.path().join("cairn.toml"), file).unwrap();
    let mut command = cairn(directory.path());
    command
        .arg("serve")
        .env("CAIRN_CONFIG", "cairn.toml")
        .env("CAIRN_LISTEN", "127.0.0.1:0")
        .env("CAIRN_LIMITS_DOCUMENT_TOKENS", "5")
        .env("CAIRN_PUBLIC_URL", "")
        .env("CAIRN_SOMETHING_OF_A_SCRIPT", "1");
    let (mut child, address) = started(command).await;
    assert_eq!(send(address, "GET /healthz", &[], b"").await.status, 200);
    let ask = async |document: &str| crate::support::http::graphql(address, document).await.code();
    assert_eq!(ask("{ __typename }").await, "");
    assert_eq!(ask("{ a: __typename b: __typename }").await, "TOO_COMPLEX");

    let pid = child.id().unwrap().to_string();
    let killed = Command::new("kill").args(["-TERM", &pid]).status().await.unwrap();
    assert!(killed.success());
    assert_eq!(soon(child.wait()).await.unwrap().code(), Some(0));
}

#[tokio::test]
async fn log_lines_tell_what_was_asked_and_no_secrets() {
    let directory = TempDir::new().unwrap();
    let mut command = cairn(directory.path());
    command.arg("serve").env("CAIRN_LISTEN", "127.0.0.1:0").env("CAIRN_LOG_FORMAT", "json");
    let (mut child, address) = started(command).await;
    let token = ("authorization", "Bearer topsecret");
    let body =
        json!({ "query": "query Named { a: __typename }", "variables": { "x": "topsecret" } });
    assert_eq!(post(address, &[token], &body).await.status, 401);
    assert_eq!(post(address, &[], &body).await.status, 200);
    send(address, "GET /setup?token=topsecret", &[], b"").await;
    child.start_kill().unwrap();

    let mut text = String::new();
    soon(child.stderr.take().unwrap().read_to_string(&mut text)).await.unwrap();
    assert!(!text.contains("topsecret"), "{text}");
    let lines: Vec<Value> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let requests: Vec<&Value> = lines.iter().filter(|line| line["message"] == "request").collect();
    assert_eq!(requests.len(), 3, "{text}");
    assert_eq!((&requests[0]["status"], &requests[0]["path"]), (&json!(401), &json!("/graphql")));
    assert_eq!(requests[1]["operation.name"], "Named");
    assert_eq!(
        (&requests[1]["operation.kind"], &requests[1]["actor"]),
        (&json!("query"), &json!("anonymous"))
    );
    assert_eq!((&requests[2]["status"], &requests[2]["path"]), (&json!(200), &json!("/setup")));
}

#[tokio::test]
async fn a_taken_address_is_one_line() {
    let directory = TempDir::new().unwrap();
    let taken = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let address = taken.local_addr().unwrap().to_string();
    let output = run(directory.path(), &["serve", "--listen", &address]).await;
    assert_eq!(output.status.code(), Some(1));
    assert!(line_of(&output).lines().last().unwrap().contains(&address), "{}", line_of(&output));
}
