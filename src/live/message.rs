//! The messages of `graphql-transport-ws`, read strictly and written once.

use async_graphql::ServerError;
use axum::extract::ws::Utf8Bytes;
use bytes::Bytes;
use cairn_graphql::Frame;
use serde::{Deserialize, Serialize};
use serde_json::value::RawValue;
use tokio_tungstenite::tungstenite::protocol::frame::{
    FrameHeader,
    coding::{Data, OpCode},
};

use super::close::End;
use crate::operation::Answer;

/// Bytes of an operation's id; clients use numbers or UUIDs.
const ID_BYTES: usize = 256;

/// Ids up to this length have their messages shared: counters are short, and UUIDs never meet again.
const SHARED_ID_BYTES: usize = 8;

/// What a client says.
#[derive(Debug)]
pub enum FromClient {
    /// The first message, with the value of its payload's `authorization`.
    ConnectionInit(Option<String>),
    /// Are you there? The payload comes back.
    Ping(Option<Box<RawValue>>),
    /// The answer to a ping; may come unasked.
    Pong,
    /// Start an operation; the payload holds a request's parameters.
    Subscribe {
        /// The client's name for it.
        id: String,
        /// The parameters as JSON.
        payload: Box<RawValue>,
    },
    /// Stop an operation.
    Complete {
        /// The client's name for it.
        id: String,
    },
}

#[derive(Deserialize)]
struct Wire<'a> {
    #[serde(rename = "type")]
    kind: &'a str,
    id: Option<String>,
    #[serde(borrow)]
    payload: Option<&'a RawValue>,
}

impl FromClient {
    /// Reads one message.
    pub fn parse(text: &str) -> Result<Self, End> {
        let wire: Wire = serde_json::from_str(text).map_err(|_| End::Invalid("no JSON message"))?;
        let payload = wire.payload.filter(|payload| payload.get() != "null").map(ToOwned::to_owned);
        let id = || match wire.id {
            Some(id) if !id.is_empty() && id.len() <= ID_BYTES => Ok(id),
            _ => Err(End::Invalid("an operation needs a short id")),
        };
        let is_map = payload.as_ref().is_none_or(|payload| payload.get().starts_with('{'));
        match wire.kind {
            "connection_init" if is_map => {
                authorization(payload.as_deref()).map(Self::ConnectionInit)
            }
            "ping" if is_map => Ok(Self::Ping(payload)),
            "pong" if is_map => Ok(Self::Pong),
            "subscribe" if is_map => {
                let payload = payload.ok_or(End::Invalid("no payload"))?;
                Ok(Self::Subscribe { id: id()?, payload })
            }
            "complete" => Ok(Self::Complete { id: id()? }),
            _ if !is_map => Err(End::Invalid("the payload is no map")),
            _ => Err(End::Invalid("unknown type")),
        }
    }
}

fn authorization(payload: Option<&RawValue>) -> Result<Option<String>, End> {
    #[derive(Deserialize)]
    struct Payload {
        #[serde(alias = "Authorization")]
        authorization: Option<String>,
    }
    let Some(payload) = payload else { return Ok(None) };
    serde_json::from_str(payload.get())
        .map(|payload: Payload| payload.authorization)
        .map_err(|_| End::Invalid("authorization is no text"))
}

/// What the server says.
#[derive(Debug, Serialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub enum ToClient<'a> {
    /// The connection may be used.
    ConnectionAck,
    /// The answer to a ping.
    Pong {
        /// What the ping held.
        #[serde(skip_serializing_if = "Option::is_none")]
        payload: Option<&'a RawValue>,
    },
    /// One answer of an operation.
    Next {
        /// The client's name for it.
        id: &'a str,
        /// The answer.
        payload: &'a Answer,
    },
    /// The operation could not be executed; it has ended.
    Error {
        /// The client's name for it.
        id: &'a str,
        /// Why.
        payload: &'a [ServerError],
    },
    /// The operation has ended.
    Complete {
        /// The client's name for it.
        id: &'a str,
    },
}

impl ToClient<'_> {
    /// The message as JSON.
    pub fn to_json(&self) -> String {
        serde_json::to_string(self).expect("a message is plain data")
    }
}

/// A message of text in its WebSocket frame.
#[derive(Debug, Clone)]
pub struct Framed(Bytes);

impl Framed {
    /// The `next` message around an answer that many get. Under a short id, which many clients use, it
    /// is the same bytes for all of them.
    pub fn next(frame: &Frame, id: &str) -> Self {
        let wrap = |payload: &str| {
            let id = serde_json::to_string(id).expect("a text is plain data");
            in_frame(&format!(r#"{{"type":"next","id":{id},"payload":{payload}}}"#))
        };
        if id.len() > SHARED_ID_BYTES {
            return Self(wrap(frame.payload()));
        }
        Self(frame.wrapped(id, wrap))
    }

    /// The frame.
    pub fn into_bytes(self) -> Bytes {
        self.0
    }

    /// The text in it.
    pub fn into_text(self) -> Utf8Bytes {
        // The second byte says how the length is written (RFC 6455, section 5.2).
        let head = match self.0[1] {
            126 => 4,
            127 => 10,
            _ => 2,
        };
        Utf8Bytes::try_from(self.0.slice(head..)).expect("it was a text")
    }
}

/// Text as the one frame of a message, as servers send it: without a mask.
fn in_frame(text: &str) -> Bytes {
    let opcode = OpCode::Data(Data::Text);
    let header = FrameHeader { opcode, ..FrameHeader::default() };
    let length = text.len() as u64;
    let mut frame = Vec::with_capacity(header.len(length) + text.len());
    header.format(length, &mut frame).expect("memory takes it");
    frame.extend_from_slice(text.as_bytes());
    frame.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_message_is_refused() {
        for text in [
            "",
            "null",
            "[]",
            "{}",
            "\"ping\"",
            r#"{"type":"nonsense"}"#,
            r#"{"type":"subscribe","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"","payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":1,"payload":{"query":"{a}"}}"#,
            r#"{"type":"subscribe","id":"1"}"#,
            r#"{"type":"subscribe","id":"1","payload":[]}"#,
            r#"{"type":"complete"}"#,
            r#"{"type":"ping","payload":"x"}"#,
            r#"{"type":"connection_init","payload":{"authorization":7}}"#,
        ] {
            assert!(matches!(FromClient::parse(text), Err(End::Invalid(_))), "{text}");
        }
        let long = format!(r#"{{"type":"complete","id":"{}"}}"#, "x".repeat(257));
        assert!(FromClient::parse(&long).is_err());
    }

    #[test]
    fn what_is_one_is_read() {
        let init = r#"{"type":"connection_init","payload":{"authorization":"Bearer t"}}"#;
        assert!(
            matches!(FromClient::parse(init), Ok(FromClient::ConnectionInit(Some(t))) if t == "Bearer t")
        );
        let bare = r#"{"type":"connection_init","payload":null}"#;
        assert!(matches!(FromClient::parse(bare), Ok(FromClient::ConnectionInit(None))));
        assert!(matches!(FromClient::parse(r#"{"type":"pong"}"#), Ok(FromClient::Pong)));
    }

    #[test]
    fn a_frame_is_one_that_the_library_reads() {
        use std::io::Cursor;

        for length in [0, 1, 125, 126, 65_535, 65_536, 70_000] {
            let text = "x".repeat(length);
            let bytes = in_frame(&text);
            let mut cursor = Cursor::new(&bytes);
            let (header, payload) = FrameHeader::parse(&mut cursor).unwrap().unwrap();
            assert!(header.is_final && header.mask.is_none());
            assert_eq!((header.opcode, payload), (OpCode::Data(Data::Text), length as u64));
            assert_eq!(Framed(bytes).into_text().as_str(), text);
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_a_message_or_none(text in "\\PC{0,100}", kind in "[a-z_]{0,20}") {
            let _ = FromClient::parse(&text);
            let _ = FromClient::parse(&format!(r#"{{"type":"{kind}","id":"1","payload":{text}}}"#));
        }
    }
}
