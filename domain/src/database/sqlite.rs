//! The one writer of a SQLite database.
//!
//! Whoever writes takes the writer's place, in the order in which they came, works on the connection
//! directly, and hands the place on. Only the commit of a group leaves the async threads, because of
//! its fsync, and meanwhile the next group gathers at the place. Start reading at [`session`], which
//! says what a group is.

mod connection;
mod failure;
mod figures;
mod session;
#[cfg(test)]
mod tests;
mod values;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use sea_orm::{
    ConnAcquireErr, ConnectionTrait, DbBackend, DbErr, ExecResult, QueryResult, RuntimeErr,
    Statement,
};
use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::sync::{Mutex as Place, OwnedMutexGuard};
use tokio::task::{block_in_place, spawn_blocking};
use tokio::time::timeout;

use super::{ACQUIRE_TIMEOUT, SQLITE_BUSY_TIMEOUT};
use crate::{OpenError, statements};
pub(super) use connection::Connection;
use figures::Figures;
pub use figures::WriteGroups;
use session::{Answer, Due, Member, Session};

/// So many values come with more rows than are written at once where somebody waits.
const MANY_VALUES: usize = 1_000;

/// The writer's place, cheap to clone.
#[derive(Clone, Debug)]
pub(super) struct SqliteWriter {
    place: Arc<Place<Session>>,
    figures: Arc<Figures>,
}

impl SqliteWriter {
    /// Opens the file at `path`, made when missing. No write joins a group older than `oldest`.
    pub(super) async fn open(path: String, oldest: Duration) -> Result<Self, OpenError> {
        let connection = spawn_blocking(move || Connection::open(&path, SQLITE_BUSY_TIMEOUT));
        let connection = connection.await.map_err(|error| stopped(&error))??;
        let figures = Arc::<Figures>::default();
        let place = Arc::new(Place::new(Session::new(connection, oldest, Arc::clone(&figures))));
        Ok(Self { place, figures })
    }

    /// Takes the place and begins a write.
    pub(super) async fn begin(&self) -> Result<SqliteTx, DbErr> {
        let mut turn = self.turn().await?;
        if !turn.begin(Duration::ZERO)? {
            turn = spawn_blocking(move || match turn.begin(SQLITE_BUSY_TIMEOUT) {
                Ok(true) => Ok(turn),
                Ok(false) => Err(DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)),
                Err(error) => Err(error),
            })
            .await
            .map_err(|error| stopped(&error))??;
        }
        Ok(SqliteTx { writer: self.clone(), turn: Mutex::new(turn) })
    }

    /// Waits until nothing that is written is uncommitted, so that no answer rests on what may yet
    /// be taken back.
    pub(super) async fn settled(&self) -> Result<(), DbErr> {
        let mut turn = self.turn().await?;
        let Some(answer) = turn.session.wait_along() else { return Ok(()) };
        drop(turn);
        wait_for(answer).await
    }

    pub(super) fn groups(&self) -> WriteGroups {
        self.figures.read()
    }

    async fn turn(&self) -> Result<Turn, DbErr> {
        let place = Arc::clone(&self.place).lock_owned();
        let waiting = self.figures.wait();
        let session = timeout(ACQUIRE_TIMEOUT, place).await;
        drop(waiting);
        let session = session.map_err(|_| {
            self.figures.gave_up();
            DbErr::ConnectionAcquire(ConnAcquireErr::Timeout)
        })?;
        Ok(Turn { session, has_begun: false })
    }
}

/// The place, held. What was begun and not kept is taken back when the place is left, whatever ended
/// it: an error, a caller who went away, or a panic.
#[derive(Debug)]
struct Turn {
    session: OwnedMutexGuard<Session>,
    has_begun: bool,
}

impl Turn {
    fn begin(&mut self, patience: Duration) -> Result<bool, DbErr> {
        self.has_begun = self.session.begin(patience)?;
        Ok(self.has_begun)
    }

    fn keep(&mut self, member: Member) -> Result<Due, DbErr> {
        let due = self.session.keep(member)?;
        self.has_begun = false;
        Ok(due)
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        if self.has_begun {
            self.session.undo();
        }
    }
}

/// One write, which holds the place. Dropped without [`commit`](Self::commit), it leaves nothing
/// behind.
#[derive(Debug)]
pub(super) struct SqliteTx {
    writer: SqliteWriter,
    /// Never contended: it only lets threads share what each of them uses at another time.
    turn: Mutex<Turn>,
}

impl SqliteTx {
    /// Hands the place on, and waits until the write is on disk; then `then` has been called, in the
    /// order of the writes.
    pub(super) async fn commit(self, then: impl FnOnce() + Send + 'static) -> Result<(), DbErr> {
        let Self { writer, turn } = self;
        let mut turn = turn.into_inner().unwrap_or_else(PoisonError::into_inner);
        let (member, answer) = Member::new(then);
        match turn.keep(member)? {
            Due::SeenTo => drop(turn),
            Due::Now => drop(spawn_blocking(move || turn.session.commit_open())),
            Due::AfterThoseWhoWait(group) => {
                drop(turn);
                // The place is given in order, so all who wait for it now are in the group by then.
                spawn_blocking(move || writer.place.blocking_lock_owned().commit(group));
            }
        }
        wait_for(answer).await
    }

    fn turn(&self) -> MutexGuard<'_, Turn> {
        self.turn.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn run<T>(&self, work: impl FnOnce(&Connection) -> Result<T, DbErr>) -> Result<T, DbErr> {
        let turn = self.turn();
        turn.session.check_transaction()?;
        let begun = Instant::now();
        let result = work(turn.session.connection());
        statements::count(begun.elapsed());
        result
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for SqliteTx {
    fn get_database_backend(&self) -> DbBackend {
        DbBackend::Sqlite
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        let execute = || self.run(|connection| connection.execute(&statement));
        if may_take_long(&statement) { aside(execute) } else { execute() }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        self.run(|connection| connection.execute_batch(sql))
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        Ok(self.run(|connection| connection.query(&statement))?.into_iter().next())
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        self.run(|connection| connection.query(&statement))
    }
}

/// What deletes may delete a whole board, with its index; what has many values writes many rows.
fn may_take_long(statement: &Statement) -> bool {
    statement.sql.starts_with("DELETE")
        || statement.values.as_ref().is_some_and(|values| values.0.len() > MANY_VALUES)
}

/// Lets other threads do meanwhile what waits for this one.
fn aside<T>(work: impl FnOnce() -> T) -> T {
    match Handle::current().runtime_flavor() {
        RuntimeFlavor::MultiThread => block_in_place(work),
        _ => work(),
    }
}

async fn wait_for(answer: Answer) -> Result<(), DbErr> {
    answer.await.unwrap_or(Err(DbErr::ConnectionAcquire(ConnAcquireErr::ConnectionClosed)))
}

/// The process ends, so the blocking threads do.
fn stopped(error: &tokio::task::JoinError) -> DbErr {
    DbErr::Conn(RuntimeErr::Internal(error.to_string()))
}
