//! The messages of `graphql-transport-ws`, as a client sees them.

use serde::{Deserialize, Serialize};
use serde_json::Value;

/// What the client says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum ToServer<'a> {
    ConnectionInit {
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<Value>,
    },
    Pong,
    Subscribe {
        id: &'a str,
        payload: Value,
    },
    Complete {
        id: &'a str,
    },
}

/// What the server says.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum FromServer {
    ConnectionAck,
    Ping,
    Pong,
    Next { id: String, payload: Answer },
    Error { id: String, payload: Vec<Problem> },
    Complete { id: String },
}

/// An answer of an operation.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Answer {
    #[serde(default)]
    pub data: Value,
    #[serde(default)]
    pub errors: Vec<Problem>,
}

/// One of an answer's errors.
#[derive(Debug, Default, Deserialize)]
pub(super) struct Problem {
    #[serde(default)]
    pub message: String,
    #[serde(default)]
    extensions: Extensions,
}

#[derive(Debug, Default, Deserialize)]
struct Extensions {
    #[serde(default)]
    code: String,
}

impl Problem {
    /// Whether asking again may help.
    pub(super) fn may_pass(&self) -> bool {
        matches!(&*self.extensions.code, "UNAVAILABLE" | "INTERNAL" | "RATE_LIMITED")
    }

    /// Whether it says that the answer would be too long.
    pub(super) fn is_too_much(&self) -> bool {
        self.extensions.code == "TOO_COMPLEX"
    }

    /// Whether it says that what was asked for is not there for this person.
    pub(super) fn is_no_access(&self) -> bool {
        matches!(&*self.extensions.code, "NOT_FOUND" | "FORBIDDEN" | "UNAUTHENTICATED")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn messages_are_read_whatever_else_they_hold() {
        let read = |text: &str| serde_json::from_str::<FromServer>(text).unwrap();
        assert!(matches!(read(r#"{"type":"connection_ack"}"#), FromServer::ConnectionAck));
        let ack = r#"{"type":"connection_ack","payload":{"a":1}}"#;
        assert!(matches!(read(ack), FromServer::ConnectionAck));
        assert!(matches!(read(r#"{"type":"ping","payload":{}}"#), FromServer::Ping));
        let error = r#"{"type":"error","id":"1","payload":[{"message":"no","path":["a"],
            "extensions":{"code":"NOT_FOUND","more":1}}]}"#;
        let FromServer::Error { payload, .. } = read(error) else { panic!() };
        assert!(payload[0].is_no_access() && !payload[0].may_pass());
        let next =
            r#"{"type":"next","id":"1","payload":{"data":null,"errors":[{"message":"no"}]}}"#;
        let FromServer::Next { payload, .. } = read(next) else { panic!() };
        assert!(payload.data.is_null() && payload.errors.len() == 1);
    }
}
