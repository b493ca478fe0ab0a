//! What a person can act on.

use async_graphql::{Enum, SimpleObject};
use cairn_domain::Refusal;

/// A reason why nothing was written, that a person can act on.
#[derive(Clone, Debug, SimpleObject)]
pub struct UserError {
    /// The kind of reason, for programs.
    pub code: UserErrorCode,
    /// The path to the input field that it is about, where it is about one.
    pub field: Option<Vec<String>>,
    /// The reason, for people, in English.
    pub message: String,
}

/// Kinds of reasons why nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum UserErrorCode {
    /// A value is missing or blank.
    Required,
    /// A text is over its limit.
    TooLong,
    /// A value makes no sense.
    Invalid,
    /// A name that must be unique is in use.
    Taken,
    /// Something that the input names does not exist, or the viewer may not see it.
    NotFound,
    /// Somebody was faster, or the change would break a promise.
    Conflict,
    /// The column is full, and refuses more cards.
    WipLimit,
    /// There are as many as there can be.
    LimitReached,
    /// The board or the card is archived.
    Archived,
}

impl From<&Refusal> for UserError {
    fn from(refusal: &Refusal) -> Self {
        let code = match refusal {
            Refusal::Required { .. } => UserErrorCode::Required,
            Refusal::TooLong { .. } => UserErrorCode::TooLong,
            Refusal::Invalid { .. } => UserErrorCode::Invalid,
            Refusal::Taken { .. } => UserErrorCode::Taken,
            Refusal::NotFound { .. } => UserErrorCode::NotFound,
            Refusal::Conflict { .. } => UserErrorCode::Conflict,
            Refusal::WipLimit { .. } => UserErrorCode::WipLimit,
            Refusal::LimitReached { .. } => UserErrorCode::LimitReached,
            Refusal::Archived { .. } => UserErrorCode::Archived,
        };
        let field = refusal.field().map(|field| vec![field.to_owned()]);
        Self { code, field, message: refusal.to_string() }
    }
}
