//! Follows a board from a terminal: a subscriber of the public API like any other.
//!
//! It prints each event once, in order and without a gap, however often the connection breaks: the
//! number of the last printed event is all that it needs to go on. What the server says is never
//! written to a terminal before [`plain`] has seen it. Start reading at [`follow::follow`].

use std::{io, path::PathBuf};

mod address;
mod backoff;
mod connection;
mod event;
mod follow;
mod message;
mod places;
mod plain;
mod queries;
mod words;

pub use address::Address;
pub use follow::follow;

use crate::config::Secret;

/// What to follow, and as whom.
#[derive(Debug)]
pub struct Watching {
    /// Where the server's socket is.
    pub address: Address,
    /// An API token; without one, only public boards can be followed.
    pub token: Option<Secret>,
    /// The board's human key.
    pub board: String,
    /// The event after which to begin; the newest one unless said.
    pub after: Option<i64>,
    /// Whether to print JSON rather than words.
    pub json: bool,
}

/// Why a board cannot be followed, or no longer.
#[derive(Debug, thiserror::Error)]
pub enum WatchError {
    /// There is no such board for this person.
    #[error("there is no board {key}, or you may not see it")]
    NoBoard {
        /// Its human key.
        key: String,
    },
    /// The server does not take the token.
    #[error("the server does not accept the token, or no longer")]
    NotSignedIn,
    /// Something else listens there, or another Cairn.
    #[error("{address} is not a Cairn server that this program can follow: {reason}")]
    Stranger {
        /// Where it was looked for.
        address: String,
        /// What it did.
        reason: String,
    },
    /// The token's file cannot be read.
    #[error("cannot read {path}: {source}")]
    TokenFile {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// Nobody takes the lines any more.
    #[error("cannot write: {0}")]
    Output(#[from] io::Error),
}
