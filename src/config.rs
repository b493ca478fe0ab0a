//! What the operator decides: read once at start from a TOML file, then the environment, then flags.
//!
//! Every key is explained in `cairn.example.toml`; a test holds that file equal to the defaults here.
//! A key that the file has and Cairn does not know is an error that names it. Secrets are
//! [`Secret`]s: they never appear in `Debug` output. Start reading at [`load::load`].

use std::{net::SocketAddr, path::PathBuf};

use ipnet::IpNet;
use serde::{Deserialize, Serialize};

mod limits;
mod load;
mod secret;
mod url;

pub use limits::Limits;
pub use load::{ConfigError, Flags, Loaded, load};
pub use secret::Secret;
pub use url::PublicUrl;

/// How log lines are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum LogFormat {
    /// For people.
    #[default]
    Text,
    /// One JSON object a line, for log collectors.
    Json,
}

/// Everything an operator can set.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Config {
    /// Address and port the server listens on; port 0 takes a free one.
    pub listen: SocketAddr,
    /// Address and port where figures about the server are told to whoever asks; without it, nowhere.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_listen: Option<SocketAddr>,
    /// Directory of everything that Cairn keeps on disk.
    pub data_dir: PathBuf,
    /// `sqlite://PATH` or `postgres://...`; without it, `cairn.db` in `data_dir`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<Secret>,
    /// A file that holds `database_url`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url_file: Option<PathBuf>,
    /// Connections to PostgreSQL at most; SQLite has its own few.
    pub database_connections: u32,
    /// Whether servers that share a PostgreSQL database give each other hints of what is new;
    /// without, each looks every two seconds.
    pub bus: bool,
    /// Where people reach the server; without it, `http://` and `listen`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<PublicUrl>,
    /// What the server calls itself.
    pub server_name: String,
    /// Networks of reverse proxies whose `X-Forwarded-For` is believed.
    #[serde(deserialize_with = "load::list")]
    pub trusted_proxies: Vec<IpNet>,
    /// Days until a session ends, used or not; 1 to 3660.
    pub session_days: u32,
    /// Bytes of boards in use that are kept in memory; 0 for none.
    pub board_memory_bytes: usize,
    /// Bytes of finished answers that are kept in memory for others who ask the same; 0 for none.
    pub answer_memory_bytes: usize,
    /// Filter of log lines, as `tracing_subscriber::EnvFilter` reads it.
    pub log: String,
    /// How log lines are written.
    pub log_format: LogFormat,
    /// What one client may cost.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8080)),
            metrics_listen: None,
            data_dir: PathBuf::from("./data"),
            database_url: None,
            database_url_file: None,
            database_connections: 16,
            bus: true,
            public_url: None,
            server_name: "Cairn".to_owned(),
            trusted_proxies: Vec::new(),
            session_days: 30,
            board_memory_bytes: 64 * 1024 * 1024,
            answer_memory_bytes: 32 * 1024 * 1024,
            log: "info".to_owned(),
            log_format: LogFormat::Text,
            limits: Limits::default(),
        }
    }
}

impl Config {
    /// The database to open: `database_url`, or SQLite's file in `data_dir`.
    pub fn database(&self) -> Secret {
        self.database_url.clone().unwrap_or_else(|| {
            Secret::new(format!("sqlite://{}", self.data_dir.join("cairn.db").display()))
        })
    }

    /// Where people reach a server that listens on `listening`.
    pub fn reached_at(&self, listening: SocketAddr) -> PublicUrl {
        self.public_url.clone().unwrap_or_else(|| PublicUrl::of_address(listening))
    }
}
