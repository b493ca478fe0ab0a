//! `cairn watch`.

use std::{io, path::PathBuf};

use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::Failure;
use crate::{
    config::{Config, Secret},
    watch::{Address, WatchError, Watching, follow},
};

/// Where the token is looked for when no file is named.
const TOKEN_VARIABLE: &str = "CAIRN_TOKEN";

/// Print what happens on a board, one line an event.
///
/// The API token comes from --token-file or the variable `CAIRN_TOKEN`; without one, only public
/// boards can be followed.
#[derive(Debug, Args)]
pub struct Watch {
    /// The board's key, such as LH.
    board: String,
    /// Address of the server; without it, this machine's own by its settings.
    #[arg(long, value_name = "URL")]
    url: Option<Address>,
    /// A file with an API token.
    #[arg(long, value_name = "FILE")]
    token_file: Option<PathBuf>,
    /// Begin after the event with this number; 0 prints the whole history.
    #[arg(long, value_name = "SEQ", value_parser = clap::value_parser!(i64).range(0..=i64::from(i32::MAX)))]
    after: Option<i64>,
    /// Print each event as JSON.
    #[arg(long)]
    json: bool,
}

impl Watch {
    /// Follows the board until SIGINT or SIGTERM, or until there is nothing left to follow.
    pub fn run(self, config: &Config) -> Result<(), Failure> {
        let Self { board, url, token_file, after, json } = self;
        let address = match url {
            Some(address) => address,
            None => config.reached_at(config.listen).as_str().parse()?,
        };
        let watching = Watching { address, token: token(token_file)?, board, after, json };
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let result = runtime.block_on(until_signal(watching));
        // A reader that has stopped reading holds a write back for ever.
        runtime.shutdown_background();
        match result {
            Err(WatchError::Output(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
            result => Ok(result?),
        }
    }
}

async fn until_signal(watching: Watching) -> Result<(), WatchError> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
        result = follow(watching, tokio::io::stdout()) => result.map(|never| match never {}),
    }
}

fn token(file: Option<PathBuf>) -> Result<Option<Secret>, WatchError> {
    let text = match file {
        Some(path) => Some(
            std::fs::read_to_string(&path)
                .map_err(|source| WatchError::TokenFile { path, source })?,
        ),
        None => std::env::var(TOKEN_VARIABLE).ok(),
    };
    Ok(text.map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).map(Secret::new))
}
