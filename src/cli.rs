//! The command line: one file per command below `cli/`.
//!
//! Exit status: 0 done, 1 refused or failed (one line on standard error says why), 2 usage. What a
//! script reads goes to standard output, and everything else to standard error.

use std::{error::Error, process::ExitCode};

use clap::{Parser, Subcommand};

use crate::{
    config::{self, Config, Flags},
    telemetry,
};

mod demo;
mod doctor;
mod export;
mod import;
mod migrate;
pub mod open_domain;
mod schema;
mod serve;
mod token;
mod user;
mod watch;

/// Kanban boards for communities that live in chat.
#[derive(Debug, Parser)]
#[command(name = "cairn", version, propagate_version = true)]
struct Cli {
    #[command(flatten)]
    flags: Flags,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve(serve::Serve),
    /// Bring the database's schema up to date.
    Migrate(migrate::Migrate),
    /// Print the GraphQL schema.
    Schema(schema::Schema),
    /// Make a demo community, to look at and to try things on.
    Demo(demo::Demo),
    /// Look the server over, and say what to do.
    Doctor(doctor::Doctor),
    /// Print what happens on a board, one line an event.
    Watch(watch::Watch),
    /// Bring boards from elsewhere.
    Import(import::Import),
    /// Write a whole board as lines of JSON.
    Export(export::Export),
    /// Add people and give them passwords.
    User(user::User),
    /// Make API tokens.
    Token(token::Token),
}

/// What a command failed with; its text is the line that the operator sees.
pub type Failure = Box<dyn Error + Send + Sync>;

/// Reads the command line, runs the command and says how it went.
pub fn main() -> ExitCode {
    let cli = Cli::parse();
    match run(cli) {
        Ok(()) => ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("cairn: {failure}");
            ExitCode::FAILURE
        }
    }
}

fn run(cli: Cli) -> Result<(), Failure> {
    let Cli { flags, command } = cli;
    let config = || settings(&flags);
    match command {
        Command::Serve(command) => runtime()?.block_on(command.run(config()?)),
        Command::Migrate(command) => runtime()?.block_on(command.run(config()?)),
        Command::Schema(command) => command.run(),
        Command::Demo(command) => runtime()?.block_on(command.run(config()?)),
        Command::Doctor(command) => runtime()?.block_on(command.run(&flags)),
        Command::Watch(command) => command.run(&config()?),
        Command::Import(command) => runtime()?.block_on(command.run(config()?)),
        Command::Export(command) => runtime()?.block_on(command.run(config()?)),
        Command::User(command) => runtime()?.block_on(command.run(config()?)),
        Command::Token(command) => runtime()?.block_on(command.run(config()?)),
    }
}

fn settings(flags: &Flags) -> Result<Config, Failure> {
    let loaded = config::load(flags)?;
    telemetry::init(&loaded.config)?;
    for name in loaded.unknown_variables {
        tracing::warn!(name, "no setting reads this variable");
    }
    Ok(loaded.config)
}

fn runtime() -> std::io::Result<tokio::runtime::Runtime> {
    tokio::runtime::Builder::new_multi_thread().enable_all().build()
}
