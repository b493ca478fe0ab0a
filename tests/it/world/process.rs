//! The server's process: started, killed, started again.

use std::net::{Ipv4Addr, SocketAddr};
use std::process::Stdio;
use std::time::Duration;

use tempfile::TempDir;
use tokio::io::AsyncWriteExt;
use tokio::process::{Child, Command};

use super::Person;
use crate::support::soon;

/// The password of everybody in tests.
pub const PASSWORD: &str = "correct horse battery";

/// A community's server, with a database of its own.
pub struct Cairn {
    /// Where it listens, also after it was started again.
    pub address: SocketAddr,
    database_url: String,
    settings: Vec<(&'static str, String)>,
    folder: TempDir,
    process: Option<Child>,
}

impl Cairn {
    /// Starts a server on an empty database.
    pub async fn start() -> Self {
        Self::start_with(&[]).await
    }

    /// Starts a server with more settings, as environment variables.
    pub async fn start_with(settings: &[(&'static str, &str)]) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let database_url = match std::env::var("CAIRN_TEST_POSTGRES_URL") {
            Ok(server) => new_database(&server).await,
            Err(_) => format!("sqlite://{}", folder.path().join("cairn.db").display()),
        };
        let settings = settings.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let address = free_address();
        let mut cairn = Self { address, database_url, settings, folder, process: None };
        cairn.start_again().await;
        cairn
    }

    /// Another server on the same database: a second node.
    pub async fn another_node(&self) -> Self {
        let mut node = Self {
            address: free_address(),
            database_url: self.database_url.clone(),
            settings: self.settings.clone(),
            folder: tempfile::tempdir().unwrap(),
            process: None,
        };
        node.start_again().await;
        node
    }

    /// Starts the stopped server at its old address.
    pub async fn start_again(&mut self) {
        let mut command = self.command();
        let child = command
            .arg("serve")
            .stdout(Stdio::null())
            .stderr(Stdio::inherit())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        self.process = Some(child);
        let url = format!("http://{}/readyz", self.address);
        soon(async {
            loop {
                if reqwest::get(&url).await.is_ok_and(|answer| answer.status().is_success()) {
                    return;
                }
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
        })
        .await;
    }

    /// `kill -9`.
    pub async fn kill(&mut self) {
        let mut child = self.process.take().unwrap();
        child.kill().await.unwrap();
    }

    /// SIGTERM; answers the exit status.
    pub async fn terminate(&mut self) -> std::process::ExitStatus {
        let mut child = self.process.take().unwrap();
        let id = child.id().unwrap().to_string();
        Command::new("kill").args(["-TERM", &id]).status().await.unwrap();
        soon(child.wait()).await.unwrap()
    }

    /// The process's id while it runs.
    pub fn process_id(&self) -> Option<u32> {
        self.process.as_ref().and_then(Child::id)
    }

    /// A setting that it was started with.
    pub fn setting(&self, name: &str) -> Option<&str> {
        self.settings.iter().find(|(known, _)| *known == name).map(|(_, value)| &**value)
    }

    /// The program, with this server's settings.
    pub fn command(&self) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
        command
            .env("CAIRN_LISTEN", self.address.to_string())
            .env("CAIRN_DATA_DIR", self.folder.path())
            .env("CAIRN_DATABASE_URL", &self.database_url)
            .env("CAIRN_LOG", "warn")
            .envs(self.settings.iter().map(|(name, value)| (*name, value)))
            .current_dir(self.folder.path());
        command
    }

    /// Runs the program with some input, and answers what it printed; it must succeed.
    pub async fn run(&self, arguments: &[&str], input: &str) -> String {
        let mut child = self
            .command()
            .args(arguments)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
        let output = soon(child.wait_with_output()).await.unwrap();
        assert!(output.status.success(), "{arguments:?}: {:?}", output.status);
        String::from_utf8(output.stdout).unwrap()
    }

    /// Somebody with an account and a token.
    pub async fn person(&self, name: &str) -> Person {
        self.run(&["user", "add", name, "--password-stdin"], PASSWORD).await;
        let printed = self.run(&["token", "add", name], "").await;
        let token = printed.lines().last().unwrap().to_owned();
        Person::with_token(self.address, name, Some(token))
    }

    /// Somebody without an account.
    pub fn anybody(&self) -> Person {
        Person::with_token(self.address, "anybody", None)
    }
}

/// A port that was free a moment ago; the servers of one test keep theirs through restarts.
pub fn free_address() -> SocketAddr {
    std::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap().local_addr().unwrap()
}

/// The URL of a new database on `server`, whose own URL ends with a database's name.
async fn new_database(server: &str) -> String {
    use std::sync::atomic::{AtomicU32, Ordering};
    static COUNT: AtomicU32 = AtomicU32::new(0);
    let number = COUNT.fetch_add(1, Ordering::Relaxed);
    let name = format!("it_{}_{number}", std::process::id());
    let status = Command::new("psql")
        .args([server, "-q", "-c", &format!("CREATE DATABASE {name}")])
        .status()
        .await
        .unwrap();
    assert!(status.success());
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}
