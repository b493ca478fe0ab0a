//! Counts a document's tokens and nested brackets without building anything.
//!
//! Where it and the parser could disagree about what is inside a string, it refuses.

use crate::{config::Limits, problem::Problem};

/// Refuses a document that is too long, has too many tokens or nests too deeply; tells how many
/// tokens it has.
///
/// One pass over the bytes, no allocation. The grammar is that of the specification's section 2.1;
/// commas and a byte order mark are white space.
pub fn scan(text: &str, limits: &Limits) -> Result<usize, Problem> {
    if text.len() > limits.document_bytes {
        return Err(Problem::too_complex(format!(
            "The document has {} bytes; {} are allowed.",
            text.len(),
            limits.document_bytes
        )));
    }
    let bytes = text.as_bytes();
    let (mut at, mut tokens, mut nesting) = (0, 0_usize, 0_usize);
    while at < bytes.len() {
        at = match bytes[at] {
            b' ' | b'\t' | b'\n' | b'\r' | b',' => {
                at += 1;
                continue;
            }
            b'#' => {
                at = end_of_comment(bytes, at);
                continue;
            }
            0xEF if bytes[at..].starts_with("\u{feff}".as_bytes()) => {
                at += 3;
                continue;
            }
            b'"' => end_of_string(bytes, at).ok_or_else(unterminated)?,
            b'{' | b'[' | b'(' => {
                nesting += 1;
                if nesting > limits.document_nesting {
                    return Err(Problem::too_complex(format!(
                        "The document nests brackets more than {} deep.",
                        limits.document_nesting
                    )));
                }
                at + 1
            }
            b'}' | b']' | b')' => {
                nesting = nesting.checked_sub(1).ok_or_else(|| {
                    Problem::bad_request("The document closes a bracket that is not open.")
                })?;
                at + 1
            }
            b'.' if bytes[at..].starts_with(b"...") => at + 3,
            byte if is_word(byte) => end_of_word(bytes, at),
            _ => at + 1,
        };
        tokens += 1;
        if tokens > limits.document_tokens {
            return Err(Problem::too_complex(format!(
                "The document has more than {} tokens.",
                limits.document_tokens
            )));
        }
    }
    Ok(tokens)
}

fn unterminated() -> Problem {
    Problem::bad_request("The document has a string without an end.")
}

/// A letter, digit or underscore: what names and numbers are made of.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || byte == b'_'
}

fn end_of_word(bytes: &[u8], start: usize) -> usize {
    bytes[start..]
        .iter()
        .position(|byte| !is_word(*byte))
        .map_or(bytes.len(), |length| start + length)
}

fn end_of_comment(bytes: &[u8], start: usize) -> usize {
    bytes[start..]
        .iter()
        .position(|byte| matches!(byte, b'\n' | b'\r'))
        .map_or(bytes.len(), |length| start + length)
}

/// The place after the string that starts at `start`; `None` when it does not end.
fn end_of_string(bytes: &[u8], start: usize) -> Option<usize> {
    if bytes[start..].starts_with(b"\"\"\"") {
        return end_of_block_string(bytes, start + 3);
    }
    let mut at = start + 1;
    loop {
        match *bytes.get(at)? {
            b'"' => return Some(at + 1),
            b'\\' => at += 2,
            b'\n' | b'\r' => return None,
            _ => at += 1,
        }
    }
}

fn end_of_block_string(bytes: &[u8], mut at: usize) -> Option<usize> {
    loop {
        let rest = bytes.get(at..)?;
        if rest.starts_with(b"\"\"\"") {
            return Some(at + 3);
        }
        at += if rest.starts_with(b"\\\"\"\"") { 4 } else { 1 };
        if at > bytes.len() {
            return None;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Code;

    fn scanned(text: &str) -> Result<(), Code> {
        scan(text, &Limits::default()).map(drop).map_err(|problem| problem.code)
    }

    #[test]
    fn brackets_in_strings_and_comments_do_not_count() {
        let many = "{".repeat(100);
        assert_eq!(scanned(&format!("{{a(b:\"{many}\")}}")), Ok(()));
        assert_eq!(scanned(&format!("{{a(b:\"\\\"{many}\")}}")), Ok(()));
        assert_eq!(scanned(&format!("{{a(b:\"\"\"{many}\\\"\"\"{many}\"\"\")}}")), Ok(()));
        assert_eq!(scanned(&format!("#{many}\n{{a}}")), Ok(()));
        assert_eq!(scanned(&format!("#x\n{many}")), Err(Code::TooComplex));
        assert_eq!(scanned(&format!("#x\r{many}")), Err(Code::TooComplex));
    }

    #[test]
    fn strings_without_an_end_are_refused() {
        for text in
            ["{a(b:\"", "{a(b:\"\"\"x\"\"", "{a(b:\"x\n\")}", "{a(b:\"x\\", "{a(b:\"\"\"\\\"\"\""]
        {
            assert_eq!(scanned(text), Err(Code::BadRequest), "{text}");
        }
    }

    #[test]
    fn limits_are_exact() {
        let nested = |depth: usize| "{a".repeat(depth) + &"}".repeat(depth);
        assert_eq!(scanned(&nested(64)), Ok(()));
        assert_eq!(scanned(&nested(65)), Err(Code::TooComplex));
        let tokens = |count: usize| format!("{{{}}}", "a ".repeat(count - 2));
        assert_eq!(scanned(&tokens(2000)), Ok(()));
        assert_eq!(scanned(&tokens(2001)), Err(Code::TooComplex));
        let bytes = |count: usize| format!("{{a}}{}", " ".repeat(count - 3));
        assert_eq!(scanned(&bytes(16 * 1024)), Ok(()));
        assert_eq!(scanned(&bytes(16 * 1024 + 1)), Err(Code::TooComplex));
    }
}
