//! A refusal as an HTTP answer: one JSON shape, whatever refused.

use axum::response::{IntoResponse, Response};
use http::{HeaderValue, StatusCode, header};

use super::negotiate::MediaType;
use crate::{
    operation::Answer,
    problem::{Code, Problem},
};

/// A [`Problem`] with its status.
#[derive(Debug)]
pub struct Refusal {
    status: StatusCode,
    problem: Problem,
    media_type: MediaType,
    allow: Option<&'static str>,
}

impl Refusal {
    /// A refusal whose status is not the usual one of its code.
    pub fn with_status(status: StatusCode, message: &str) -> Self {
        Self { status, ..Problem::bad_request(message).into() }
    }

    /// 405, with the methods that are allowed.
    pub fn method_not_allowed(allow: &'static str) -> Self {
        let message = format!("This address takes {allow}.");
        Self { allow: Some(allow), ..Self::with_status(StatusCode::METHOD_NOT_ALLOWED, &message) }
    }

    /// The same refusal, in the media type that the client asked for.
    #[must_use]
    pub fn written_as(mut self, media_type: MediaType) -> Self {
        self.media_type = media_type;
        self
    }
}

impl From<Problem> for Refusal {
    fn from(problem: Problem) -> Self {
        Self { status: problem.code.status(), problem, media_type: MediaType::Json, allow: None }
    }
}

impl IntoResponse for Refusal {
    fn into_response(self) -> Response {
        let is_unauthenticated = self.problem.code == Code::Unauthenticated;
        let mut response = answer_with(self.status, self.media_type, &self.problem.into());
        let headers = response.headers_mut();
        if let Some(allow) = self.allow {
            headers.insert(header::ALLOW, HeaderValue::from_static(allow));
        }
        if is_unauthenticated {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

/// An answer that nobody may keep.
pub fn answer_with(status: StatusCode, media_type: MediaType, answer: &Answer) -> Response {
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static(media_type.content_type())),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (status, headers, answer.to_json()).into_response()
}
