//! Reads a request's body while counting it.

use std::time::Duration;

use axum::body::Body;
use bytes::{Bytes, BytesMut};
use http::StatusCode;
use http_body_util::BodyExt;
use tokio::time::{Instant, timeout, timeout_at};

use super::Refusal;
use crate::config::Limits;

/// What of a body that is too long is read and thrown away, so that the client, still writing, gets
/// to read the answer.
const DRAINED_BYTES: usize = 1024 * 1024;
const DRAINED_TIME: Duration = Duration::from_secs(1);

/// The whole body, of at most `limits.body_bytes`; it must have come within `limits.body_seconds`.
pub async fn read(body: Body, limits: &Limits) -> Result<Bytes, Refusal> {
    let deadline = Instant::now() + limits.body_time();
    let mut body = body;
    let mut bytes = BytesMut::new();
    loop {
        let frame = match timeout_at(deadline, body.frame()).await {
            Ok(Some(Ok(frame))) => frame,
            Ok(None) => return Ok(bytes.freeze()),
            Ok(Some(Err(_))) => {
                return Err(Refusal::with_status(
                    StatusCode::BAD_REQUEST,
                    "The body ended before its end.",
                ));
            }
            Err(_) => {
                return Err(Refusal::with_status(
                    StatusCode::REQUEST_TIMEOUT,
                    "The body took too long to arrive.",
                ));
            }
        };
        let Ok(data) = frame.into_data() else { continue };
        if bytes.len() + data.len() > limits.body_bytes {
            drain(body).await;
            return Err(Refusal::with_status(
                StatusCode::PAYLOAD_TOO_LARGE,
                &format!("A body has at most {} bytes.", limits.body_bytes),
            ));
        }
        bytes.extend_from_slice(&data);
    }
}

/// Reads on for a moment, and keeps nothing.
pub async fn drain(mut body: Body) {
    let draining = async {
        let mut left = DRAINED_BYTES;
        while let Some(Ok(frame)) = body.frame().await {
            let length = frame.data_ref().map_or(0, Bytes::len);
            let Some(rest) = left.checked_sub(length) else { break };
            left = rest;
        }
    };
    let _ = timeout(DRAINED_TIME, draining).await;
}
