//! A server's folder and database, on which nothing runs.

use std::process::{Output, Stdio};

use cairn_domain::{Actor, Clock, Domain, accounts::people};
use sea_orm::ConnectionTrait;
use serde::Deserialize;
use tokio::{
    io::AsyncWriteExt,
    process::{Child, Command},
};

use crate::support::{database::TestDatabase, soon};

/// What `cairn doctor --json` prints.
#[derive(Deserialize)]
struct Findings {
    ok: bool,
    findings: Vec<Finding>,
}

/// One of its findings.
#[derive(Debug, Deserialize)]
pub struct Finding {
    pub check: String,
    pub verdict: String,
    pub found: String,
    pub advice: Option<String>,
}

/// A place for commands to work in.
pub struct Place {
    database: TestDatabase,
}

impl Place {
    /// A place with an empty database.
    pub async fn new() -> Self {
        Self { database: TestDatabase::new().await }
    }

    /// A place with the demo community.
    pub async fn with_demo() -> Self {
        let place = Self::new().await;
        place.succeed(&["demo"]).await;
        place
    }

    /// The program, with this place's settings.
    pub fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
        command
            .env_clear()
            .env("CAIRN_DATABASE_URL", &self.database.url)
            .env("CAIRN_DATA_DIR", self.database.directory())
            .env("CAIRN_LISTEN", "127.0.0.1:0")
            .env("CAIRN_LOG", "error")
            .current_dir(self.database.directory())
            .args(arguments)
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true);
        command
    }

    /// Runs the program to its end.
    pub async fn run(&self, arguments: &[&str]) -> Output {
        soon(self.command(arguments).output()).await.unwrap()
    }

    /// Runs the program with some input, to its end; it must succeed.
    pub async fn feed(&self, arguments: &[&str], input: &str) {
        let mut child: Child = self.command(arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(input.as_bytes()).await.unwrap();
        let output = soon(child.wait_with_output()).await.unwrap();
        assert!(output.status.success(), "{output:?}");
    }

    /// What the program prints; it must succeed.
    pub async fn succeed(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        assert_eq!(output.status.code(), Some(0), "{output:?}");
        String::from_utf8(output.stdout).unwrap()
    }

    /// What `cairn doctor` finds with these flags. How full the disk is says nothing of the program.
    pub async fn examine(&self, flags: &[&str]) -> Vec<Finding> {
        let output = self.run(&[&["doctor", "--json"], flags].concat()).await;
        let told: Findings = serde_json::from_slice(&output.stdout).unwrap();
        let has_failed = told.findings.iter().any(|finding| finding.verdict == "fail");
        assert_eq!(output.status.code(), Some(i32::from(has_failed)), "{output:?}");
        assert_eq!(told.ok, !has_failed);
        told.findings.into_iter().filter(|finding| finding.check != "free space").collect()
    }

    /// What `cairn doctor --deep` finds to be broken.
    pub async fn failures(&self) -> Vec<Finding> {
        let findings = self.examine(&["--deep"]).await;
        findings.into_iter().filter(|finding| finding.verdict == "fail").collect()
    }

    /// The one line that says why the program failed.
    pub async fn fail(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments).await;
        assert_eq!(output.status.code(), Some(1), "{output:?}");
        let why = String::from_utf8(output.stderr).unwrap();
        assert_eq!(why.lines().count(), 1, "{why}");
        why
    }

    /// The rules over the database.
    pub async fn domain(&self) -> Domain {
        self.database.node(Clock::system()).await
    }

    /// Somebody with an account.
    pub async fn actor(&self, username: &str) -> Actor {
        let reader = self.domain().await.latest();
        let person = people::by_username(&reader, username).await.unwrap().unwrap();
        Actor::by_command_line(&person)
    }

    /// Changes the database behind everybody's back.
    pub async fn tamper(&self, sql: &str) {
        let database = self.database.open().await;
        database.writer().execute_unprepared(sql).await.unwrap();
    }
}
