//! What can go wrong: refusals a person can act on, errors a client can act on, and faults.

use cairn_entities::BoardRole;
use sea_orm::{DbErr, RuntimeErr};
use serde::{Deserialize, Serialize};

/// Why an operation was not carried out. Nothing was written.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The rules refuse it; a person can act on each reason.
    #[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("; "))]
    Refused(Vec<Refusal>),
    /// Nobody is signed in, and somebody must be.
    #[error("sign in first")]
    Unauthenticated,
    /// The actor sees the thing, but may not do this to it.
    #[error("this needs the role {needed:?} on the board")]
    Forbidden {
        /// The least role that may.
        needed: BoardRole,
    },
    /// Somebody else's, which no role lets the actor change: `FORBIDDEN` to clients.
    #[error("you may only change your own {what}")]
    NotYours {
        /// What it is, in the plural: `comments`.
        what: &'static str,
    },
    /// There is no such thing, or the actor may not see it.
    #[error("no such {what}, or you may not see it")]
    NotFound {
        /// What was looked for: `board`, `card`, ...
        what: &'static str,
    },
    /// The request makes no sense.
    #[error("{0}")]
    BadRequest(String),
    /// The texts that are asked for would not fit into one answer.
    #[error(
        "this asks for more than {max} bytes of descriptions, comments and events at once; ask for fewer"
    )]
    TooMuchText {
        /// How many bytes of them one operation may read.
        max: u64,
    },
    /// The database is busy or away, or too much waits already; trying again may help.
    #[error("the server cannot do this at the moment, try again soon")]
    Unavailable(#[source] Box<dyn std::error::Error + Send + Sync>),
    /// A fault of ours, or of the database.
    #[error("internal error")]
    Internal(#[source] Box<dyn std::error::Error + Send + Sync>),
}

impl Error {
    /// A fault with its cause.
    pub fn internal(source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::Internal(source.into())
    }
}

impl From<Refusal> for Error {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(vec![refusal])
    }
}

impl From<DbErr> for Error {
    fn from(error: DbErr) -> Self {
        let away = match &error {
            DbErr::ConnectionAcquire(_) | DbErr::Conn(_) => true,
            DbErr::Exec(RuntimeErr::SqlxError(cause))
            | DbErr::Query(RuntimeErr::SqlxError(cause)) => connection_failed(cause),
            _ => false,
        };
        if away { Self::Unavailable(error.into()) } else { Self::internal(error) }
    }
}

/// Lost connections, a server that is shutting down or full, SQLite's "database is locked", and
/// PostgreSQL's "try the transaction again", "waited too long for a lock" and "did nothing for too long".
fn connection_failed(cause: &sea_orm::sqlx::Error) -> bool {
    use sea_orm::sqlx::Error as Sqlx;
    match cause {
        Sqlx::Io(_) | Sqlx::PoolTimedOut | Sqlx::PoolClosed | Sqlx::WorkerCrashed => true,
        Sqlx::Database(database) => database.code().is_some_and(|code| {
            matches!(
                &*code,
                "5" | "6" | "261" | "517" | "40001" | "40P01" | "55P03" | "25P03" | "53300"
            ) || code.starts_with("08")
                || code.starts_with("57P")
        }),
        _ => false,
    }
}

/// Whether a statement ran into this uniqueness constraint, which SQLite tells by its columns.
pub(crate) fn violates_unique(error: &DbErr, constraint: &str, sqlite_columns: &str) -> bool {
    use sea_orm::sqlx::Error as Sqlx;
    match error {
        DbErr::Exec(RuntimeErr::SqlxError(cause)) | DbErr::Query(RuntimeErr::SqlxError(cause)) => {
            matches!(&**cause, Sqlx::Database(database) if database.is_unique_violation()
                && (database.message().contains(constraint)
                    || database.message().contains(sqlite_columns)))
        }
        _ => false,
    }
}

/// A reason that a person can act on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, thiserror::Error)]
#[serde(tag = "code", rename_all = "SCREAMING_SNAKE_CASE")]
pub enum Refusal {
    /// A value is missing or blank.
    #[error("please fill in the {field}")]
    Required {
        /// The input field.
        field: String,
    },
    /// A text is over its limit.
    #[error("the {field} is too long: at most {max} {unit} are allowed")]
    TooLong {
        /// The input field.
        field: String,
        /// The most that is allowed.
        max: usize,
        /// What is counted: `characters` or `bytes`.
        unit: String,
    },
    /// A value makes no sense.
    #[error("{reason}")]
    Invalid {
        /// The input field.
        field: String,
        /// The sentence for the person.
        reason: String,
    },
    /// A name that must be unique is in use.
    #[error("this {field} is already in use")]
    Taken {
        /// The input field.
        field: String,
    },
    /// Something that the input names does not exist, or may not be seen.
    #[error("there is no such {what}; it may have been deleted")]
    NotFound {
        /// The input field.
        field: String,
        /// What was looked for.
        what: String,
    },
    /// Somebody was faster, or the change would break a promise.
    #[error("{reason}")]
    Conflict {
        /// The input field.
        field: Option<String>,
        /// The sentence for the person.
        reason: String,
    },
    /// The column is full, and refuses more.
    #[error("the column \u{201c}{column}\u{201d} is full: its limit is {limit}")]
    WipLimit {
        /// The column's title.
        column: String,
        /// Its limit.
        limit: i32,
    },
    /// There are as many as there can be.
    #[error("there can be at most {max} {what}")]
    LimitReached {
        /// What there are too many of.
        what: String,
        /// The most there can be.
        max: usize,
    },
    /// The board or the card is archived.
    #[error("this {what} is archived; restore it first")]
    Archived {
        /// `board` or `card`.
        what: String,
    },
}

impl Refusal {
    /// A blank or missing `field`.
    pub fn required(field: &str) -> Self {
        Self::Required { field: field.to_owned() }
    }

    /// A senseless `field`, and the sentence that says why.
    pub fn invalid(field: &str, reason: impl Into<String>) -> Self {
        Self::Invalid { field: field.to_owned(), reason: reason.into() }
    }

    /// `field` names a `what` that is not there.
    pub fn not_found(field: &str, what: &str) -> Self {
        Self::NotFound { field: field.to_owned(), what: what.to_owned() }
    }

    /// `field` must be unique and is not.
    pub fn taken(field: &str) -> Self {
        Self::Taken { field: field.to_owned() }
    }

    /// The input field it is about, where it is about one.
    #[must_use]
    pub fn field(&self) -> Option<&str> {
        match self {
            Self::Required { field }
            | Self::TooLong { field, .. }
            | Self::Invalid { field, .. }
            | Self::Taken { field }
            | Self::NotFound { field, .. } => Some(field),
            Self::Conflict { field, .. } => field.as_deref(),
            Self::WipLimit { .. } => Some("columnId"),
            Self::LimitReached { .. } | Self::Archived { .. } => None,
        }
    }
}
