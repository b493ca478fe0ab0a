//! The SQLite connection that writes, without a thread in between: a statement costs microseconds.

use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection as Raw, OpenFlags, Statement as Prepared};
use sea_orm::{DbErr, ExecResult, QueryResult, Statement};

use super::failure::{failed, is_busy};
use super::values::{self, Columns};
use crate::OpenError;

/// How many prepared statements are kept.
const KEPT_STATEMENTS: usize = 256;
/// A statement with more values is prepared each time: it is of a shape of its own, and large.
const MOST_KEPT_VALUES: usize = 100;

#[derive(Debug)]
pub(in super::super) struct Connection {
    raw: Raw,
}

impl Connection {
    /// Opens the file at `path`, made when missing, and asserts the settings that promises rest on.
    pub(super) fn open(path: &str, busy_timeout: Duration) -> Result<Self, OpenError> {
        let connection = Self::open_raw(path, busy_timeout).map_err(failed)?;
        for (pragma, needed) in super::super::NEEDED_SETTINGS {
            let found = connection.setting(pragma).map_err(failed)?;
            if found != needed {
                return Err(OpenError::Setting { pragma, found, needed });
            }
        }
        Ok(connection)
    }

    fn open_raw(path: &str, busy_timeout: Duration) -> rusqlite::Result<Self> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE
            | OpenFlags::SQLITE_OPEN_CREATE
            | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let raw = Raw::open_with_flags(path, flags)?;
        raw.busy_timeout(busy_timeout)?;
        raw.pragma_update(None, "journal_mode", "WAL")?;
        raw.pragma_update(None, "synchronous", "FULL")?;
        raw.pragma_update(None, "foreign_keys", true)?;
        raw.pragma_update(None, "cache_size", -16_384)?;
        raw.pragma_update(None, "temp_store", "MEMORY")?;
        set_up(&raw)?;
        // From here on waiting is done where it holds nobody else up.
        raw.busy_timeout(Duration::ZERO)?;
        Ok(Self { raw })
    }

    /// Opens the file at `path`, which is there, for nothing but reads.
    pub(in super::super) fn open_to_read(path: &str) -> Result<Self, OpenError> {
        let open = || {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            let raw = Raw::open_with_flags(path, flags)?;
            raw.busy_timeout(Duration::ZERO)?;
            raw.pragma_update(None, "query_only", true)?;
            set_up(&raw)?;
            Ok(Self { raw })
        };
        Ok(open().map_err(failed)?)
    }

    fn setting(&self, pragma: &str) -> rusqlite::Result<String> {
        self.raw.pragma_query_value(None, pragma, |row| {
            row.get::<_, String>(0).or_else(|_| row.get::<_, i64>(0).map(|n| n.to_string()))
        })
    }

    /// Takes SQLite's write lock; `false` when another process holds it for longer than `patience`.
    pub(super) fn begin(&self, patience: Duration) -> Result<bool, DbErr> {
        self.raw.busy_timeout(patience).map_err(failed)?;
        let begun = self.control("BEGIN IMMEDIATE");
        self.raw.busy_timeout(Duration::ZERO).map_err(failed)?;
        match begun {
            Ok(()) => Ok(true),
            Err(error) if is_busy(&error) => Ok(false),
            Err(error) => Err(failed(error)),
        }
    }

    /// Runs one of the statements that begin and end transactions.
    pub(super) fn run(&self, sql: &'static str) -> Result<(), DbErr> {
        self.control(sql).map_err(failed)
    }

    fn control(&self, sql: &'static str) -> rusqlite::Result<()> {
        self.raw.prepare_cached(sql)?.execute([]).map(drop)
    }

    /// Whether a transaction is open. After some errors SQLite ends it by itself.
    pub(super) fn in_transaction(&self) -> bool {
        !self.raw.is_autocommit()
    }

    pub(super) fn execute(&self, statement: &Statement) -> Result<ExecResult, DbErr> {
        self.prepared(statement, |prepared| {
            let mut rows = prepared.raw_query();
            while rows.next().map_err(failed)?.is_some() {}
            Ok(())
        })?;
        self.effect()
    }

    /// Runs statements without parameters, separated by semicolons.
    pub(super) fn execute_batch(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.raw.execute_batch(sql).map_err(failed)?;
        self.effect()
    }

    fn effect(&self) -> Result<ExecResult, DbErr> {
        let last_insert_id = u64::try_from(self.raw.last_insert_rowid()).unwrap_or(0);
        values::exec_result(last_insert_id, self.raw.changes())
    }

    /// A number that changes whenever another connection, of this process or of another, commits.
    pub(in super::super) fn data_version(&self) -> rusqlite::Result<i64> {
        self.raw.prepare_cached("PRAGMA data_version")?.query_row([], |row| row.get(0))
    }

    /// All rows. A statement that writes is carried out whole.
    pub(in super::super) fn query(&self, statement: &Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.prepared(statement, |prepared| {
            let columns = Columns::of(prepared);
            let mut rows = prepared.raw_query();
            let mut read = Vec::new();
            while let Some(row) = rows.next().map_err(failed)? {
                read.push(columns.read(row)?);
            }
            values::query_results(read)
        })
    }

    fn prepared<T>(
        &self,
        statement: &Statement,
        work: impl FnOnce(&mut Prepared<'_>) -> Result<T, DbErr>,
    ) -> Result<T, DbErr> {
        let values = statement.values.as_ref().map_or(&[][..], |values| &values.0);
        let run = |prepared: &mut Prepared<'_>| {
            values::bind(prepared, values)?;
            work(prepared)
        };
        if values.len() > MOST_KEPT_VALUES {
            let mut prepared = self.raw.prepare(&statement.sql).map_err(failed)?;
            run(&mut prepared)
        } else {
            let mut prepared = self.raw.prepare_cached(&statement.sql).map_err(failed)?;
            run(&mut prepared)
        }
    }
}

/// Keeps statements prepared. Without the planner's guarantee of stability SQLite would prepare one anew
/// whenever a value is bound that a plan could depend on, which costs more than to run it.
fn set_up(raw: &Raw) -> rusqlite::Result<()> {
    raw.set_db_config(DbConfig::SQLITE_DBCONFIG_ENABLE_QPSG, true)?;
    raw.set_prepared_statement_cache_capacity(KEPT_STATEMENTS);
    Ok(())
}
