//! What goes into `errors[]`, with the contract's codes.
//!
//! What a person can act on is not here but in a payload's `userErrors`
//! ([`UserError`](crate::user_error::UserError)).

use std::hash::{BuildHasher, RandomState};

use cairn_domain::Error as DomainError;

/// What resolvers return.
pub(crate) type Result<T, E = ApiError> = std::result::Result<T, E>;

/// The value of `extensions.code`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Code {
    Unauthenticated,
    Forbidden,
    NotFound,
    BadRequest,
    TooComplex,
    Unavailable,
    Internal,
}

impl Code {
    fn as_str(self) -> &'static str {
        match self {
            Self::Unauthenticated => "UNAUTHENTICATED",
            Self::Forbidden => "FORBIDDEN",
            Self::NotFound => "NOT_FOUND",
            Self::BadRequest => "BAD_REQUEST",
            Self::TooComplex => "TOO_COMPLEX",
            Self::Unavailable => "UNAVAILABLE",
            Self::Internal => "INTERNAL",
        }
    }
}

/// An error for a client. It has no `Display` on purpose: the library would take any type that has
/// one, and lose the code.
#[derive(Clone, Debug)]
pub(crate) struct ApiError {
    code: Code,
    message: String,
}

impl ApiError {
    pub(crate) fn bad_request(message: impl Into<String>) -> Self {
        Self { code: Code::BadRequest, message: message.into() }
    }

    pub(crate) fn too_complex(message: impl Into<String>) -> Self {
        Self { code: Code::TooComplex, message: message.into() }
    }

    /// Of a field that has its own value for each viewer, in an answer that is made for several. It
    /// reaches no client.
    pub(crate) fn for_one_viewer_only() -> Self {
        let message = "This field is not for several viewers.".to_owned();
        Self { code: Code::Internal, message }
    }

    /// There is no such `what`, or the viewer may not see it.
    pub(crate) fn not_found(what: &'static str) -> Self {
        DomainError::NotFound { what }.into()
    }
}

impl From<DomainError> for ApiError {
    fn from(error: DomainError) -> Self {
        let code = match &error {
            DomainError::Unauthenticated => Code::Unauthenticated,
            DomainError::Forbidden { .. } | DomainError::NotYours { .. } => Code::Forbidden,
            DomainError::NotFound { .. } => Code::NotFound,
            DomainError::BadRequest(_) | DomainError::Refused(_) => Code::BadRequest,
            DomainError::TooMuchText { .. } => Code::TooComplex,
            DomainError::Unavailable(source) => {
                tracing::warn!(error = %source, "something we need is not available");
                Code::Unavailable
            }
            DomainError::Internal(source) => return internal(source.as_ref()),
        };
        Self { code, message: error.to_string() }
    }
}

/// Clients are told an id under which the log has the rest.
fn internal(source: &(dyn std::error::Error + 'static)) -> ApiError {
    let error_id = format!("{:016x}", RandomState::new().hash_one(0));
    tracing::error!(error.id = error_id, error = source, "a resolver failed");
    let message = format!("Something went wrong in the server (error {error_id}).");
    ApiError { code: Code::Internal, message }
}

impl From<ApiError> for async_graphql::Error {
    fn from(error: ApiError) -> Self {
        let mut extensions = async_graphql::ErrorExtensionValues::default();
        extensions.set("code", error.code.as_str());
        Self { message: error.message, source: None, extensions: Some(extensions) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_tells_an_id_and_nothing_else() {
        let error = ApiError::from(DomainError::internal("connection to 10.0.0.7 refused"));
        assert_eq!(error.code, Code::Internal);
        assert!(!error.message.contains("10.0.0.7"));
    }
}
