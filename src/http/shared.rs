//! Answers that several viewers share, as HTTP: bytes from memory, with a tag by which a client that
//! has them already is told so.

use std::sync::Arc;

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use cairn_graphql::SharedAnswer;
use http::{HeaderMap, HeaderValue, Method, StatusCode, header};
use tokio::task::spawn_blocking;

use super::{
    coding::{Coding, FROM_BYTES, Kind},
    negotiate::MediaType,
};
use crate::server::Connection;

/// What an answer can be coded in, the quickest first.
const CODINGS: [Coding; 3] = [Coding::Zstd, Coding::Brotli, Coding::Gzip];
/// The client may keep it, and asks each time whether it still holds; nobody between may keep it.
const ASK_AGAIN: &str = "private, no-cache";
/// What else the answer depends on.
const VARY: &str = "authorization, cookie, accept, accept-encoding";

/// The answer, or 304 to a GET that shows the tag of what the client has.
pub async fn respond(
    answer: Arc<SharedAnswer>,
    media_type: MediaType,
    method: &Method,
    asked: &HeaderMap,
    connection: &Connection,
) -> Response {
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(ASK_AGAIN));
    headers.insert(header::VARY, HeaderValue::from_static(VARY));
    if let Ok(tag) = HeaderValue::from_str(answer.tag()) {
        headers.insert(header::ETAG, tag);
    }
    if method == Method::GET && has_tag(asked, answer.tag()) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(media_type.content_type()));
    let coding = Coding::accepted(asked, &CODINGS);
    let coded = match coding.filter(|_| answer.json().len() > FROM_BYTES) {
        Some(coding) => coded(&answer, coding, connection).await.map(|bytes| (coding, bytes)),
        None => None,
    };
    match coded {
        Some((coding, bytes)) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
            (headers, bytes).into_response()
        }
        None => (headers, answer.json().clone()).into_response(),
    }
}

/// Whether the client shows this tag, or says that anything will do.
pub fn has_tag(asked: &HeaderMap, tag: &str) -> bool {
    asked
        .get_all(header::IF_NONE_MATCH)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .any(|tags| tags.split(',').any(|known| bare(known) == bare(tag) || known.trim() == "*"))
}

/// A tag without what says that it is a weak one.
fn bare(tag: &str) -> &str {
    tag.trim().trim_start_matches("W/")
}

/// The answer in `coding`, which is made once for everybody. That goes on when the client goes away,
/// and keeps the place of its connection.
async fn coded(
    answer: &Arc<SharedAnswer>,
    coding: Coding,
    connection: &Connection,
) -> Option<Bytes> {
    if let Some(bytes) = answer.coded(coding.name()) {
        return Some(bytes);
    }
    let (compressing, connection) = (Arc::clone(answer), connection.clone());
    spawn_blocking(move || {
        let make = |json: &[u8]| coding.compress(json, Kind::Answer).map(Bytes::from);
        let coded = compressing.code(coding.name(), make);
        drop(connection);
        coded
    })
    .await
    .ok()?
}
