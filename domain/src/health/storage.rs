//! The database itself.

use sea_orm::{ConnectionTrait, DbBackend, Statement, TryGetable};

use crate::{Database, Error};

/// What PostgreSQL must be set to, or an acknowledged write may not survive a crash.
const POSTGRES_SETTINGS: &[&str] = &["fsync", "full_page_writes"];

/// What the database is, and what is wrong with it.
#[derive(Clone, Debug)]
pub struct Storage {
    /// `SQLite 3.51.0` or `PostgreSQL 15.8`.
    pub version: String,
    /// What is wrong, a sentence each.
    pub faults: Vec<String>,
}

/// Looks at the database. On SQLite this reads the whole file. The settings that Cairn makes itself
/// on SQLite are held when it is opened.
pub async fn storage(database: &Database) -> Result<Storage, Error> {
    if database.is_postgres() { postgres(database).await } else { sqlite(database).await }
}

async fn sqlite(database: &Database) -> Result<Storage, Error> {
    let versions: Vec<String> = column(database, "SELECT sqlite_version()").await?;
    let mut faults: Vec<String> = column(database, "PRAGMA quick_check").await?;
    faults.retain(|line| line != "ok");
    Ok(Storage { version: format!("SQLite {}", versions.join(" ")), faults })
}

async fn postgres(database: &Database) -> Result<Storage, Error> {
    let versions: Vec<String> = column(database, "SHOW server_version").await?;
    let mut faults = Vec::new();
    for setting in POSTGRES_SETTINGS {
        let values: Vec<String> = column(database, &format!("SHOW {setting}")).await?;
        if values.iter().any(|value| value != "on") {
            faults.push(format!("{setting} is off: a crash may lose what was written"));
        }
    }
    let commit: Vec<String> = column(database, "SHOW synchronous_commit").await?;
    if commit.iter().any(|value| value == "off") {
        faults.push("synchronous_commit is off: a crash may lose what was written".to_owned());
    }
    Ok(Storage { version: format!("PostgreSQL {}", versions.join(" ")), faults })
}

/// The first column of what `sql` gives.
pub(super) async fn column<T: TryGetable>(database: &Database, sql: &str) -> Result<Vec<T>, Error> {
    let backend = if database.is_postgres() { DbBackend::Postgres } else { DbBackend::Sqlite };
    let rows = database.reader().query_all_raw(Statement::from_string(backend, sql)).await?;
    Ok(rows.iter().map(|row| row.try_get_by_index(0)).collect::<Result<_, _>>()?)
}
