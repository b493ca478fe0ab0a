//! `POST /auth/sign-out`.

use std::sync::Arc;

use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderValue, StatusCode, header};

use super::{Door, cookie, refusal::Refusal, request};
use crate::http::credential::session_cookie;

/// 204, and the session and its cookie are gone; also when there was none. The body is not read: the
/// cookie says all, and no foreign page can send it.
pub async fn handle(
    State(door): State<Arc<Door>>,
    headers: HeaderMap,
) -> Result<Response, Refusal> {
    request::check_origin(&door, &headers)?;
    if let Some(session) = session_cookie(&headers) {
        door.domain.accounts().sign_out(session.expose()).await?;
    }
    let headers = [
        (header::SET_COOKIE, cookie::none(&door)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    Ok((StatusCode::NO_CONTENT, headers).into_response())
}
