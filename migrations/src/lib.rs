//! The database's schema, one file per migration, for SQLite and PostgreSQL.
//!
//! A migration never imports an entity: entities follow the newest schema, a migration its own day.
//! It expands first and contracts a release later, so that it is safe beside the older binary.
//! Start reading at the newest file.

mod dialect;
mod m0001_boards;
mod m0002_search;
mod migrate;

pub use migrate::{MigrateError, lacking, migrate};
use sea_orm_migration::prelude::*;

/// Runs the migrations in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_boards::Migration), Box::new(m0002_search::Migration)]
    }
}
