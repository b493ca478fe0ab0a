//! The address that people reach the server at.

use std::{fmt, net::SocketAddr};

use http::{Uri, uri::Scheme};
use serde::{Deserialize, Serialize};

/// An `http` or `https` origin without a path, such as `https://boards.example.org`.
///
/// Scheme and host are kept in lower case and a scheme's usual port is left out, so that it compares
/// equal to what browsers send as `Origin`.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct PublicUrl(String);

/// Why a text is no [`PublicUrl`].
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an http:// or https:// address without a path")]
pub struct NoPublicUrl(String);

impl PublicUrl {
    /// The address of a server that nothing stands in front of.
    pub fn of_address(address: SocketAddr) -> Self {
        Self(format!("http://{address}"))
    }

    /// The origin, as browsers write it: no slash at the end.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// Whether browsers reach it by TLS.
    pub fn is_secure(&self) -> bool {
        self.0.starts_with("https://")
    }
}

impl fmt::Display for PublicUrl {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl From<PublicUrl> for String {
    fn from(url: PublicUrl) -> Self {
        url.0
    }
}

impl TryFrom<String> for PublicUrl {
    type Error = NoPublicUrl;

    fn try_from(text: String) -> Result<Self, NoPublicUrl> {
        let refused = || NoPublicUrl(text.clone());
        let uri: Uri = text.trim_end_matches('/').parse().map_err(|_| refused())?;
        let (scheme, usual_port) = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => ("http", 80),
            Some(scheme) if *scheme == Scheme::HTTPS => ("https", 443),
            _ => return Err(refused()),
        };
        let authority = uri.authority().ok_or_else(refused)?;
        let has_more = !matches!(uri.path(), "" | "/") || uri.query().is_some();
        if has_more || authority.as_str().contains('@') {
            return Err(refused());
        }
        let host = authority.host().to_ascii_lowercase();
        Ok(Self(match authority.port_u16() {
            Some(port) if port != usual_port => format!("{scheme}://{host}:{port}"),
            _ => format!("{scheme}://{host}"),
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_kept_as_browsers_write_an_origin() {
        let url = |text: &str| PublicUrl::try_from(text.to_owned()).unwrap().0;
        assert_eq!(url("https://Boards.Example.org:443/"), "https://boards.example.org");
        assert_eq!(url("http://localhost:8080"), "http://localhost:8080");
    }

    #[test]
    fn refuses_what_is_no_origin() {
        for text in ["boards.example.org", "ftp://a", "https://a/boards", "https://u:p@a", ""] {
            assert!(PublicUrl::try_from(text.to_owned()).is_err(), "{text}");
        }
    }
}
