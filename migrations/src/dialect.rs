//! One SQL text for both databases: `{braces}` name the types and clauses in which they differ.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

/// What stands for each `{name}`: on SQLite, on PostgreSQL.
///
/// The encodings are SeaORM's: a UUID is 16 bytes and a time RFC 3339 text on SQLite. Ranks and
/// keys compare as bytes everywhere, so PostgreSQL must not sort them by the locale.
const WORDS: &[(&str, &str, &str)] = &[
    ("{uuid}", "BLOB", "uuid"),
    ("{bytes}", "BLOB", "bytea"),
    ("{text}", "TEXT", "text"),
    ("{ordered_text}", "TEXT", "text COLLATE \"C\""),
    ("{time}", "TEXT", "timestamptz"),
    ("{date}", "TEXT", "date"),
    ("{int}", "INTEGER", "integer"),
    ("{bigint}", "INTEGER", "bigint"),
    ("{float}", "REAL", "double precision"),
    ("{bool}", "INTEGER", "boolean"),
    ("{strict}", "STRICT", ""),
];

/// Runs the statements of `sql`, written for the connected database.
pub async fn execute(manager: &SchemaManager<'_>, sql: &str) -> Result<(), DbErr> {
    let sqlite = manager.get_database_backend() == DbBackend::Sqlite;
    let mut text = sql.to_owned();
    for (word, on_sqlite, on_postgres) in WORDS {
        text = text.replace(word, if sqlite { on_sqlite } else { on_postgres });
    }
    manager.get_connection().execute_unprepared(&text).await.map(drop)
}
