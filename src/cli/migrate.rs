//! `cairn migrate`.

use clap::Args;

use super::{Failure, open_domain::open_database};
use crate::config::Config;

/// Bring the database's schema up to date.
#[derive(Debug, Args)]
pub struct Migrate {}

impl Migrate {
    /// Runs the migrations that the database lacks. `serve` does so too; this is for those who want
    /// it done before, and by somebody else.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let Self {} = self;
        let database = open_database(&config, 1).await?;
        match database.change_schema(cairn_migrations::migrate).await?? {
            0 => println!("The database is up to date."),
            1 => println!("1 migration ran; the database is up to date."),
            count => println!("{count} migrations ran; the database is up to date."),
        }
        Ok(())
    }
}
