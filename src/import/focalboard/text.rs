//! Texts as Cairn keeps them.

use cairn_domain::text::{LINE_ENDS, is_blank};

/// Cleans texts, and counts those that had to be.
#[derive(Debug, Default)]
pub(super) struct Cleaner {
    /// Texts from which control characters were removed.
    pub(super) cleaned: usize,
}

impl Cleaner {
    /// A text of several lines: line feeds and tabs stay, other control characters go.
    pub(super) fn text(&mut self, text: &str) -> String {
        let unified = text.replace("\r\n", "\n").replace('\r', "\n");
        let is_kept = |c: &char| !c.is_control() || matches!(c, '\n' | '\t');
        let clean: String = unified.chars().filter(is_kept).collect();
        if clean.len() < unified.len() {
            self.cleaned += 1;
        }
        clean
    }

    /// A text of one line, without white space around it.
    pub(super) fn line(&mut self, text: &str) -> String {
        let text = self.text(text);
        let ends_a_part = |c: char| matches!(c, '\n' | '\t') || LINE_ENDS.contains(&c);
        let mut line = String::with_capacity(text.len());
        for part in text.split(ends_a_part).map(str::trim).filter(|part| !is_blank(part)) {
            if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(part);
        }
        line
    }

    /// A line, or nothing when it is empty.
    pub(super) fn line_or_none(&mut self, text: &str) -> Option<String> {
        Some(self.line(text)).filter(|line| !line.is_empty())
    }
}

/// The words of a name in lower case, without punctuation: `Won't do (yet)` is `wont do yet`.
pub(super) fn words(name: &str) -> Vec<String> {
    name.to_lowercase()
        .replace(['\'', '\u{2019}'], "")
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// Whether one of the words is among `wanted`.
pub(super) fn has_word(words: &[String], wanted: &[&str]) -> bool {
    words.iter().any(|word| wanted.contains(&word.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn control_characters_go_and_are_counted() {
        let mut cleaner = Cleaner::default();
        assert_eq!(cleaner.text("a\0b\r\nc\td\u{7f}\u{85}"), "ab\nc\td");
        assert_eq!(cleaner.text("plain\r\nlines\r"), "plain\nlines\n");
        assert_eq!(cleaner.cleaned, 1);
    }

    #[test]
    fn a_title_is_one_line() {
        let mut cleaner = Cleaner::default();
        assert_eq!(cleaner.line("  two\r\n\n lines\tand a tab "), "two lines and a tab");
        assert_eq!(cleaner.line("one\u{2028}two"), "one two");
        assert_eq!(cleaner.line_or_none(" \n \u{200b}"), None);
        assert_eq!(cleaner.cleaned, 0);
    }

    #[test]
    fn names_are_compared_by_their_words() {
        let name = words("Owner’s-team (yet) 🙅");
        assert_eq!(name, ["owners", "team", "yet"]);
        assert!(has_word(&name, &["later", "yet"]));
        assert!(!has_word(&name, &["own"]));
    }
}
