//! The handle that doors hold.

use crate::{Clock, Database, Ids, Reader};

/// Everything that the rules need: the database, the time, ids. Cheap to clone.
#[derive(Clone, Debug)]
pub struct Domain {
    /// The database.
    pub database: Database,
    /// The time.
    pub clock: Clock,
    /// New ids and secrets.
    pub ids: Ids,
}

impl Domain {
    /// A domain over `database`.
    #[must_use]
    pub fn new(database: Database, clock: Clock, ids: Ids) -> Self {
        Self { database, clock, ids }
    }

    /// A reader for one query: all that it reads is true at one moment.
    #[must_use]
    pub fn snapshot(&self) -> Reader {
        Reader::snapshot(self.database.clone())
    }

    /// A reader that always sees the newest state.
    #[must_use]
    pub fn latest(&self) -> Reader {
        Reader::latest(self.database.clone())
    }
}
