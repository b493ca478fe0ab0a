//! Words as the search sees them: runs of letters and digits, in any case, without diacritics.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// One word of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Word {
    /// Where it begins, in bytes.
    pub(super) start: usize,
    /// Where it ends, in bytes.
    pub(super) end: usize,
    /// How it is compared.
    pub(super) folded: String,
}

/// The words of `text`, in order.
pub(super) fn of(text: &str) -> impl Iterator<Item = Word> + '_ {
    let mut position = 0;
    std::iter::from_fn(move || {
        let start = position + text[position..].find(char::is_alphanumeric)?;
        let length = text[start..].find(|c| !is_word_char(c)).unwrap_or(text.len() - start);
        position = start + length;
        Some(Word { start, end: position, folded: fold(&text[start..position]) })
    })
}

fn is_word_char(c: char) -> bool {
    c.is_alphanumeric() || is_combining_mark(c)
}

fn fold(word: &str) -> String {
    if word.is_ascii() {
        return word.to_ascii_lowercase();
    }
    word.nfd().filter(|c| !is_combining_mark(*c)).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_letters_and_digits_without_case_and_marks() {
        let folded = |text| of(text).map(|word| word.folded).collect::<Vec<_>>();
        assert_eq!(folded("RL-42: \u{c9}t\u{e9}, e\u{301}t\u{e9}!"), ["rl", "42", "ete", "ete"]);
        assert_eq!(
            folded("\u{420}\u{435}\u{43b}\u{438}\u{437}"),
            ["\u{440}\u{435}\u{43b}\u{438}\u{437}"]
        );
        assert!(folded(" -*\u{1f680}\u{301}\" ").is_empty());
    }

    #[test]
    fn words_know_where_they_are() {
        let text = "\u{1f680} go \u{e9}t\u{e9}";
        let found: Vec<&str> = of(text).map(|word| &text[word.start..word.end]).collect();
        assert_eq!(found, ["go", "\u{e9}t\u{e9}"]);
    }
}
