//! From the address that people know to that of the socket.

use std::{fmt, str::FromStr};

use http::{Uri, uri::Scheme};

const PATH: &str = "/graphql/ws";

/// The address of a server's socket, such as `wss://boards.example.org/graphql/ws`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address(String);

/// Why a text is no address of a server.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not an http:// or https:// address of a server")]
pub struct NoAddress(String);

impl Address {
    pub(super) fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Address {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl FromStr for Address {
    type Err = NoAddress;

    /// Reads an `http` or `https` address; the path, such as that of a board's page, does not count.
    fn from_str(text: &str) -> Result<Self, NoAddress> {
        let refused = || NoAddress(text.to_owned());
        let uri: Uri = text.trim().parse().map_err(|_| refused())?;
        let scheme = match uri.scheme() {
            Some(scheme) if *scheme == Scheme::HTTP => "ws",
            Some(scheme) if *scheme == Scheme::HTTPS => "wss",
            _ => return Err(refused()),
        };
        let authority = uri.authority().ok_or_else(refused)?.as_str();
        if authority.contains('@') {
            return Err(refused());
        }
        Ok(Self(format!("{scheme}://{authority}{PATH}")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_socket_is_beside_the_pages() {
        let socket = |text: &str| text.parse::<Address>().unwrap().to_string();
        assert_eq!(socket("http://127.0.0.1:8080"), "ws://127.0.0.1:8080/graphql/ws");
        assert_eq!(socket("https://boards.example.org/"), "wss://boards.example.org/graphql/ws");
        assert_eq!(socket("https://b.example.org/b/LH"), "wss://b.example.org/graphql/ws");
        assert_eq!(socket("http://[::1]:80"), "ws://[::1]:80/graphql/ws");
    }

    #[test]
    fn what_is_no_server_is_refused() {
        for text in ["", "boards.example.org", "ftp://a", "ws://a", "http://", "https://a:b@c"] {
            assert!(text.parse::<Address>().is_err(), "{text}");
        }
    }
}
