//! The one shape in which a door refuses, and the codes of the public contract.
//!
//! Texts here are for clients: they never quote a database, a file or another person's data.

use std::fmt;

use async_graphql::{ErrorExtensionValues, Pos, ServerError};
use http::StatusCode;

/// What `errors[].extensions.code` says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Code {
    /// No credential, or one that no longer holds.
    Unauthenticated,
    /// The credential holds and does not allow this.
    Forbidden,
    /// Not there, or not for this viewer.
    NotFound,
    /// The request cannot be understood.
    BadRequest,
    /// The request would cost more than one request may.
    TooComplex,
    /// Too much in too little time, or too much at once.
    RateLimited,
    /// Try again later.
    Unavailable,
    /// Our mistake.
    Internal,
}

impl Code {
    /// The code, as the contract writes it.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadRequest => "BAD_REQUEST",
            Self::TooComplex => "TOO_COMPLEX",
            Self::RateLimited => "RATE_LIMITED",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }

    /// The status of an HTTP answer that is nothing but this refusal.
    pub fn status(self) -> StatusCode {
        match self {
            Self::Unauthenticated => StatusCode::UNAUTHORIZED,
            Self::Forbidden => StatusCode::FORBIDDEN,
            Self::NotFound => StatusCode::NOT_FOUND,
            Self::BadRequest | Self::TooComplex => StatusCode::BAD_REQUEST,
            Self::RateLimited => StatusCode::TOO_MANY_REQUESTS,
            Self::Unavailable => StatusCode::SERVICE_UNAVAILABLE,
            Self::Internal => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

/// A refusal: a code for programs, a sentence for people, and where in the document it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// For programs.
    pub code: Code,
    /// For people, in English.
    pub message: String,
    /// Places in the document; often none.
    pub locations: Vec<Pos>,
}

impl Problem {
    /// A refusal that belongs to no place in a document.
    pub fn new(code: Code, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), locations: Vec::new() }
    }

    /// The request cannot be understood.
    pub fn bad_request(message: impl Into<String>) -> Self {
        Self::new(Code::BadRequest, message)
    }

    /// The request would cost more than one request may.
    pub fn too_complex(message: impl Into<String>) -> Self {
        Self::new(Code::TooComplex, message)
    }

    /// The same refusal, at a place in the document.
    #[must_use]
    pub fn at(mut self, place: Pos) -> Self {
        self.locations.push(place);
        self
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "{}: {}", self.code.as_str(), self.message)
    }
}

impl From<Problem> for ServerError {
    fn from(problem: Problem) -> Self {
        let mut error = ServerError::new(problem.message, None);
        error.locations = problem.locations;
        set_code(&mut error, problem.code);
        error
    }
}

/// Gives a GraphQL error its code.
pub fn set_code(error: &mut ServerError, code: Code) {
    error.extensions.get_or_insert_with(ErrorExtensionValues::default).set("code", code.as_str());
}
