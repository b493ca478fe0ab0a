//! The writer's errors in the form that the readers' have, so that whoever looks at one need not
//! ask from which connection it came.

use std::borrow::Cow;
use std::error::Error as StdError;
use std::sync::Arc;

use rusqlite::ffi;
use sea_orm::sqlx::error::{DatabaseError, Error as SqlxError, ErrorKind};
use sea_orm::{DbErr, RuntimeErr};

/// What SQLite said no with.
#[derive(Debug, thiserror::Error)]
#[error("(code: {code}) {message}")]
struct SqliteFailure {
    message: String,
    /// SQLite's extended result code.
    code: i32,
}

impl DatabaseError for SqliteFailure {
    fn message(&self) -> &str {
        &self.message
    }

    fn code(&self) -> Option<Cow<'_, str>> {
        Some(self.code.to_string().into())
    }

    fn as_error(&self) -> &(dyn StdError + Send + Sync + 'static) {
        self
    }

    fn as_error_mut(&mut self) -> &mut (dyn StdError + Send + Sync + 'static) {
        self
    }

    fn into_error(self: Box<Self>) -> Box<dyn StdError + Send + Sync + 'static> {
        self
    }

    fn kind(&self) -> ErrorKind {
        match self.code {
            ffi::SQLITE_CONSTRAINT_UNIQUE | ffi::SQLITE_CONSTRAINT_PRIMARYKEY => {
                ErrorKind::UniqueViolation
            }
            ffi::SQLITE_CONSTRAINT_FOREIGNKEY => ErrorKind::ForeignKeyViolation,
            ffi::SQLITE_CONSTRAINT_NOTNULL => ErrorKind::NotNullViolation,
            ffi::SQLITE_CONSTRAINT_CHECK => ErrorKind::CheckViolation,
            _ => ErrorKind::Other,
        }
    }
}

/// The error that a statement came to.
pub(super) fn failed(error: rusqlite::Error) -> DbErr {
    match error {
        rusqlite::Error::SqliteFailure(cause, message) => {
            let message = message.unwrap_or_else(|| cause.to_string());
            let failure = SqliteFailure { message, code: cause.extended_code };
            let error = SqlxError::Database(Box::new(failure));
            DbErr::Query(RuntimeErr::SqlxError(Arc::new(error)))
        }
        other => DbErr::Query(RuntimeErr::Internal(other.to_string())),
    }
}

/// Whether another process writes at the moment.
pub(super) fn is_busy(error: &rusqlite::Error) -> bool {
    error.sqlite_error_code() == Some(rusqlite::ErrorCode::DatabaseBusy)
}
