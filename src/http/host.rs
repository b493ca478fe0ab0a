//! The Host header: exactly one, and an address.

use http::{HeaderMap, header, uri::Authority};

/// The name and port by which the client reached the server, in lower case.
#[derive(Debug, Clone)]
pub struct Host(pub String);

impl Host {
    /// Reads the one Host header; `None` when there is none, are several, or it is no address.
    pub fn of(headers: &HeaderMap) -> Option<Self> {
        let mut given = headers.get_all(header::HOST).iter();
        let (Some(host), None) = (given.next(), given.next()) else { return None };
        let authority: Authority = host.to_str().ok()?.parse().ok()?;
        let is_plain = !authority.as_str().contains('@') && !authority.host().is_empty();
        is_plain.then(|| Self(authority.as_str().to_ascii_lowercase()))
    }
}
