//! Reads of a few rows by key, where they cost least.
//!
//! On SQLite a statement through the pool goes to a thread and back, which takes ten times as long as
//! the statement. So what is asked for with each request is read on the spot, on connections of its
//! own. Only for statements that take microseconds: they hold the async thread for as long.

use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Instant;

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DbBackend, DbErr, ExecResult, QueryResult, Statement,
};

use super::sqlite::Connection;
use crate::{OpenError, statements};

/// More than there are threads that could use them at the same time on a small machine.
const CONNECTIONS: usize = 4;

/// Connections for reads of a few rows by key, cheap to clone. They see the newest committed state.
#[derive(Clone, Debug)]
pub(crate) struct PointReads(Kind);

#[derive(Clone, Debug)]
enum Kind {
    Sqlite(Arc<Sqlite>),
    Postgres(DatabaseConnection),
}

/// A moment of an SQLite database: while it is the same, nothing was committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Moment(i64);

#[derive(Debug)]
struct Sqlite {
    connections: Vec<Mutex<Connection>>,
    /// Tells moments apart, which only one and the same connection can.
    clock: Mutex<Connection>,
    next: AtomicUsize,
    reads: AtomicU64,
    waits: AtomicU64,
    handed_over: AtomicU64,
    /// Takes over when the file is locked for a moment, as after a crash: it can wait.
    pool: DatabaseConnection,
}

/// Reads of a few rows by key since the start; zero on PostgreSQL, whose pool has its own figures.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct PointFigures {
    /// Connections that there are for them.
    pub connections: usize,
    /// How many are at work now.
    pub busy: usize,
    /// How many reads there were.
    pub reads: u64,
    /// How many had to wait for a connection.
    pub waits: u64,
    /// How many went through the pool, because the file was locked.
    pub handed_over: u64,
}

impl PointReads {
    /// Opens connections to the SQLite file at `path`, which is there; `pool` reads it too.
    pub(super) fn sqlite(path: &str, pool: DatabaseConnection) -> Result<Self, OpenError> {
        let open = |_| Ok(Mutex::new(Connection::open_to_read(path)?));
        let connections = (0..CONNECTIONS).map(open).collect::<Result<Vec<_>, OpenError>>()?;
        let clock = Mutex::new(Connection::open_to_read(path)?);
        let next = AtomicUsize::new(0);
        let (reads, waits, handed_over) = Default::default();
        let sqlite = Sqlite { connections, clock, next, reads, waits, handed_over, pool };
        Ok(Self(Kind::Sqlite(Arc::new(sqlite))))
    }

    /// The moment that it is; `None` where that cannot be told.
    pub(super) fn moment(&self) -> Option<Moment> {
        let Kind::Sqlite(sqlite) = &self.0 else { return None };
        let clock = sqlite.clock.lock().unwrap_or_else(PoisonError::into_inner);
        clock.data_version().ok().map(Moment)
    }

    pub(super) fn figures(&self) -> PointFigures {
        let Kind::Sqlite(sqlite) = &self.0 else { return PointFigures::default() };
        let is_busy = |connection: &&Mutex<Connection>| connection.try_lock().is_err();
        PointFigures {
            connections: sqlite.connections.len(),
            busy: sqlite.connections.iter().filter(is_busy).count(),
            reads: sqlite.reads.load(Ordering::Relaxed),
            waits: sqlite.waits.load(Ordering::Relaxed),
            handed_over: sqlite.handed_over.load(Ordering::Relaxed),
        }
    }

    /// On PostgreSQL the pool is as good.
    pub(super) fn postgres(pool: DatabaseConnection) -> Self {
        Self(Kind::Postgres(pool))
    }
}

impl Sqlite {
    fn connection(&self) -> MutexGuard<'_, Connection> {
        let free = self.connections.iter().find_map(|connection| connection.try_lock().ok());
        self.reads.fetch_add(1, Ordering::Relaxed);
        free.unwrap_or_else(|| {
            self.waits.fetch_add(1, Ordering::Relaxed);
            let next = self.next.fetch_add(1, Ordering::Relaxed) % self.connections.len();
            self.connections[next].lock().unwrap_or_else(PoisonError::into_inner)
        })
    }

    fn query(&self, statement: &Statement) -> Result<Vec<QueryResult>, DbErr> {
        let begun = Instant::now();
        let rows = self.connection().query(statement);
        statements::count(begun.elapsed());
        rows
    }

    async fn query_all(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        if let Ok(rows) = self.query(&statement) {
            return Ok(rows);
        }
        self.handed_over.fetch_add(1, Ordering::Relaxed);
        self.pool.query_all_raw(statement).await
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for PointReads {
    fn get_database_backend(&self) -> DbBackend {
        match &self.0 {
            Kind::Sqlite(_) => DbBackend::Sqlite,
            Kind::Postgres(pool) => pool.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom(format!("not a read: {}", statement.sql)))
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        Err(DbErr::Custom(format!("not a read: {sql}")))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &self.0 {
            Kind::Sqlite(sqlite) => Ok(sqlite.query_all(statement).await?.into_iter().next()),
            Kind::Postgres(pool) => pool.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &self.0 {
            Kind::Sqlite(sqlite) => sqlite.query_all(statement).await,
            Kind::Postgres(pool) => pool.query_all_raw(statement).await,
        }
    }
}
