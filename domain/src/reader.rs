//! One request's view of the database.

use sea_orm::{DatabaseExecutor, DatabaseTransaction};
use tokio::sync::OnceCell;

use crate::{Database, Error};

/// Reads for one request.
///
/// A snapshot reader sees everything at one moment, so that a board and the seq it says it is at
/// belong together. It begins at the first read and gives its connection back when dropped.
#[derive(Debug)]
pub struct Reader {
    database: Database,
    snapshot: Option<OnceCell<DatabaseTransaction>>,
}

impl Reader {
    /// All reads see the moment of the first one.
    #[must_use]
    pub fn snapshot(database: Database) -> Self {
        Self { database, snapshot: Some(OnceCell::new()) }
    }

    /// Each read sees the newest state: for what is read after a write, and for long-lived readers.
    #[must_use]
    pub fn latest(database: Database) -> Self {
        Self { database, snapshot: None }
    }

    pub(crate) async fn connection(&self) -> Result<DatabaseExecutor<'_>, Error> {
        match &self.snapshot {
            None => Ok(self.database.reader().into()),
            Some(cell) => {
                let transaction = cell.get_or_try_init(|| self.database.begin_snapshot()).await?;
                Ok(transaction.into())
            }
        }
    }

    pub(crate) fn is_postgres(&self) -> bool {
        self.database.is_postgres()
    }
}
