//! Brings a database's schema up to date.
//!
//! All in one transaction, so that a migration that fails leaves nothing behind; and one process at
//! a time, so that several nodes can be started at once.

use std::collections::HashSet;

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::{
    DatabaseConnection, DatabaseTransaction, DbBackend, SqliteTransactionMode, Statement,
    TransactionOptions, TransactionTrait,
};

use crate::Migrator;

/// The lock that PostgreSQL's nodes migrate under; any number that nothing else here uses.
const POSTGRES_LOCK: i64 = 0x0063_6169_726e;

/// Why a schema was not brought up to date.
#[derive(Debug, thiserror::Error)]
pub enum MigrateError {
    /// A newer Cairn has migrated this database.
    #[error(
        "this database was migrated by a newer Cairn (its schema has {migration}); use that one, \
         or restore the backup from before"
    )]
    NewerSchema {
        /// A migration that this Cairn does not know.
        migration: String,
    },
    /// The database said no.
    #[error("cannot migrate the database: {0}")]
    Database(#[from] DbErr),
}

/// Runs the migrations that the database lacks, and returns how many that were. A schema that this
/// Cairn does not know is refused and not touched.
pub async fn migrate(connection: &DatabaseConnection) -> Result<usize, MigrateError> {
    let options = TransactionOptions {
        sqlite_transaction_mode: Some(SqliteTransactionMode::Immediate),
        ..TransactionOptions::default()
    };
    let transaction = connection.begin_with_options(options).await?;
    lock(&transaction).await?;
    let lacking = lacking_on(&transaction).await?;
    if lacking > 0 {
        Migrator::up(&transaction, None).await?;
    }
    transaction.commit().await?;
    Ok(lacking)
}

/// How many migrations the database lacks; a schema that this Cairn does not know is refused as by
/// [`migrate`]. Changes nothing.
pub async fn lacking(connection: &DatabaseConnection) -> Result<usize, MigrateError> {
    let manager = SchemaManager::new(connection);
    let table = Migrator::migration_table_name().to_string();
    if manager.has_table(table).await? {
        lacking_on(connection).await
    } else {
        Ok(Migrator::migrations().len())
    }
}

async fn lacking_on(connection: &impl ConnectionTrait) -> Result<usize, MigrateError> {
    let applied = Migrator::get_migration_models(connection).await?;
    let migrations = Migrator::migrations();
    let known: HashSet<&str> = migrations.iter().map(|migration| migration.name()).collect();
    match applied.iter().find(|row| !known.contains(row.version.as_str())) {
        Some(unknown) => Err(MigrateError::NewerSchema { migration: unknown.version.clone() }),
        None => Ok(migrations.len() - applied.len()),
    }
}

/// On SQLite the transaction is the lock. On PostgreSQL notices such as "relation already exists,
/// skipping" are kept out of the log meanwhile.
async fn lock(transaction: &DatabaseTransaction) -> Result<(), DbErr> {
    if transaction.get_database_backend() == DbBackend::Postgres {
        transaction.execute_unprepared("SET LOCAL client_min_messages = warning").await?;
        let lock = format!("SELECT pg_advisory_xact_lock({POSTGRES_LOCK})");
        transaction.execute_raw(Statement::from_string(DbBackend::Postgres, lock)).await?;
    }
    Ok(())
}
