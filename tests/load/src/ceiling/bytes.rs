//! Board loads: the same bytes from memory, and the same rows from memory through serde.

use std::path::Path;
use std::sync::{Arc, RwLock};

use axum::Router;
use axum::body::Bytes;
use axum::extract::{Path as UrlPath, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use serde::{Deserialize, Serialize};

use crate::failure::Result;

/// The answer to `world`'s board query, in rows.
#[derive(Debug, Deserialize, Serialize)]
struct Answer {
    data: Data,
}

#[derive(Debug, Deserialize, Serialize)]
struct Data {
    board: Board,
}

#[derive(Debug, Deserialize, Serialize)]
struct Board {
    seq: i64,
    epoch: String,
    cards: Cards,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Cards {
    page_info: PageInfo,
    nodes: Vec<Card>,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct PageInfo {
    end_cursor: Option<String>,
    has_next_page: bool,
}

#[derive(Debug, Deserialize, Serialize)]
#[serde(rename_all = "camelCase")]
struct Card {
    id: String,
    key: String,
    title: String,
    rank: String,
    version: i64,
    due_on: Option<String>,
    comment_count: i64,
    column: Reference,
    labels: Vec<Reference>,
    assignees: Vec<Reference>,
}

#[derive(Debug, Deserialize, Serialize)]
struct Reference {
    id: String,
}

struct Pages {
    bytes: Vec<Bytes>,
    rows: RwLock<Vec<Answer>>,
    encoding: Option<String>,
}

/// `/bytes/N` gives the Nth body, `/rows/N` makes it again, `POST /change` changes a row.
pub fn router(folder: &Path, encoding: Option<String>) -> Result<Router> {
    let mut bytes = Vec::new();
    while let Ok(body) = std::fs::read(folder.join(format!("{}.body", bytes.len()))) {
        bytes.push(Bytes::from(body));
    }
    let rows = match encoding {
        Some(_) => Vec::new(),
        None => bytes
            .iter()
            .map(|body| serde_json::from_slice(body))
            .collect::<std::result::Result<_, _>>()?,
    };
    let pages = Pages { bytes, rows: RwLock::new(rows), encoding };
    Ok(Router::new()
        .route("/bytes/{page}", get(same_bytes).post(same_bytes))
        .route("/rows/{page}", get(from_rows).post(from_rows))
        .route("/change", post(change))
        .with_state(Arc::new(pages)))
}

async fn same_bytes(
    State(pages): State<Arc<Pages>>,
    UrlPath(page): UrlPath<usize>,
    headers: HeaderMap,
    _request: Bytes,
) -> Response {
    const TAG: &str = "\"raw\"";
    if headers.get(header::IF_NONE_MATCH).is_some_and(|tag| tag == TAG) {
        return (StatusCode::NOT_MODIFIED, [(header::ETAG, TAG)]).into_response();
    }
    let Some(body) = pages.bytes.get(page).cloned() else {
        return StatusCode::NOT_FOUND.into_response();
    };
    let mut answer = json(body);
    if let Some(encoding) = pages.encoding.as_deref().and_then(|encoding| encoding.parse().ok()) {
        answer.headers_mut().insert(header::CONTENT_ENCODING, encoding);
    }
    answer
}

async fn from_rows(
    State(pages): State<Arc<Pages>>,
    UrlPath(page): UrlPath<usize>,
    _request: Bytes,
) -> Response {
    let rows = pages.rows.read().unwrap_or_else(std::sync::PoisonError::into_inner);
    match rows.get(page).map(serde_json::to_vec) {
        Some(Ok(body)) => json(body.into()),
        _ => StatusCode::NOT_FOUND.into_response(),
    }
}

async fn change(State(pages): State<Arc<Pages>>, _request: Bytes) -> StatusCode {
    let mut rows = pages.rows.write().unwrap_or_else(std::sync::PoisonError::into_inner);
    for answer in rows.iter_mut() {
        answer.data.board.seq += 1;
        let seq = answer.data.board.seq;
        let cards = &mut answer.data.board.cards.nodes;
        let card = usize::try_from(seq).unwrap_or(0) % cards.len().max(1);
        if let Some(card) = cards.get_mut(card) {
            card.version = seq;
        }
    }
    StatusCode::OK
}

fn json(body: Bytes) -> Response {
    ([(header::CONTENT_TYPE, "application/json"), (header::ETAG, "\"raw\"")], body).into_response()
}
