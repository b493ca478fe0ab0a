//! Opens the configured database for a command.

use std::{fs::DirBuilder, os::unix::fs::DirBuilderExt};

use cairn_domain::{Clock, Database, Domain, Error, Ids, Memory};

use super::Failure;
use crate::config::Config;

/// The rules over the configured database, whose schema is brought up to date first; a schema newer
/// than this program knows is refused. `connections` is the most that PostgreSQL is asked for. Other
/// processes may work on the same database meanwhile.
pub async fn open_domain(config: &Config, connections: u32) -> Result<Domain, Failure> {
    let database = open_database(config, connections).await?;
    let migrations = database.change_schema(cairn_migrations::migrate).await??;
    if migrations > 0 {
        tracing::info!(migrations, "the database's schema was brought up to date");
    }
    let clock = Clock::system();
    let (views, answers) = (config.board_memory_bytes, config.answer_memory_bytes);
    // Not a setting of its own: whoever gives boards little memory has little.
    let reads = Memory::default().reads.min(views);
    let memory = Memory { views, answers, reads };
    Ok(Domain::with_memory(database, clock.clone(), Ids::random(clock), memory))
}

/// The configured database, whatever its schema.
pub async fn open_database(config: &Config, connections: u32) -> Result<Database, Failure> {
    // The folder holds everybody's boards: nobody else on the machine may look into it.
    DirBuilder::new().recursive(true).mode(0o700).create(&config.data_dir).map_err(|error| {
        format!("cannot make the data directory {}: {error}", config.data_dir.display())
    })?;
    Ok(Database::open(config.database().expose(), connections).await?)
}

/// What the operator is told: other than a client, they may know what the database said.
pub fn told(error: Error) -> Failure {
    match error {
        Error::Unavailable(source) | Error::Internal(source) => source,
        error => error.into(),
    }
}
