//! Raw servers: the same work with axum and a driver, and nothing of Cairn's between.

mod broadcast;
mod bytes;
mod moves;
mod postgres;
mod sqlite;

use std::net::SocketAddr;
use std::path::PathBuf;

use axum::Router;
use axum::routing::get;
use clap::Subcommand;
use tokio::io::AsyncReadExt;
use tokio::net::TcpListener;

use crate::failure::Result;

/// Which one.
#[derive(Debug, Subcommand)]
pub enum Ceiling {
    /// Moves cards in a copy of Cairn's SQLite file: one writer thread, commits in groups.
    Sqlite {
        /// The copy.
        file: PathBuf,
    },
    /// Moves cards in a copy of Cairn's PostgreSQL database.
    Postgres {
        /// Where.
        url: String,
        /// All in one statement, instead of Cairn's own list.
        #[arg(long)]
        folded: bool,
    },
    /// Answers with bodies of Cairn's: as they are, and made again from typed rows.
    Bytes {
        /// The files `0.body`, `1.body`, ...
        folder: PathBuf,
        /// The `Content-Encoding` of the bodies.
        #[arg(long)]
        encoding: Option<String>,
    },
    /// Sends each published event to every socket.
    Broadcast {
        /// A frame of Cairn's, as it is sent to subscribers.
        frame: PathBuf,
        /// The last event that there was before.
        seq: u64,
        /// Where to listen.
        #[arg(long, default_value = "127.0.0.1:0")]
        listen: SocketAddr,
    },
}

impl Ceiling {
    /// Serves until standard input ends, which it does with the bench.
    pub async fn serve(self) -> Result<()> {
        crate::procfs::raise_file_limit();
        let mut listen = SocketAddr::from(([127, 0, 0, 1], 0));
        let router = match self {
            Self::Sqlite { file } => sqlite::router(&file)?,
            Self::Postgres { url, folded } => postgres::router(&url, folded).await?,
            Self::Bytes { folder, encoding } => bytes::router(&folder, encoding)?,
            Self::Broadcast { frame, seq, listen: given } => {
                listen = given;
                broadcast::router(&std::fs::read_to_string(frame)?, seq)?
            }
        };
        let router: Router = router.route("/readyz", get(async || "ready"));
        let listener = TcpListener::bind(listen).await?;
        println!("listens on {}", listener.local_addr()?);
        let listener = axum::serve::ListenerExt::tap_io(listener, |stream| {
            // Where it fails, the figures show it.
            let _ = stream.set_nodelay(true);
        });
        let mut nothing = [0];
        let mut stdin = tokio::io::stdin();
        tokio::select! {
            served = axum::serve(listener, router) => Ok(served?),
            _ = stdin.read(&mut nothing) => Ok(()),
        }
    }
}
