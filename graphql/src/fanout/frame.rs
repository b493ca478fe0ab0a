//! An answer as the bytes that many are sent.

use std::sync::OnceLock;

use async_graphql::{Response, Value};
use bytes::Bytes;

/// For how many names a frame keeps its wrapped form.
const WRAPPED: usize = 4;

/// A rendered event, made once for everybody who asked for the same.
#[derive(Debug)]
pub struct Frame {
    payload: Box<str>,
    wrapped: [OnceLock<(Box<str>, Bytes)>; WRAPPED],
}

impl Frame {
    /// The answer as bytes; `None` if it tells of an error, which may be one viewer's alone.
    pub(super) fn of(response: &Response) -> Option<Self> {
        let Value::Object(_) = &response.data else { return None };
        if !response.errors.is_empty() {
            return None;
        }
        let data = serde_json::to_string(&response.data).ok()?;
        let payload = format!(r#"{{"data":{data}}}"#).into_boxed_str();
        Some(Self { payload, wrapped: Default::default() })
    }

    /// The answer as JSON.
    #[must_use]
    pub fn payload(&self) -> &str {
        &self.payload
    }

    /// The answer as a message of a door's protocol under `name`, made by `wrap` and kept for the
    /// first few names.
    pub fn wrapped(&self, name: &str, wrap: impl Fn(&str) -> Bytes) -> Bytes {
        for place in &self.wrapped {
            let (kept_name, kept) = place.get_or_init(|| (name.into(), wrap(&self.payload)));
            if **kept_name == *name {
                return kept.clone();
            }
        }
        wrap(&self.payload)
    }

    /// Bytes that it may come to hold.
    pub(super) fn bytes(&self) -> usize {
        (1 + WRAPPED) * self.payload.len() + size_of::<Self>()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_wrapped_once_for_each_of_a_few_names() {
        let frame = Frame::of(&Response::new(Value::Object([].into_iter().collect()))).unwrap();
        assert_eq!(frame.payload(), r#"{"data":{}}"#);
        let wrap = |name: &str| frame.wrapped(name, |text| format!("{name}{text}").into());
        for name in ["1", "2", "3", "4", "5", "1"] {
            assert_eq!(wrap(name), format!("{name}{}", frame.payload()));
        }
        assert_eq!(wrap("1").as_ptr(), wrap("1").as_ptr());
        assert_ne!(wrap("5").as_ptr(), wrap("5").as_ptr());
    }
}
