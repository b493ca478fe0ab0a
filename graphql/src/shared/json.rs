//! Writes JSON, fast: the library's values, and parts that are written already.

use std::fmt::Display;
use std::io::Write;

use async_graphql::{Name, Value};
use uuid::Uuid;

/// The key of an object that stands for JSON text that is written already. No GraphQL name has this
/// character, so nothing else looks like it.
const WRITTEN: &str = "\u{1}";

/// JSON text as a value.
pub(super) fn written(text: Vec<u8>) -> Value {
    let text = String::from_utf8(text).expect("JSON is UTF-8");
    Value::Object([(Name::new(WRITTEN), Value::String(text))].into_iter().collect())
}

/// The whole answer.
pub(super) fn answer(data: &Value) -> Vec<u8> {
    let mut out = Vec::with_capacity(4 * 1024 + written_bytes(data));
    out.extend_from_slice(b"{\"data\":");
    value(data, &mut out);
    out.push(b'}');
    out
}

/// Bytes of all that is written already.
fn written_bytes(data: &Value) -> usize {
    match data {
        Value::List(items) => items.iter().map(written_bytes).sum(),
        Value::Object(fields) => match fields.get(WRITTEN) {
            Some(Value::String(text)) => text.len(),
            _ => fields.values().map(written_bytes).sum(),
        },
        _ => 0,
    }
}

/// Any value.
pub(super) fn value(data: &Value, out: &mut Vec<u8>) {
    match data {
        Value::Null | Value::Binary(_) => null(out),
        Value::Boolean(is) => boolean(*is, out),
        Value::Number(number) => plain(number, out),
        Value::String(text) => string(text, out),
        Value::Enum(name) => string(name, out),
        Value::List(items) => list(items, out, value),
        Value::Object(fields) => {
            if let Some(Value::String(text)) = fields.get(WRITTEN) {
                out.extend_from_slice(text.as_bytes());
                return;
            }
            out.push(b'{');
            for (place, (name, field)) in fields.iter().enumerate() {
                if place > 0 {
                    out.push(b',');
                }
                string(name, out);
                out.push(b':');
                value(field, out);
            }
            out.push(b'}');
        }
    }
}

/// A list of what `write` writes.
pub(super) fn list<T>(
    items: impl IntoIterator<Item = T>,
    out: &mut Vec<u8>,
    mut write: impl FnMut(T, &mut Vec<u8>),
) {
    out.push(b'[');
    for (place, item) in items.into_iter().enumerate() {
        if place > 0 {
            out.push(b',');
        }
        write(item, out);
    }
    out.push(b']');
}

/// A text, escaped where it must be.
pub(super) fn string(text: &str, out: &mut Vec<u8>) {
    if text.bytes().all(|byte| byte >= b' ' && byte != b'"' && byte != b'\\') {
        out.push(b'"');
        out.extend_from_slice(text.as_bytes());
        out.push(b'"');
    } else {
        serde_json::to_writer(out, text).expect("a vector takes everything");
    }
}

/// An id: what says its kind, and its digits.
pub(super) fn id(prefix: &str, id: Uuid, out: &mut Vec<u8>) {
    out.push(b'"');
    out.extend_from_slice(prefix.as_bytes());
    let mut digits = Uuid::encode_buffer();
    out.extend_from_slice(id.simple().encode_lower(&mut digits).as_bytes());
    out.push(b'"');
}

/// A text that is known to need no escapes, such as a time.
pub(super) fn quoted(text: impl Display, out: &mut Vec<u8>) {
    out.push(b'"');
    plain(text, out);
    out.push(b'"');
}

/// A whole number.
pub(super) fn whole(number: impl itoa::Integer, out: &mut Vec<u8>) {
    out.extend_from_slice(itoa::Buffer::new().format(number).as_bytes());
}

/// What is written without quotes.
pub(super) fn plain(number: impl Display, out: &mut Vec<u8>) {
    write!(out, "{number}").expect("a vector takes everything");
}

/// A number that may have a fraction, as the library writes it.
pub(super) fn float(number: f64, out: &mut Vec<u8>) {
    serde_json::to_writer(out, &number).expect("a vector takes everything");
}

/// True or false.
pub(super) fn boolean(is: bool, out: &mut Vec<u8>) {
    out.extend_from_slice(if is { b"true" } else { b"false" });
}

/// Nothing.
pub(super) fn null(out: &mut Vec<u8>) {
    out.extend_from_slice(b"null");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_are_written_as_serde_writes_them() {
        let data = serde_json::json!({
            "a": [1, -2.5, true, null, "plain", "\"\\\n\u{1}\u{7f}é\u{2028}"],
            "b": { "c": {}, "d": [] },
            "\"": 1_000_000_000_000_i64,
        });
        let mut out = Vec::new();
        value(&Value::from_json(data.clone()).unwrap(), &mut out);
        assert_eq!(serde_json::from_slice::<serde_json::Value>(&out).unwrap(), data);
    }

    #[test]
    fn what_is_written_stays() {
        let data = Value::List(vec![written(b"{\"a\":1}".to_vec()), Value::Null]);
        assert_eq!(answer(&data), b"{\"data\":[{\"a\":1},null]}");
    }

    proptest::proptest! {
        #[test]
        fn any_text_comes_back(text in "\\PC*|[\\x00-\\x7f]*") {
            let mut out = Vec::new();
            string(&text, &mut out);
            assert_eq!(serde_json::from_slice::<String>(&out).unwrap(), text);
        }
    }
}
