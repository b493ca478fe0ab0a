//! Headers that every answer has, whatever went wrong.

use axum::response::Response;
use http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};

use super::Host;
use crate::config::PublicUrl;

const ALWAYS: [(HeaderName, &str); 6] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "strict-origin-when-cross-origin"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (HeaderName::from_static("cross-origin-opener-policy"), "same-origin"),
    (HeaderName::from_static("cross-origin-resource-policy"), "same-origin"),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    ),
];

/// What anything but a page may do when a browser shows it: nothing.
const POLICY_OF_DATA: &str =
    "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/// Two years, as preload lists ask for; sub-domains are their owners' business.
const TRANSPORT: &str = "max-age=63072000";

/// Adds the headers to what is answered to a request for `host`, leaving those that a handler has set.
pub fn add(response: &mut Response, public_url: &PublicUrl, host: Option<&Host>) {
    let is_unchanged = response.status() == StatusCode::NOT_MODIFIED;
    let headers = response.headers_mut();
    for (name, value) in ALWAYS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if public_url.is_secure() {
        headers
            .entry(header::STRICT_TRANSPORT_SECURITY)
            .or_insert(HeaderValue::from_static(TRANSPORT));
    }
    // A browser lays the headers of a 304 over those it has stored: the page keeps its own policy.
    if !is_unchanged && !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        let policy = match host {
            Some(host) if is_page(headers) => policy_of_pages(host),
            _ => None,
        };
        let policy = policy.unwrap_or(HeaderValue::from_static(POLICY_OF_DATA));
        headers.insert(header::CONTENT_SECURITY_POLICY, policy);
    }
}

fn is_page(headers: &HeaderMap) -> bool {
    headers
        .get(header::CONTENT_TYPE)
        .is_some_and(|content_type| content_type.as_bytes().starts_with(b"text/html"))
}

/// No inline scripts, no foreign origins. The socket is named because not every browser counts `ws:`
/// on the same host as 'self'.
fn policy_of_pages(Host(host): &Host) -> Option<HeaderValue> {
    let policy = format!(
        "default-src 'none'; script-src 'self'; style-src 'self'; font-src 'self'; \
         img-src 'self' data: blob:; connect-src 'self' ws://{host} wss://{host}; \
         manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    );
    policy.parse().ok()
}
