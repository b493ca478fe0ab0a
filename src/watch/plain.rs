//! Text that a terminal shows and does not obey.

use std::fmt::Write as _;

/// `text` on one line, without control characters and without the signs that turn the direction of
/// writing: a card's title must not move the cursor or dress up as another line.
pub(super) fn plain(text: &str) -> String {
    let visible = text.chars().filter_map(|c| match c {
        '\n' | '\r' | '\t' => Some(' '),
        c if is_obeyed(c) => None,
        c => Some(c),
    });
    let mut line = String::with_capacity(text.len());
    for c in visible {
        if !(c == ' ' && line.ends_with(' ')) {
            line.push(c);
        }
    }
    line.trim().to_owned()
}

/// The beginning of `text`, at most `max` characters of it.
pub(super) fn shortened(text: &str, max: usize) -> String {
    let line = plain(text);
    match line.char_indices().nth(max) {
        Some((end, _)) => format!("{}\u{2026}", line[..end].trim_end()),
        None => line,
    }
}

/// JSON without characters that a terminal would obey: they are written as escapes, so that the
/// value stays the same.
pub(super) fn plain_json(json: &str) -> String {
    let mut line = String::with_capacity(json.len());
    for c in json.chars() {
        if is_obeyed(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                let _infallible = write!(line, "\\u{unit:04x}");
            }
        } else {
            line.push(c);
        }
    }
    line
}

fn is_obeyed(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{061c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_is_left_that_a_terminal_obeys() {
        assert_eq!(plain("\u{1b}[2J\u{1b}]0;owned\u{7}Fix it"), "[2J]0;ownedFix it");
        assert_eq!(plain("a\r\nb\tc"), "a b c");
        assert_eq!(plain("\u{9b}31mred\u{7f}"), "31mred");
        assert_eq!(plain("\u{202e}txet"), "txet");
        assert_eq!(plain("Grüße, 日本語 🎉"), "Grüße, 日本語 🎉");
    }

    #[test]
    fn long_texts_are_cut_between_characters() {
        assert_eq!(shortened("日本語です", 3), "日本語…");
        assert_eq!(shortened("short", 5), "short");
    }

    #[test]
    fn json_keeps_its_value() {
        let value = serde_json::json!({ "title": "\u{1b}[2J\u{9b}\u{202e}x" });
        let line = plain_json(&value.to_string());
        assert!(!line.chars().any(is_obeyed), "{line}");
        assert_eq!(serde_json::from_str::<serde_json::Value>(&line).unwrap(), value);
    }
}
