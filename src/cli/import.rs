//! `cairn import`.

mod authors;
mod print;

use std::collections::BTreeMap;
use std::fs::File;
use std::path::{Path, PathBuf};

use cairn_domain::accounts::{Person, people};
use cairn_domain::import::{ImportOutcome, ImportSource, default_owner, import_board};
use cairn_domain::{Actor, Domain, WriteRequest};
use clap::{Args, Subcommand};

use super::Failure;
use super::open_domain::{open_domain, told};
use crate::config::Config;
use crate::import::focalboard::{
    Archive, ArchiveLimits, ArchiveRest, ReadBoard, ReadOptions, read_archive,
};
use authors::Author;
use print::ImportedFile;

const FOCALBOARD: &str = "focalboard";
/// What PostgreSQL is asked for at most.
const CONNECTIONS: u32 = 2;

/// Bring boards from elsewhere.
#[derive(Debug, Args)]
pub struct Import {
    #[command(subcommand)]
    origin: Origin,
}

#[derive(Debug, Subcommand)]
enum Origin {
    /// Bring the boards of .boardarchive files of Focalboard or Mattermost Boards.
    Focalboard(Focalboard),
}

/// What to bring, and what the archives cannot say.
#[derive(Debug, Args)]
struct Focalboard {
    /// The archives.
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,
    /// The username of whoever shall administer the boards; the first administrator without it.
    #[arg(long, value_name = "NAME")]
    owner: Option<String>,
    /// Who somebody in the archive is: a username here, or a name. Can be given several times.
    #[arg(long = "author", value_name = "ID=NAME")]
    authors: Vec<Author>,
    /// A file that says so for many people: lines of ID,NAME.
    #[arg(long, value_name = "FILE")]
    authors_file: Option<PathBuf>,
    /// The name of the property that gives the columns, where the usual choice is not the right one.
    #[arg(long, value_name = "NAME")]
    columns_from: Option<String>,
    /// Print the report as JSON.
    #[arg(long)]
    json: bool,
}

impl Import {
    /// Imports, and prints what came and what did not.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        match self.origin {
            Origin::Focalboard(focalboard) => focalboard.run(config).await,
        }
    }
}

impl Focalboard {
    async fn run(self, config: Config) -> Result<(), Failure> {
        let Self { files, owner, authors, authors_file, columns_from, json } = self;
        let mut names = match &authors_file {
            Some(file) => authors::read_file(file)?,
            None => BTreeMap::new(),
        };
        names.extend(authors.into_iter().map(|Author { id, name }| (id, name)));
        let options = ReadOptions { authors: names, columns_from };
        // All archives are read before anything is written: one that is refused stops them all.
        let archives =
            files.iter().map(|file| read(file, &options)).collect::<Result<Vec<_>, _>>()?;

        let domain = open_domain(&config, CONNECTIONS).await?;
        let request = request_of(&owner_of(&domain, owner.as_deref()).await?);
        let mut imported = Vec::new();
        let mut failure = None;
        for (file, archive) in files.iter().zip(archives) {
            let Archive { sha256, boards, rest } = archive;
            let source = ImportSource { origin: FOCALBOARD, archive_hash: sha256 };
            let written = write(&domain, &request, source, boards, file).await;
            let (boards, error) = written;
            imported.push(ImportedFile { file, sha256, boards, rest });
            failure = error;
            if failure.is_some() {
                break;
            }
        }
        // What did come is said even when something did not.
        if json {
            print::json(&imported)?;
        } else {
            print::text(&imported)?;
        }
        failure.map_or(Ok(()), Err)
    }
}

/// Writes the boards of one archive; answers with those that came, and why the next one did not.
async fn write(
    domain: &Domain,
    request: &WriteRequest,
    source: ImportSource,
    boards: Vec<ReadBoard>,
    file: &Path,
) -> (Vec<ImportOutcome>, Option<Failure>) {
    let mut outcomes = Vec::new();
    for ReadBoard { draft, report } in boards {
        let title = draft.title.clone();
        match import_board(domain, request, source, draft, report).await {
            Ok(outcome) => outcomes.push(outcome),
            Err(error) => {
                let why = told(error);
                let why = format!("{}: the board {title:?}: {why}", file.display());
                return (outcomes, Some(why.into()));
            }
        }
    }
    (outcomes, None)
}

fn read(file: &Path, options: &ReadOptions) -> Result<Archive, Failure> {
    let source =
        File::open(file).map_err(|error| format!("cannot open {}: {error}", file.display()))?;
    read_archive(source, &ArchiveLimits::default(), options)
        .map_err(|error| format!("{}: {error}", file.display()).into())
}

async fn owner_of(domain: &Domain, name: Option<&str>) -> Result<Person, Failure> {
    let reader = domain.latest();
    match name {
        Some(name) => people::by_username(&reader, name)
            .await
            .map_err(told)?
            .ok_or_else(|| format!("there is nobody called {name:?} here").into()),
        None => default_owner(&reader).await.map_err(told)?.ok_or_else(|| {
            "there is no administrator to own the boards: say whose they are with --owner".into()
        }),
    }
}

fn request_of(owner: &Person) -> WriteRequest {
    WriteRequest { actor: Actor::by_command_line(owner), client_mutation_id: None }
}
