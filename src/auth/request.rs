//! Reads a request of the auth door: from our own pages, JSON, and small.

use axum::body::Body;
use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::{BodyExt, LengthLimitError, Limited};
use serde::de::DeserializeOwned;
use tokio::time::timeout;

use super::{Door, refusal::Refusal};
use crate::http::{drain, is_json, is_same_origin};

/// Bytes of a body: room for the longest password, however it is escaped.
const BODY_BYTES: usize = 8 * 1024;

/// The JSON object of a request. No foreign page may send one, not even without a cookie: it would
/// sign the browser in as somebody else.
pub async fn read<T: DeserializeOwned>(
    door: &Door,
    headers: &HeaderMap,
    body: Body,
) -> Result<T, Refusal> {
    check_origin(door, headers)?;
    if !is_json(headers) {
        return Err(Refusal::bad_request(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            "A request's Content-Type is application/json.",
        ));
    }
    let bytes = bytes_of(door, body).await?;
    serde_json::from_slice(&bytes).map_err(|error| {
        let message = match error.classify() {
            // Other texts of the library can quote what the person typed.
            serde_json::error::Category::Data => "The fields are not those of this request.",
            _ => "The body is not JSON.",
        };
        Refusal::bad_request(StatusCode::BAD_REQUEST, message)
    })
}

async fn bytes_of(door: &Door, mut body: Body) -> Result<Bytes, Refusal> {
    let reading = Limited::new(&mut body, BODY_BYTES).collect();
    match timeout(door.body_time, reading).await {
        Ok(Ok(collected)) => Ok(collected.to_bytes()),
        Ok(Err(error)) if error.is::<LengthLimitError>() => {
            drain(body).await;
            let message = format!("A body has at most {BODY_BYTES} bytes.");
            Err(Refusal::bad_request(StatusCode::PAYLOAD_TOO_LARGE, message))
        }
        Ok(Err(_)) => {
            let message = "The body ended before its end.";
            Err(Refusal::bad_request(StatusCode::BAD_REQUEST, message))
        }
        Err(_) => {
            let message = "The body took too long to arrive.";
            Err(Refusal::bad_request(StatusCode::REQUEST_TIMEOUT, message))
        }
    }
}

/// Whether a page of ours, or no page at all, sends this.
pub fn check_origin(door: &Door, headers: &HeaderMap) -> Result<(), Refusal> {
    if is_same_origin(headers, door.public_url.as_ref()) {
        return Ok(());
    }
    Err(Refusal::new(
        StatusCode::FORBIDDEN,
        "FORBIDDEN",
        "A page of another origin must not send this.",
    ))
}
