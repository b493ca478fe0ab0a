//! Where writes go, on either database.

use sea_orm::{
    ConnectionTrait, DatabaseConnection, DatabaseTransaction, DbBackend, DbErr, ExecResult,
    QueryResult, Statement, TransactionTrait,
};

use super::sqlite::{SqliteTx, SqliteWriter, WriteGroups};

/// Writes single statements, each in a transaction of its own.
#[derive(Clone, Debug)]
pub struct Writer(pub(super) Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Sqlite(SqliteWriter),
    Postgres(DatabaseConnection),
}

/// A transaction that writes. Dropped without [`commit`](Self::commit), it leaves nothing behind.
#[derive(Debug)]
pub(crate) struct WriteTx(TxKind);

#[derive(Debug)]
enum TxKind {
    Sqlite(SqliteTx),
    Postgres(DatabaseTransaction),
}

impl Writer {
    pub(super) async fn begin(&self) -> Result<WriteTx, DbErr> {
        Ok(WriteTx(match &self.0 {
            Kind::Sqlite(writer) => TxKind::Sqlite(writer.begin().await?),
            Kind::Postgres(pool) => TxKind::Postgres(pool.begin().await?),
        }))
    }

    /// Waits until nothing that others see in their transactions is uncommitted.
    pub(crate) async fn settled(&self) -> Result<(), DbErr> {
        match &self.0 {
            Kind::Sqlite(writer) => writer.settled().await,
            Kind::Postgres(_) => Ok(()),
        }
    }

    pub(super) fn groups(&self) -> WriteGroups {
        match &self.0 {
            Kind::Sqlite(writer) => writer.groups(),
            Kind::Postgres(_) => WriteGroups::default(),
        }
    }
}

impl WriteTx {
    /// Commits: what was written is on disk when this returns.
    pub(crate) async fn commit(self) -> Result<(), DbErr> {
        self.commit_then(|| ()).await
    }

    /// Commits, and calls `then` when what was written is on disk: even if the caller went away
    /// meanwhile and, on SQLite, in the order of the writes.
    pub(crate) async fn commit_then(
        self,
        then: impl FnOnce() + Send + 'static,
    ) -> Result<(), DbErr> {
        match self.0 {
            TxKind::Sqlite(transaction) => transaction.commit(then).await,
            TxKind::Postgres(transaction) => {
                transaction.commit().await?;
                then();
                Ok(())
            }
        }
    }

    /// Takes everything back.
    pub(crate) async fn rollback(self) -> Result<(), DbErr> {
        match self.0 {
            TxKind::Sqlite(transaction) => {
                drop(transaction);
                Ok(())
            }
            TxKind::Postgres(transaction) => transaction.rollback().await,
        }
    }
}

#[async_trait::async_trait]
impl ConnectionTrait for WriteTx {
    fn get_database_backend(&self) -> DbBackend {
        match &self.0 {
            TxKind::Sqlite(transaction) => transaction.get_database_backend(),
            TxKind::Postgres(transaction) => transaction.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        match &self.0 {
            TxKind::Sqlite(transaction) => transaction.execute_raw(statement).await,
            TxKind::Postgres(transaction) => transaction.execute_raw(statement).await,
        }
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        match &self.0 {
            TxKind::Sqlite(transaction) => transaction.execute_unprepared(sql).await,
            TxKind::Postgres(transaction) => transaction.execute_unprepared(sql).await,
        }
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        match &self.0 {
            TxKind::Sqlite(transaction) => transaction.query_one_raw(statement).await,
            TxKind::Postgres(transaction) => transaction.query_one_raw(statement).await,
        }
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        match &self.0 {
            TxKind::Sqlite(transaction) => transaction.query_all_raw(statement).await,
            TxKind::Postgres(transaction) => transaction.query_all_raw(statement).await,
        }
    }
}

macro_rules! in_its_own_transaction {
    ($writer:expr, $run:ident, $argument:expr) => {
        match &$writer.0 {
            Kind::Postgres(pool) => pool.$run($argument).await,
            Kind::Sqlite(writer) => {
                let transaction = writer.begin().await?;
                let result = transaction.$run($argument).await?;
                transaction.commit(|| ()).await?;
                Ok(result)
            }
        }
    };
}

#[async_trait::async_trait]
impl ConnectionTrait for Writer {
    fn get_database_backend(&self) -> DbBackend {
        match &self.0 {
            Kind::Sqlite(_) => DbBackend::Sqlite,
            Kind::Postgres(pool) => pool.get_database_backend(),
        }
    }

    async fn execute_raw(&self, statement: Statement) -> Result<ExecResult, DbErr> {
        in_its_own_transaction!(self, execute_raw, statement)
    }

    async fn execute_unprepared(&self, sql: &str) -> Result<ExecResult, DbErr> {
        in_its_own_transaction!(self, execute_unprepared, sql)
    }

    async fn query_one_raw(&self, statement: Statement) -> Result<Option<QueryResult>, DbErr> {
        in_its_own_transaction!(self, query_one_raw, statement)
    }

    async fn query_all_raw(&self, statement: Statement) -> Result<Vec<QueryResult>, DbErr> {
        in_its_own_transaction!(self, query_all_raw, statement)
    }
}
