//! One request's view of the database.

use sea_orm::{DatabaseExecutor, DatabaseTransaction};
use tokio::sync::OnceCell;

use crate::text_budget::TextBudget;
use crate::{Database, Error};

/// Reads for one request.
///
/// A snapshot reader sees everything at one moment, so that a board and the seq it says it is at
/// belong together. It begins at the first read and gives its connection back when dropped.
#[derive(Debug)]
pub struct Reader {
    database: Database,
    snapshot: Option<OnceCell<DatabaseTransaction>>,
    texts: Option<TextBudget>,
}

impl Reader {
    /// All reads see the moment of the first one.
    #[must_use]
    pub fn snapshot(database: Database) -> Self {
        Self { database, snapshot: Some(OnceCell::new()), texts: None }
    }

    /// Each read sees the newest state: for what is read after a write, and for long-lived readers.
    #[must_use]
    pub fn latest(database: Database) -> Self {
        Self { database, snapshot: None, texts: None }
    }

    /// Reads at most `max` bytes of descriptions, comments and events from now on: what would be more
    /// fails as [`Error::TooMuchText`] before it is fetched.
    #[must_use]
    pub fn with_text_budget(self, max: u64) -> Self {
        Self { texts: Some(TextBudget::new(max)), ..self }
    }

    /// Begins the budget for texts anew: a subscription's next answer is not charged for its last.
    pub fn renew_text_budget(&self) {
        if let Some(texts) = &self.texts {
            texts.renew();
        }
    }

    pub(crate) fn text_budget(&self) -> Option<&TextBudget> {
        self.texts.as_ref()
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
