//! What the auth door answers when it says no: `{"error": {"code", "message"}}`.

use std::time::Duration;

use axum::response::{IntoResponse, Response};
use cairn_domain::Error;
use http::{HeaderName, HeaderValue, StatusCode, header};
use serde_json::json;

use super::allowance::UsedUp;
use crate::{operation::internal, telemetry::new_id};

/// A status, a code for programs and a sentence for people.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    code: &'static str,
    message: String,
    header: Option<(HeaderName, HeaderValue)>,
}

impl Refusal {
    /// A refusal with its code.
    pub fn new(status: StatusCode, code: &'static str, message: impl Into<String>) -> Self {
        Self { status, code, message: message.into(), header: None }
    }

    /// The request cannot be understood.
    pub fn bad_request(status: StatusCode, message: impl Into<String>) -> Self {
        Self::new(status, "BAD_REQUEST", message)
    }

    /// The one answer to every name and password that do not fit.
    pub fn invalid_credentials() -> Self {
        Self::new(
            StatusCode::UNAUTHORIZED,
            "INVALID_CREDENTIALS",
            "The username or the password is wrong.",
        )
    }

    /// The one answer to every secret that makes nobody an administrator.
    pub fn invalid_setup_token() -> Self {
        Self::new(
            StatusCode::FORBIDDEN,
            "INVALID_TOKEN",
            "This link was used, replaced by a newer one, or is not needed any more.",
        )
    }
}

/// Every other method than POST.
pub async fn method_not_allowed() -> Refusal {
    let header = (header::ALLOW, HeaderValue::from_static("POST"));
    let refusal = Refusal::bad_request(StatusCode::METHOD_NOT_ALLOWED, "This address takes POST.");
    Refusal { header: Some(header), ..refusal }
}

impl From<UsedUp> for Refusal {
    fn from(UsedUp { wait }: UsedUp) -> Self {
        let seconds = (wait + Duration::from_millis(999)).as_secs().max(1);
        let message = format!("Too many attempts. Try again in {seconds} seconds.");
        let header = (header::RETRY_AFTER, HeaderValue::from(seconds));
        let refusal = Self::new(StatusCode::TOO_MANY_REQUESTS, "RATE_LIMITED", message);
        Self { header: Some(header), ..refusal }
    }
}

impl From<Error> for Refusal {
    fn from(error: Error) -> Self {
        match error {
            Error::Refused(_) => Self::bad_request(StatusCode::BAD_REQUEST, error.to_string()),
            Error::Unavailable(source) => {
                tracing::warn!(error = source.to_string(), "the auth door could not answer");
                let message = "The server cannot do this at the moment. Try again soon.";
                let header = (header::RETRY_AFTER, HeaderValue::from_static("1"));
                let refusal = Self::new(StatusCode::SERVICE_UNAVAILABLE, "UNAVAILABLE", message);
                Self { header: Some(header), ..refusal }
            }
            error => {
                let error_id = new_id();
                tracing::error!(error.id = error_id, ?error, "the auth door failed");
                let message = internal(&error_id).message;
                Self::new(StatusCode::INTERNAL_SERVER_ERROR, "INTERNAL", message)
            }
        }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let Self { status, code, message, header } = self;
        let body = json!({ "error": { "code": code, "message": message } }).to_string();
        let headers = [
            (header::CONTENT_TYPE, HeaderValue::from_static("application/json; charset=utf-8")),
            (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
        ];
        let mut response = (status, headers, body).into_response();
        response.headers_mut().extend(header);
        response
    }
}
