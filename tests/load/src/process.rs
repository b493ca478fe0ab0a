//! Servers in processes of their own, which end with what holds them.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::{Duration, Instant};

use rustix::process::{Pid, Signal, kill_process};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

use crate::failure::{Failure, Result};
use crate::http::{self, Connection};
use crate::load::Target;

/// How long a server may take to start, and to stop.
const PATIENCE: Duration = Duration::from_secs(20);

/// A running server. Dropped, it is killed.
pub struct Running {
    child: Child,
    /// Kept open, so that what the server prints later does not fail.
    _stdout: BufReader<ChildStdout>,
    /// Where it listens, and its process.
    pub target: Target,
    /// From before the process was made until it could serve.
    pub started_in: Duration,
}

impl Running {
    /// Starts a server that prints its address as `127.0.0.1:PORT`, and waits until `/readyz` is
    /// answered with 200.
    pub async fn start(command: &mut Command) -> Result<Self> {
        let began = Instant::now();
        let mut child =
            command.stdin(Stdio::piped()).stdout(Stdio::piped()).kill_on_drop(true).spawn()?;
        let stdout = child.stdout.take().ok_or_else(|| Failure::new("no standard output"))?;
        let pid = child.id().ok_or_else(|| Failure::new("the server ended at once"))?;
        let mut stdout = BufReader::new(stdout);
        let address = tokio::time::timeout(PATIENCE, printed_address(&mut stdout)).await??;
        while !is_ready(address).await {
            if began.elapsed() > PATIENCE {
                return Err(Failure::new("the server does not become ready"));
            }
            tokio::time::sleep(Duration::from_millis(1)).await;
        }
        let target = Target { address, pid };
        Ok(Self { child, _stdout: stdout, target, started_in: began.elapsed() })
    }

    /// Asks the server to stop, and waits until it has.
    pub async fn stop(mut self) -> Result<()> {
        self.signal(Signal::TERM)?;
        self.ended().await
    }

    /// Sends a signal.
    pub fn signal(&self, signal: Signal) -> Result<()> {
        let pid = i32::try_from(self.target.pid)?;
        let pid = Pid::from_raw(pid).ok_or_else(|| Failure::new("no process"))?;
        Ok(kill_process(pid, signal)?)
    }

    /// Waits until the process has ended; kills it if that takes too long.
    pub async fn ended(&mut self) -> Result<()> {
        if tokio::time::timeout(PATIENCE, self.child.wait()).await.is_err() {
            self.child.kill().await?;
        }
        Ok(())
    }
}

async fn printed_address(stdout: &mut BufReader<ChildStdout>) -> Result<SocketAddr> {
    let mut line = String::new();
    while stdout.read_line(&mut line).await? > 0 {
        let address = line
            .split(|character: char| character.is_whitespace() || character == '/')
            .find(|word| word.starts_with("127.0.0.1:"));
        if let Some(address) = address {
            return Ok(address.parse()?);
        }
        line.clear();
    }
    Err(Failure::new("the server ended without saying where it listens"))
}

async fn is_ready(address: SocketAddr) -> bool {
    let Ok(mut connection) = Connection::open(address).await else { return false };
    let answer = connection.send(&http::get("/readyz", "", &[])).await;
    answer.is_ok_and(|answer| answer.status == 200)
}

/// This program as a raw server, with the words after `ceiling`.
pub async fn start_ceiling<I>(words: I) -> Result<Running>
where
    I: IntoIterator<Item: AsRef<std::ffi::OsStr>>,
{
    Running::start(Command::new(std::env::current_exe()?).arg("ceiling").args(words)).await
}

/// Cairn with a database of its own.
pub struct Installation {
    binary: PathBuf,
    folder: PathBuf,
    database_url: String,
    /// An API token of the one who owns everything.
    pub token: String,
}

impl Installation {
    /// Makes a database at `database_url`, or SQLite's in `folder`, with a few people in it.
    pub async fn make(
        binary: &Path,
        folder: &Path,
        database_url: Option<String>,
        people: &[&str],
    ) -> Result<Self> {
        let folder = folder.to_owned();
        let database_url = database_url
            .unwrap_or_else(|| format!("sqlite://{}", folder.join("cairn.db").display()));
        let mut made = Self {
            binary: std::path::absolute(binary)?,
            folder,
            database_url,
            token: String::new(),
        };
        for person in people {
            let command = format!("exec \"$0\" user add {person} --admin --password-stdin");
            made.run(
                Command::new("sh")
                    .args(["-c", &format!("echo bench-bench-bench | {command}")])
                    .arg(&made.binary),
            )
            .await?;
        }
        let printed =
            made.run(Command::new(&made.binary).args(["token", "add", people[0]])).await?;
        let token = printed.lines().last().unwrap_or_default();
        token.clone_into(&mut made.token);
        Ok(made)
    }

    /// The SQLite file.
    pub fn sqlite_file(&self) -> PathBuf {
        self.folder.join("cairn.db")
    }

    /// Starts the server, on a free port or the given one.
    pub async fn start(&self, listen: Option<SocketAddr>) -> Result<Running> {
        let listen = listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 0)));
        let mut command = Command::new(&self.binary);
        self.configure(&mut command);
        let log = std::fs::File::options()
            .create(true)
            .append(true)
            .open(self.folder.join("server.log"))?;
        command.arg("serve").env("CAIRN_LISTEN", listen.to_string()).stderr(log);
        Running::start(&mut command).await
    }

    async fn run(&self, command: &mut Command) -> Result<String> {
        self.configure(command);
        let output = command.stdin(Stdio::null()).kill_on_drop(true).output().await?;
        if !output.status.success() {
            return Err(Failure::new(String::from_utf8_lossy(&output.stderr)));
        }
        Ok(String::from_utf8(output.stdout)?)
    }

    /// All clients of the bench have one address, so the limits for one address do not fit.
    fn configure(&self, command: &mut Command) {
        command
            .env_remove("CAIRN_TEST_POSTGRES_URL")
            .env("CAIRN_DATA_DIR", &self.folder)
            .env("CAIRN_DATABASE_URL", &self.database_url)
            .env("CAIRN_LOG", "warn")
            .env("CAIRN_LIMITS_CONNECTIONS", "20000")
            .env("CAIRN_LIMITS_SOCKETS_PER_ADDRESS", "20000");
    }
}
