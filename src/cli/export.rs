//! `cairn export`.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, BufWriter};
use std::path::{Path, PathBuf};

use cairn_domain::Domain;
use cairn_domain::access::BoardRef;
use clap::Args;

use super::Failure;
use super::open_domain::{open_domain, told};
use crate::config::Config;
use crate::export::{ExportError, ExportOptions, export_board};

/// What PostgreSQL is asked for at most.
const CONNECTIONS: u32 = 2;

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
    with_log: bool,
}

impl Export {
    /// Exports the board.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let Self { board, out, with_log } = self;
        let domain = open_domain(&config, CONNECTIONS).await?;
        let board = BoardRef::Key(&board);
        let options = ExportOptions { with_log };
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
        result => result.map(drop).map_err(failure),
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
        return Err(failure(error));
    }
    let out = out.into_inner().map_err(|error| named(error.into_error()))?;
    out.sync_all().map_err(named)?;
    fs::rename(&part, file).map_err(named)?;
    Ok(())
}

fn failure(error: ExportError) -> Failure {
    match error {
        ExportError::Board(error) => told(error),
        ExportError::Write(_) => error.into(),
    }
}
