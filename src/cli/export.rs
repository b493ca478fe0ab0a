//! `cairn export`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use cairn_domain::Domain;
use cairn_domain::access::BoardRef;
use clap::Args;

use super::{Failure, open::open};
use crate::config::Config;
use crate::export::{ExportError, ExportOptions, export_board};

/// Write a whole board as lines of JSON.
#[derive(Debug, Args)]
pub struct Export {
    /// The board's key, such as RL.
    board: String,
    /// The file to write; standard output without it.
    #[arg(long, value_name = "FILE")]
    out: Option<PathBuf>,
    /// Add the board's log.
    #[arg(long)]
    log: bool,
}

impl Export {
    /// Exports the board.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let Self { board, out, log } = self;
        let domain = open(&config).await?;
        let board = BoardRef::Key(&board);
        let options = ExportOptions { with_log: log };
        match out {
            Some(file) => to_file(&domain, board, options, &file).await,
            None => to_standard_output(&domain, board, options).await,
        }
    }
}

async fn to_standard_output(
    domain: &Domain,
    board: BoardRef<'_>,
    options: ExportOptions,
) -> Result<(), Failure> {
    let mut out = BufWriter::new(io::stdout());
    match export_board(domain, board, options, &mut out).await {
        // Whoever read it has seen enough, as `head` has.
        Err(ExportError::Write(error)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => Ok(result.map(drop)?),
    }
}

/// Writes beside the file first, so that a cut export never takes the place of a whole one.
async fn to_file(
    domain: &Domain,
    board: BoardRef<'_>,
    options: ExportOptions,
    file: &Path,
) -> Result<(), Failure> {
    let mut part = OsString::from(file);
    part.push(".part");
    let named = |error: io::Error| format!("cannot write {}: {error}", file.display());
    let mut out = BufWriter::new(File::create(&part).map_err(named)?);
    if let Err(error) = export_board(domain, board, options, &mut out).await {
        drop(out);
        let _ = fs::remove_file(&part);
        return Err(error.into());
    }
    let out = out.into_inner().map_err(|error| named(error.into_error()))?;
    out.sync_all().map_err(named)?;
    fs::rename(&part, file).map_err(named)?;
    Ok(())
}
