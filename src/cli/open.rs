//! The database, opened by a command.

use std::fs;

use cairn_domain::{Clock, Database, Domain, Ids};

use super::Failure;
use crate::config::Config;

/// Connections that one command needs at most.
const CONNECTIONS: u32 = 4;

/// Opens the configured database, made when missing, with its schema up to date. Refuses one that
/// a newer Cairn has migrated.
pub(super) async fn open(config: &Config) -> Result<Domain, Failure> {
    if config.database_url.is_none() {
        fs::create_dir_all(&config.data_dir)
            .map_err(|error| format!("cannot make {}: {error}", config.data_dir.display()))?;
    }
    let database = Database::open(config.database().expose(), CONNECTIONS).await?;
    cairn_migrations::migrate(database.writer()).await?;
    let clock = Clock::system();
    Ok(Domain::new(database, clock.clone(), Ids::random(clock)))
}
