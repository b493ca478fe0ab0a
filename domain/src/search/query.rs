//! What a person typed, as what is meant. Every text means something; none is an error but one that
//! is too long.

use std::collections::BTreeSet;

use super::words;
use crate::Error;

/// The longest query, in characters.
pub const MAX_QUERY: usize = 500;
/// The most words and phrases that a query can have.
pub const MAX_TERMS: usize = 20;
/// Shorter beginnings of words are taken for whole words: half of all texts would match them.
const LEAST_PREFIX: usize = 2;

/// What can be found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    Board,
    Card,
    Comment,
}

impl Kind {
    pub(super) const ALL: [Self; 3] = [Self::Board, Self::Card, Self::Comment];

    fn named(name: &str) -> Option<Self> {
        match name {
            "board" | "boards" => Some(Self::Board),
            "card" | "cards" => Some(Self::Card),
            "comment" | "comments" => Some(Self::Comment),
            _ => None,
        }
    }
}

/// One word, or several in a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Term {
    /// As it was typed, with at least one letter or digit and without control characters.
    pub(super) text: String,
    /// Whether its last word is only the beginning of one.
    pub(super) prefix: bool,
}

/// A query, understood.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct ParsedQuery {
    /// What must all be said.
    pub(super) terms: Vec<Term>,
    /// What must not.
    pub(super) excluded: Vec<Term>,
    /// What is looked for.
    pub(super) kinds: BTreeSet<Kind>,
    /// The keys of the only boards to look on; any where there are none.
    pub(super) boards: Vec<String>,
    /// The keys of boards not to look on.
    pub(super) excluded_boards: Vec<String>,
    /// Only what is archived, rather than only what is not.
    pub(super) archived: bool,
    /// The card that the whole query names: its board's key and its number.
    pub(super) card_key: Option<(String, i64)>,
}

impl ParsedQuery {
    /// Whether there is nothing to look for.
    pub(super) fn is_blank(&self) -> bool {
        self.terms.is_empty() || self.kinds.is_empty()
    }
}

/// Reads a query. One that is too long, or has too many terms, is a bad request.
pub(super) fn parse(text: &str) -> Result<ParsedQuery, Error> {
    if text.chars().nth(MAX_QUERY).is_some() {
        return Err(Error::BadRequest(format!("a search has at most {MAX_QUERY} characters")));
    }
    let mut query = ParsedQuery {
        terms: Vec::new(),
        excluded: Vec::new(),
        kinds: BTreeSet::new(),
        boards: Vec::new(),
        excluded_boards: Vec::new(),
        archived: false,
        card_key: card_key(text.trim()),
    };
    let mut excluded_kinds = BTreeSet::new();
    for Token { text, negated, quoted, prefix } in tokens(text) {
        match filter(&text).filter(|_| !quoted) {
            Some(Filter::Board(key)) if negated => query.excluded_boards.push(key),
            Some(Filter::Board(key)) => query.boards.push(key),
            Some(Filter::In(kind)) if negated => drop(excluded_kinds.insert(kind)),
            Some(Filter::In(kind)) => drop(query.kinds.insert(kind)),
            Some(Filter::Archived) => query.archived = !negated,
            None if words::of(&text).next().is_none() => {}
            None => {
                let letters = words::of(&text).last().map_or(0, |word| word.folded.chars().count());
                let term = Term { text, prefix: prefix && letters >= LEAST_PREFIX };
                if negated { &mut query.excluded } else { &mut query.terms }.push(term);
            }
        }
    }
    if query.kinds.is_empty() {
        query.kinds.extend(Kind::ALL);
    }
    query.kinds.retain(|kind| !excluded_kinds.contains(kind));
    if query.terms.len() + query.excluded.len() > MAX_TERMS {
        return Err(Error::BadRequest(format!("a search has at most {MAX_TERMS} words")));
    }
    Ok(query)
}

/// One thing between blanks, or between quotes.
struct Token {
    text: String,
    negated: bool,
    quoted: bool,
    prefix: bool,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut chars = text.chars().map(|c| if c.is_control() { ' ' } else { c }).peekable();
    while let Some(&first) = chars.peek() {
        if first.is_whitespace() {
            chars.next();
            continue;
        }
        let negated = first == '-';
        if negated {
            chars.next();
        }
        let quoted = chars.next_if(|c| is_quote(*c)).is_some();
        let ends = |c: char| is_quote(c) || (!quoted && c.is_whitespace());
        let mut text = String::new();
        while let Some(c) = chars.next_if(|c| !ends(*c)) {
            text.push(c);
        }
        if quoted {
            chars.next();
        }
        let prefix = if quoted { chars.next_if_eq(&'*').is_some() } else { text.ends_with('*') };
        tokens.push(Token { text, negated, quoted, prefix });
    }
    tokens
}

/// Telephones make curly ones.
fn is_quote(c: char) -> bool {
    matches!(c, '"' | '\u{201c}' | '\u{201d}' | '\u{201e}')
}

enum Filter {
    Board(String),
    In(Kind),
    Archived,
}

/// What looks like a filter but is none is a word like others.
fn filter(text: &str) -> Option<Filter> {
    let (name, value) = text.split_once(':')?;
    match name.to_ascii_lowercase().as_str() {
        "board" if !value.is_empty() => Some(Filter::Board(value.to_ascii_uppercase())),
        "in" => Kind::named(&value.to_ascii_lowercase()).map(Filter::In),
        "is" if value.eq_ignore_ascii_case("archived") => Some(Filter::Archived),
        _ => None,
    }
}

/// `rl-42` as `("RL", 42)`.
fn card_key(text: &str) -> Option<(String, i64)> {
    let (board, number) = text.rsplit_once('-')?;
    let is_board = board.starts_with(|c: char| c.is_ascii_alphabetic())
        && (2..=10).contains(&board.len())
        && board.chars().all(|c| c.is_ascii_alphanumeric());
    let is_number = number.chars().all(|c| c.is_ascii_digit());
    if is_board && is_number {
        Some((board.to_ascii_uppercase(), number.parse().ok()?))
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn texts(terms: &[Term]) -> Vec<String> {
        terms
            .iter()
            .map(|Term { text, prefix }| {
                format!("{text}{}", if *prefix { " (prefix)" } else { "" })
            })
            .collect()
    }

    #[test]
    fn words_phrases_beginnings_and_exclusions() {
        let query = parse(r#"ship "release notes" doc* -draft -"not this" "lo re"*"#).unwrap();
        assert_eq!(
            texts(&query.terms),
            ["ship", "release notes", "doc* (prefix)", "lo re (prefix)"]
        );
        assert_eq!(texts(&query.excluded), ["draft", "not this"]);
        assert_eq!(query.kinds.len(), 3);
        assert!(!query.is_blank());
    }

    #[test]
    fn filters_in_any_case_and_number() {
        let query = parse("x Board:rl board:AB in:comments IN:card is:Archived").unwrap();
        assert_eq!(query.boards, ["RL", "AB"]);
        assert_eq!(query.kinds, BTreeSet::from([Kind::Card, Kind::Comment]));
        assert!(query.archived);
        assert_eq!(texts(&query.terms), ["x"]);
        let query = parse("x -board:RL -in:comments is:archived -is:archived").unwrap();
        assert_eq!(query.excluded_boards, ["RL"]);
        assert_eq!(query.kinds, BTreeSet::from([Kind::Board, Kind::Card]));
        assert!(!query.archived);
    }

    #[test]
    fn what_looks_like_syntax_is_text() {
        for text in ["is:open", "in:trash", "board:", "http://example.org", "a:b", "AND", "NEAR(a"]
        {
            assert_eq!(texts(&parse(text).unwrap().terms), [text]);
        }
        assert_eq!(texts(&parse(r#""board:RL""#).unwrap().terms), ["board:RL"]);
        assert_eq!(texts(&parse(r#"un"balanced quote"#).unwrap().terms), ["un", "balanced quote"]);
        assert_eq!(texts(&parse("\u{201c}curly quotes\u{201d}").unwrap().terms), ["curly quotes"]);
        assert_eq!(texts(&parse("nul\0byte").unwrap().terms), ["nul", "byte"]);
        assert_eq!(texts(&parse("a*").unwrap().terms), ["a*"], "too short a beginning");
    }

    #[test]
    fn what_says_nothing_is_blank() {
        let stars = "*".repeat(500);
        for text in ["", "  ", "-", "--", "\"", "\"\"", "* - \" & ()", "-only -negative", &stars] {
            assert!(parse(text).unwrap().is_blank(), "{text:?}");
        }
        assert!(parse("board:RL is:archived").unwrap().is_blank());
        assert!(parse("x in:cards -in:cards").unwrap().is_blank());
    }

    #[test]
    fn a_card_key_is_known_when_it_is_all() {
        let key = |text: &str| parse(text).unwrap().card_key;
        assert_eq!(key(" rl-42 "), Some(("RL".to_owned(), 42)));
        for text in ["rl-42 x", "r-1", "42-42", "rl-", "-42", "rl-4x", "rl-99999999999999999999"] {
            assert_eq!(key(text), None, "{text:?}");
        }
    }

    #[test]
    fn too_much_is_a_bad_request() {
        assert!(parse(&"x".repeat(500)).is_ok());
        assert!(matches!(parse(&"x".repeat(501)), Err(Error::BadRequest(_))));
        assert!(parse(&"x ".repeat(20)).is_ok());
        assert!(matches!(parse(&"-x ".repeat(21)), Err(Error::BadRequest(_))));
    }
}
