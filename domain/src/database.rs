//! The one database: SQLite inside the process, or PostgreSQL for several nodes.
//!
//! On SQLite one connection writes and a pool reads, so that writers queue here rather than fail
//! with "database is locked". On PostgreSQL each has a pool of its own, so that writes which wait for a
//! board's lock keep nobody from reading.

mod kept_sql;
mod point_reads;
mod sqlite;
mod writer;

use std::sync::Arc;
use std::time::Duration;

use sea_orm::sqlx::postgres::{PgConnectOptions, PgPoolOptions};
use sea_orm::sqlx::sqlite::{
    SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sea_orm::sqlx::{ConnectOptions as _, PgPool};
use sea_orm::{
    AccessMode, ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr,
    IsolationLevel, Statement, TransactionTrait,
};

use crate::statements;
pub(crate) use kept_sql::KeptSql;
pub use point_reads::PointFigures;
pub(crate) use point_reads::{Moment, PointReads};
use sqlite::SqliteWriter;
pub use sqlite::WriteGroups;
use writer::Kind;
pub(crate) use writer::WriteTx;
pub use writer::Writer;

/// How many SQLite connections read at the same time.
const SQLITE_READERS: u32 = 4;
/// How long a connection waits for another process that writes.
const SQLITE_BUSY_TIMEOUT: Duration = Duration::from_secs(5);
/// How old a group of SQLite writes gets before it is committed, though others wait to join it.
const OLDEST_GROUP: Duration = Duration::from_millis(10);
/// How long a request waits for a free connection.
const ACQUIRE_TIMEOUT: Duration = Duration::from_secs(8);
/// How long a write on PostgreSQL waits for a lock, of its board or of a row: less than for a connection, so
/// that what waits in vain makes room.
const LOCK_TIMEOUT: &str = "5s";
/// When PostgreSQL takes back a write of a node that does nothing more, but is still connected: until
/// then its board is locked.
const STOPPED_TIMEOUT: &str = "30s";
/// The promises of durability rest on these SQLite settings; a build or file that ignores one of them
/// must not serve.
const NEEDED_SETTINGS: [(&str, &str); 3] =
    [("journal_mode", "wal"), ("synchronous", "2"), ("foreign_keys", "1")];

/// Why the database could not be opened.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// The URL is none of ours.
    #[error("the database URL must begin with sqlite:// or postgres://")]
    UnknownScheme,
    /// A setting that promises depend on did not take.
    #[error("SQLite runs with {pragma} = {found}, but Cairn needs {needed}")]
    Setting {
        /// The pragma.
        pragma: &'static str,
        /// What it is.
        found: String,
        /// What it must be.
        needed: &'static str,
    },
    /// PostgreSQL is too old.
    #[error("PostgreSQL {found} is too old, Cairn needs 14 or newer")]
    TooOld {
        /// The server's version.
        found: String,
    },
    /// The database itself said no.
    #[error("cannot open the database: {0}")]
    Database(#[from] DbErr),
    /// The driver said no.
    #[error("cannot open the database: {0}")]
    Driver(#[from] sea_orm::sqlx::Error),
}

/// Connections to the database, cheap to clone.
#[derive(Clone, Debug)]
pub struct Database {
    write: Writer,
    read: DatabaseConnection,
    points: PointReads,
    home: Home,
}

/// The connections of a pool.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PoolFigures {
    /// How many are open.
    pub open: u32,
    /// How many of these do nothing now.
    pub idle: usize,
    /// How many there may be.
    pub most: u32,
}

/// Where the database is.
#[derive(Clone, Debug)]
enum Home {
    Sqlite(Arc<SqliteConnectOptions>),
    Postgres { read: Arc<PgPool>, write: Arc<PgPool> },
}

impl Database {
    /// Opens `url`: `sqlite://PATH` (made when missing) or `postgres://...`, with at most
    /// `max_connections` to PostgreSQL, half of them to write. The schema is not touched.
    pub async fn open(url: &str, max_connections: u32) -> Result<Self, OpenError> {
        if let Some(path) = url.strip_prefix("sqlite://") {
            Self::open_sqlite(path).await
        } else if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            Self::open_postgres(url, max_connections).await
        } else {
            Err(OpenError::UnknownScheme)
        }
    }

    async fn open_sqlite(path: &str) -> Result<Self, OpenError> {
        let path = path.split_once('?').map_or(path, |(path, _)| path);
        let write = SqliteWriter::open(path.to_owned(), OLDEST_GROUP).await?;
        let options = SqliteConnectOptions::new()
            .filename(path)
            .journal_mode(SqliteJournalMode::Wal)
            .synchronous(SqliteSynchronous::Full)
            .foreign_keys(true)
            .busy_timeout(SQLITE_BUSY_TIMEOUT)
            .pragma("cache_size", "-16384")
            .pragma("temp_store", "MEMORY")
            .disable_statement_logging();
        let read = SqlitePoolOptions::new()
            .max_connections(SQLITE_READERS)
            .min_connections(1)
            .idle_timeout(None)
            .max_lifetime(None)
            .acquire_timeout(ACQUIRE_TIMEOUT)
            .test_before_acquire(false)
            .connect_with(options.clone().pragma("query_only", "ON"))
            .await?;
        let read = measured(read.into());
        let database = Self {
            write: Writer(Kind::Sqlite(write)),
            points: PointReads::sqlite(path, read.clone())?,
            read,
            home: Home::Sqlite(Arc::new(options)),
        };
        database.assert_sqlite_settings().await?;
        Ok(database)
    }

    async fn open_postgres(url: &str, max_connections: u32) -> Result<Self, OpenError> {
        let options: PgConnectOptions = url.parse()?;
        let options = options.application_name("cairn").disable_statement_logging();
        let to_write = options.clone().options([
            ("lock_timeout", LOCK_TIMEOUT),
            ("idle_in_transaction_session_timeout", STOPPED_TIMEOUT),
        ]);
        let pool = |share: u32| {
            PgPoolOptions::new().max_connections(share.max(1)).acquire_timeout(ACQUIRE_TIMEOUT)
        };
        let writers = max_connections / 2;
        let read = pool(max_connections - writers).connect_with(options).await?;
        let write = pool(writers).connect_lazy_with(to_write);
        let connection = measured(read.clone().into());
        let row = connection
            .query_one_raw(Statement::from_string(DbBackend::Postgres, "SHOW server_version_num"))
            .await?;
        let version: String = row.map_or(Ok(String::new()), |row| row.try_get_by_index(0))?;
        if version.parse::<u32>().unwrap_or(0) < 140_000 {
            return Err(OpenError::TooOld { found: version });
        }
        Ok(Self {
            write: Writer(Kind::Postgres(measured(write.clone().into()))),
            points: PointReads::postgres(connection.clone()),
            read: connection,
            home: Home::Postgres { read: Arc::new(read), write: Arc::new(write) },
        })
    }

    /// As the writer's connection asserted its own when it was opened.
    async fn assert_sqlite_settings(&self) -> Result<(), OpenError> {
        for (pragma, needed) in NEEDED_SETTINGS {
            let statement = Statement::from_string(DbBackend::Sqlite, format!("PRAGMA {pragma}"));
            let row = self.read.query_one_raw(statement).await?;
            let found = match row {
                Some(row) => row
                    .try_get_by_index::<String>(0)
                    .or_else(|_| row.try_get_by_index::<i64>(0).map(|n| n.to_string()))?,
                None => String::new(),
            };
            if found != needed {
                return Err(OpenError::Setting { pragma, found, needed });
            }
        }
        Ok(())
    }

    /// Whether this is PostgreSQL, which other nodes may share.
    #[must_use]
    pub fn is_postgres(&self) -> bool {
        matches!(self.home, Home::Postgres { .. })
    }

    /// The PostgreSQL pool that reads, for LISTEN and NOTIFY.
    #[must_use]
    pub fn postgres(&self) -> Option<&PgPool> {
        match &self.home {
            Home::Sqlite(_) => None,
            Home::Postgres { read, .. } => Some(read),
        }
    }

    /// Where single statements write.
    #[must_use]
    pub fn writer(&self) -> &Writer {
        &self.write
    }

    /// How many writes share a commit.
    #[must_use]
    pub fn write_groups(&self) -> WriteGroups {
        self.write.groups()
    }

    /// How the reads of a few rows by key went.
    #[must_use]
    pub fn point_reads(&self) -> PointFigures {
        self.points.figures()
    }

    /// How many connections the pools have: to PostgreSQL, or to read from SQLite.
    #[must_use]
    pub fn pool(&self) -> PoolFigures {
        let (open, idle, most) = match &self.home {
            Home::Sqlite(_) => {
                let pool = self.read.get_sqlite_connection_pool();
                (pool.size(), pool.num_idle(), pool.options().get_max_connections())
            }
            Home::Postgres { read, write } => (
                read.size() + write.size(),
                read.num_idle() + write.num_idle(),
                read.options().get_max_connections() + write.options().get_max_connections(),
            ),
        };
        PoolFigures { open, idle, most }
    }

    /// Gives `work` a connection for migrations, which need more than [`writer`](Self::writer) has.
    /// On SQLite it is one of its own, which is closed afterwards.
    pub async fn change_schema<T>(
        &self,
        work: impl AsyncFnOnce(&DatabaseConnection) -> T,
    ) -> Result<T, OpenError> {
        match &self.home {
            Home::Postgres { .. } => Ok(work(&self.read).await),
            Home::Sqlite(options) => {
                let pool = SqlitePoolOptions::new().max_connections(1);
                let connection: DatabaseConnection =
                    pool.connect_with(options.as_ref().clone()).await?.into();
                let result = work(&connection).await;
                connection.close().await?;
                Ok(result)
            }
        }
    }

    /// Where single statements read the newest state.
    #[must_use]
    pub fn reader(&self) -> &DatabaseConnection {
        &self.read
    }

    /// Where a few rows are read by key, newest state, at the least cost.
    pub(crate) fn points(&self) -> &PointReads {
        &self.points
    }

    /// The moment that it is, which changes with each commit of anybody; `None` where that cannot be
    /// told at little cost.
    pub(crate) fn moment(&self) -> Option<Moment> {
        self.points.moment()
    }

    /// Whether the database answers.
    pub async fn answers(&self) -> bool {
        self.read.ping().await.is_ok()
    }

    /// Begins a transaction that writes. On SQLite it holds the writer's place from the start: one
    /// that began as a reader could not become a writer without failing.
    pub(crate) async fn begin_write(&self) -> Result<WriteTx, DbErr> {
        self.write.begin().await
    }

    /// Begins a transaction whose reads all see one moment.
    pub(crate) async fn begin_snapshot(&self) -> Result<DatabaseTransaction, DbErr> {
        if self.is_postgres() {
            self.read
                .begin_with_config(Some(IsolationLevel::RepeatableRead), Some(AccessMode::ReadOnly))
                .await
        } else {
            self.read.begin().await
        }
    }
}

fn measured(mut connection: DatabaseConnection) -> DatabaseConnection {
    connection.set_metric_callback(|info| statements::count(info.elapsed));
    connection
}
