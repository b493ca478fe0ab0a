//! The web app, inside the binary.
//!
//! `frontend/dist` is embedded when the server is built; a debug build reads it from the disk. Files
//! below `/assets/` carry a hash in their names and never change. Addresses of pages all get
//! `index.html`, and the app shows the page; everything else that is not there is 404.

use std::{
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use async_compression::{
    Level,
    tokio::write::{BrotliEncoder, GzipEncoder},
};
use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use tokio::{io::AsyncWriteExt, task::spawn_blocking};

use crate::{
    http::Refusal,
    problem::{Code, Problem},
};

#[derive(RustEmbed)]
#[folder = "frontend/dist"]
#[allow_missing = true]
struct Dist;

const NEVER_CHANGES: &str = "public, max-age=31536000, immutable";
const ASK_AGAIN: &str = "no-cache";

/// First parts of the addresses that the app shows pages at.
const PAGES: [&str; 6] = ["", "b", "c", "sign-in", "setup", "settings"];

/// Shown where the server was built without the web app.
const NO_APP: &str = "Cairn runs. This build has no web app inside; `make build` makes one that has.\n\
                      The API is at /graphql.\n";

/// Answers what no other route does.
pub async fn serve(method: Method, uri: Uri, headers: HeaderMap) -> Response {
    if method != Method::GET && method != Method::HEAD {
        return if is_page(uri.path()) {
            Refusal::method_not_allowed("GET, HEAD").into_response()
        } else {
            not_found()
        };
    }
    let path = uri.path().trim_start_matches('/');
    if let Some(file) = find(path) {
        return respond(path, file, &headers).await;
    }
    if !is_page(uri.path()) {
        return not_found();
    }
    match find("index.html") {
        Some(file) => respond("index.html", file, &headers).await,
        None => (StatusCode::OK, [(header::CACHE_CONTROL, ASK_AGAIN)], NO_APP).into_response(),
    }
}

fn find(path: &str) -> Option<EmbeddedFile> {
    let is_plain =
        !path.is_empty() && !path.split('/').any(|part| part.is_empty() || part.starts_with('.'));
    if is_plain { Dist::get(path) } else { None }
}

fn is_page(path: &str) -> bool {
    let first = path.trim_start_matches('/').split('/').next().unwrap_or_default();
    PAGES.contains(&first)
}

fn not_found() -> Response {
    let problem = Problem::new(Code::NotFound, "There is nothing at this address.");
    Refusal::from(problem).into_response()
}

async fn respond(path: &str, file: EmbeddedFile, asked: &HeaderMap) -> Response {
    let hash = file.metadata.sha256_hash();
    let opaque: String =
        hash[..12].iter().fold(String::from("\""), |tag, byte| tag + &format!("{byte:02x}")) + "\"";
    // Weak: the same file has it in every coding, which are not the same bytes.
    let tag = format!("W/{opaque}");
    let cache = if path.starts_with("assets/") { NEVER_CHANGES } else { ASK_AGAIN };
    let mut headers = HeaderMap::new();
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(cache));
    headers.insert(header::VARY, HeaderValue::from_static("accept-encoding"));
    if let Ok(tag) = HeaderValue::from_str(&tag) {
        headers.insert(header::ETAG, tag);
    }
    if is_known(asked, &opaque) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    let bytes = match file.data {
        std::borrow::Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        std::borrow::Cow::Owned(bytes) => Bytes::from(bytes),
    };
    // A debug build reads files that change, and compresses slowly.
    let coding = if cfg!(debug_assertions) { None } else { Coding::accepted(asked) };
    let coding = coding.filter(|_| is_text(path) && bytes.len() > 1024);
    let Some(coding) = coding else { return (headers, bytes).into_response() };
    match compressed(hash, coding, bytes.clone()).await {
        Some(smaller) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
            (headers, smaller).into_response()
        }
        None => (headers, bytes).into_response(),
    }
}

/// Whether `If-None-Match`, in one line or several, names the file with this tag, which is compared
/// weakly, or any file.
fn is_known(asked: &HeaderMap, opaque: &str) -> bool {
    let lines = asked.get_all(header::IF_NONE_MATCH).iter().filter_map(|line| line.to_str().ok());
    let mut tags = lines.flat_map(|line| line.split(',')).map(str::trim);
    tags.any(|tag| tag == "*" || tag.strip_prefix("W/").unwrap_or(tag) == opaque)
}

/// The types that a web app is made of; anything else is only bytes.
fn content_type(path: &str) -> &'static str {
    match path.rsplit_once('.').map_or("", |(_, ending)| ending) {
        "html" => "text/html; charset=utf-8",
        "js" | "mjs" => "text/javascript; charset=utf-8",
        "css" => "text/css; charset=utf-8",
        "txt" => "text/plain; charset=utf-8",
        "json" | "map" => "application/json",
        "webmanifest" => "application/manifest+json",
        "svg" => "image/svg+xml",
        "png" => "image/png",
        "jpg" | "jpeg" => "image/jpeg",
        "webp" => "image/webp",
        "ico" => "image/x-icon",
        "woff2" => "font/woff2",
        "wasm" => "application/wasm",
        _ => "application/octet-stream",
    }
}

fn is_text(path: &str) -> bool {
    path.rsplit_once('.').is_some_and(|(_, ending)| {
        matches!(
            ending,
            "html" | "js" | "mjs" | "css" | "svg" | "json" | "webmanifest" | "txt" | "map"
        )
    })
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
enum Coding {
    Brotli,
    Gzip,
}

impl Coding {
    fn accepted(headers: &HeaderMap) -> Option<Self> {
        let value = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?.to_ascii_lowercase();
        let takes = |name: &str| {
            value.split(',').any(|coding| {
                let mut parts = coding.split(';').map(str::trim);
                parts.next() == Some(name) && !parts.any(|part| part == "q=0")
            })
        };
        [Self::Brotli, Self::Gzip].into_iter().find(|coding| takes(coding.name()))
    }

    fn name(self) -> &'static str {
        match self {
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }
}

/// Compresses each file once; two that ask at the same time may do it twice.
async fn compressed(hash: [u8; 32], coding: Coding, bytes: Bytes) -> Option<Bytes> {
    type Kept = Mutex<HashMap<([u8; 32], Coding), Bytes>>;
    static KEPT: LazyLock<Arc<Kept>> = LazyLock::new(Arc::default);
    let key = (hash, coding);
    let kept = KEPT.lock().unwrap_or_else(PoisonError::into_inner).get(&key).cloned();
    if kept.is_some() {
        return kept;
    }
    // The encoder never waits: it writes into memory.
    let compressing = move || compress(coding, &bytes).now_or_never()?.ok();
    let smaller = Bytes::from(spawn_blocking(compressing).await.ok()??);
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(key, smaller.clone());
    Some(smaller)
}

async fn compress(coding: Coding, bytes: &[u8]) -> std::io::Result<Vec<u8>> {
    match coding {
        Coding::Brotli => {
            let mut encoder = BrotliEncoder::with_quality(Vec::new(), Level::Precise(6));
            encoder.write_all(bytes).await?;
            encoder.shutdown().await?;
            Ok(encoder.into_inner())
        }
        Coding::Gzip => {
            let mut encoder = GzipEncoder::with_quality(Vec::new(), Level::Precise(6));
            encoder.write_all(bytes).await?;
            encoder.shutdown().await?;
            Ok(encoder.into_inner())
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pages_are_known_by_their_first_part() {
        for path in ["/", "/b/RL", "/c/RL-42", "/sign-in", "/settings/tokens"] {
            assert!(is_page(path), "{path}");
        }
        for path in ["/assets/x.js", "/auth/nothing", "/graphql/x", "/bogus", "/../b"] {
            assert!(!is_page(path), "{path}");
        }
    }

    #[tokio::test]
    async fn a_file_is_compressed_in_the_coding_that_is_taken() {
        let coding = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            Coding::accepted(&headers)
        };
        assert_eq!(coding("gzip, deflate, br, zstd"), Some(Coding::Brotli));
        assert_eq!(coding("br;q=0, GZIP"), Some(Coding::Gzip));
        assert_eq!(coding("identity"), None);

        let file = Bytes::from("a line of the web app\n".repeat(500));
        for (coding, start) in [(Coding::Gzip, &[0x1f, 0x8b][..]), (Coding::Brotli, &[])] {
            let smaller = compressed([7; 32], coding, file.clone()).await.unwrap();
            assert!(smaller.starts_with(start) && smaller.len() < 500, "{}", smaller.len());
        }
    }
}
