//! A few plain words around what was found.

use super::query::Term;
use super::words;

/// How long an excerpt is about, in characters.
const LENGTH: usize = 160;
/// How much of it comes before what was found, at most.
const BEFORE: usize = 60;

/// The text around the first place in `text` where one of `terms` is said; one line, and with an
/// ellipsis where it was cut. `None` where none is said.
pub(super) fn around(text: &str, terms: &[Term]) -> Option<String> {
    let words: Vec<words::Word> = words::of(text).collect();
    let terms: Vec<(Vec<String>, bool)> = terms
        .iter()
        .map(|term| (words::of(&term.text).map(|word| word.folded).collect(), term.prefix))
        .collect();
    let said_at = |place: usize| {
        terms.iter().any(|(said, prefix)| {
            let Some(found) = words.get(place..place + said.len()) else { return false };
            let last = said.len().saturating_sub(1);
            !said.is_empty()
                && found.iter().zip(said).enumerate().all(|(index, (word, said))| {
                    word.folded == *said
                        || (*prefix && index == last && word.folded.starts_with(said.as_str()))
                })
        })
    };
    let place = (0..words.len()).find(|place| said_at(*place))?;
    Some(cut(text, words[place].start))
}

/// The beginning of `text`.
pub(super) fn beginning(text: &str) -> String {
    cut(text, 0)
}

/// About [`LENGTH`] characters of `text` with what stands at byte `place`, from blank to blank.
fn cut(text: &str, place: usize) -> String {
    let (before, after) = text.split_at(place);
    let start = match before.char_indices().rev().nth(BEFORE - 1) {
        None | Some((0, _)) => 0,
        Some((start, _)) => match before[start..].find(char::is_whitespace) {
            Some(blank) => start + blank,
            None => place,
        },
    };
    let length = LENGTH - before[start..].chars().count();
    let end = match after.char_indices().nth(length) {
        None => text.len(),
        Some((end, _)) => match after[..end].rfind(char::is_whitespace) {
            Some(blank) if blank > 0 => place + blank,
            _ => place + end,
        },
    };
    let mut excerpt = String::new();
    if start > 0 {
        excerpt.push('\u{2026}');
    }
    for (index, word) in text[start..end].split_whitespace().enumerate() {
        if index > 0 {
            excerpt.push(' ');
        }
        excerpt.push_str(word);
    }
    if !text[end..].trim().is_empty() {
        excerpt.push('\u{2026}');
    }
    excerpt
}

#[cfg(test)]
mod tests {
    use super::super::query::parse;
    use super::*;

    fn found(text: &str, query: &str) -> Option<String> {
        around(text, &parse(query).unwrap().terms)
    }

    #[test]
    fn a_short_text_is_its_own_excerpt_in_one_line() {
        let text = "# Plan\n\n- ship  it\n- rest";
        assert_eq!(found(text, "ship").unwrap(), "# Plan - ship it - rest");
        assert_eq!(beginning(text), "# Plan - ship it - rest");
        assert_eq!(beginning(""), "");
    }

    #[test]
    fn a_long_text_is_cut_at_blanks_around_the_first_match() {
        let text = format!("{}needle {}", "before ".repeat(50), "after ".repeat(50));
        let excerpt = found(&text, "needle").unwrap();
        assert!(excerpt.starts_with("\u{2026}before ") && excerpt.ends_with(" after\u{2026}"));
        assert!(excerpt.contains(" needle ") && !excerpt.contains("befo "));
        assert!((120..=LENGTH + 2).contains(&excerpt.chars().count()), "{excerpt}");
    }

    #[test]
    fn phrases_beginnings_and_other_spellings_are_found() {
        let text = "The caf\u{e9} is closed; the Release candidate is not.";
        assert!(found(text, "CAFE").is_some());
        assert!(found(text, "cafe\u{301}").is_some());
        assert!(found(text, "\"release cand\"*").is_some());
        assert!(found(text, "nothing clos*").is_some(), "any term will do");
        assert!(found(text, "\"candidate release\"").is_none());
        assert!(found(text, "candid").is_none());
    }

    #[test]
    fn a_text_without_blanks_is_cut_between_characters() {
        let text = "\u{5b57}".repeat(1_000);
        assert_eq!(beginning(&text).chars().count(), LENGTH + 1);
        let text = format!("{}\u{1f680}x{}", "\u{1f680}".repeat(400), "\u{1f680}".repeat(400));
        assert!(found(&text, "x").unwrap().contains('x'));
    }
}
