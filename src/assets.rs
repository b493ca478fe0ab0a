//! The web app, inside the binary.
//!
//! `frontend/dist` is embedded when the server is built; a debug build reads it from the disk. Files
//! below `/assets/` carry a hash in their names and never change. Addresses of pages all get
//! `index.html`, and the app shows the page; everything else that is not there is 404, which a
//! browser that wants a page gets from the app too. The web app's build compresses what it makes.

use std::{
    borrow::Cow,
    collections::HashMap,
    sync::{Arc, LazyLock, Mutex, PoisonError},
};

use axum::response::{IntoResponse, Response};
use bytes::Bytes;
use http::{HeaderMap, HeaderValue, Method, StatusCode, Uri, header};
use rust_embed::{EmbeddedFile, RustEmbed};
use tokio::task::spawn_blocking;

use crate::{
    http::{
        Refusal,
        coding::{Coding, FROM_BYTES, Kind},
        shared::has_tag,
    },
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

/// First parts of addresses at which programs ask, so that a browser too gets the plain answer.
const NOT_PAGES: [&str; 3] = ["assets", "auth", "graphql"];

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
    if is_page(uri.path()) {
        return match find("index.html") {
            Some(file) => respond("index.html", file, &headers).await,
            None => (StatusCode::OK, [(header::CACHE_CONTROL, ASK_AGAIN)], NO_APP).into_response(),
        };
    }
    match find("index.html").filter(|_| wants_page(uri.path(), &headers)) {
        Some(file) => lost_page(file, headers).await,
        None => not_found(),
    }
}

/// The app, which says that there is no such page, with the status that says the same.
async fn lost_page(file: EmbeddedFile, mut headers: HeaderMap) -> Response {
    // 304 would stand for the file, and not for its absence at this address.
    headers.remove(header::IF_NONE_MATCH);
    let mut response = respond("index.html", file, &headers).await;
    *response.status_mut() = StatusCode::NOT_FOUND;
    response
}

fn find(path: &str) -> Option<EmbeddedFile> {
    let is_plain =
        !path.is_empty() && !path.split('/').any(|part| part.is_empty() || part.starts_with('.'));
    if is_plain { Dist::get(path) } else { None }
}

fn is_page(path: &str) -> bool {
    PAGES.contains(&first_part(path))
}

/// Whether a browser goes to this address: it asks for HTML by name, and scripts and tools do not.
fn wants_page(path: &str, headers: &HeaderMap) -> bool {
    !NOT_PAGES.contains(&first_part(path))
        && headers
            .get_all(header::ACCEPT)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(|types| types.split(','))
            .any(|accepted| {
                let name = accepted.split(';').next().unwrap_or_default();
                name.trim().eq_ignore_ascii_case("text/html")
            })
}

fn first_part(path: &str) -> &str {
    path.trim_start_matches('/').split('/').next().unwrap_or_default()
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
    if has_tag(asked, &tag) {
        return (StatusCode::NOT_MODIFIED, headers).into_response();
    }
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(path)));
    let bytes = bytes_of(file.data);
    let coding = Coding::accepted(asked, &[Coding::Brotli, Coding::Gzip])
        .filter(|_| is_text(path) && bytes.len() > FROM_BYTES);
    let Some(coding) = coding else { return (headers, bytes).into_response() };
    match smaller(path, hash, coding, &bytes).await {
        Some(smaller) => {
            headers.insert(header::CONTENT_ENCODING, HeaderValue::from_static(coding.name()));
            (headers, smaller).into_response()
        }
        None => (headers, bytes).into_response(),
    }
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

fn bytes_of(data: Cow<'static, [u8]>) -> Bytes {
    match data {
        Cow::Borrowed(bytes) => Bytes::from_static(bytes),
        Cow::Owned(bytes) => Bytes::from(bytes),
    }
}

/// The file in `coding`: as the web app's build has compressed it, with all the time it takes, or made
/// now. None where it stays as it is.
async fn smaller(path: &str, hash: [u8; 32], coding: Coding, bytes: &Bytes) -> Option<Bytes> {
    let built = if coding == Coding::Brotli { Dist::get(&format!("{path}.br")) } else { None };
    match built {
        Some(file) => Some(bytes_of(file.data)),
        // A debug build reads files that change, and compresses slowly.
        None if cfg!(debug_assertions) => None,
        None => compressed(hash, coding, bytes.clone()).await,
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
    let compressing = move || coding.compress(&bytes, Kind::File);
    let smaller = Bytes::from(spawn_blocking(compressing).await.ok()??);
    KEPT.lock().unwrap_or_else(PoisonError::into_inner).insert(key, smaller.clone());
    Some(smaller)
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

    #[test]
    fn a_browser_gets_a_page_where_it_goes_and_a_program_does_not() {
        let accepts = |types: &'static str| {
            HeaderMap::from_iter([(header::ACCEPT, HeaderValue::from_static(types))])
        };
        let browser = accepts("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8");
        assert!(wants_page("/bogus", &browser));
        assert!(wants_page("/teams/x", &accepts("application/xml, Text/HTML;q=0.5")));
        for path in ["/assets/x.js", "/auth/nothing", "/graphql/x"] {
            assert!(!wants_page(path, &browser), "{path}");
        }
        assert!(!wants_page("/bogus", &accepts("*/*")));
        assert!(!wants_page("/bogus", &HeaderMap::new()));
    }

    #[tokio::test]
    async fn a_file_is_compressed_once() {
        let file = Bytes::from("a line of the web app\n".repeat(500));
        let smaller = compressed([7; 32], Coding::Gzip, file.clone()).await.unwrap();
        assert!(smaller.len() < 500);
        let again = compressed([7; 32], Coding::Gzip, file).await.unwrap();
        assert_eq!(smaller.as_ptr(), again.as_ptr());
    }
}
