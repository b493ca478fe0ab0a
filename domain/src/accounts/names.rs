//! What people may be called.

use unicode_normalization::UnicodeNormalization;

use crate::{Refusal, text};

/// The longest username, in characters.
const USERNAME: usize = 64;
/// The longest display name, in characters.
const DISPLAY_NAME: usize = 100;
/// Beside letters and digits.
const ALSO_ALLOWED: &[char] = &['.', '_', '-'];

/// A username as it was typed, and as it is compared.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Username {
    pub(super) typed: String,
    pub(super) key: String,
}

/// A name to sign in with and to be mentioned by: 1 to 64 letters, digits, dots, underscores and
/// hyphens, at least one of them a letter or digit.
pub(super) fn username(text: &str) -> Result<Username, Refusal> {
    const FIELD: &str = "username";
    let typed: String = text.trim().nfc().collect();
    if typed.is_empty() {
        return Err(Refusal::required(FIELD));
    }
    let key = username_key(&typed);
    // Folding may write one sign as several, so both forms keep the rules.
    for form in [&typed, &key] {
        if form.chars().count() > USERNAME {
            let unit = "characters".to_owned();
            return Err(Refusal::TooLong { field: FIELD.to_owned(), max: USERNAME, unit });
        }
        if !form.chars().all(|c| c.is_alphanumeric() || ALSO_ALLOWED.contains(&c)) {
            let reason = "a username has only letters, digits, dots, underscores and hyphens in it";
            return Err(Refusal::invalid(FIELD, reason));
        }
    }
    if !key.chars().any(char::is_alphanumeric) {
        return Err(Refusal::invalid(FIELD, "a username needs at least one letter or digit"));
    }
    Ok(Username { typed, key })
}

/// How a username is compared: equal keys are the same name, in whatever case and composition.
#[must_use]
pub fn username_key(username: &str) -> String {
    text::folded(username)
}

/// A name to show; the username where there is none.
pub(super) fn display_name(text: Option<&str>, username: &Username) -> Result<String, Refusal> {
    match text.map(str::trim).filter(|text| !text.is_empty()) {
        Some(text) => text::title("displayName", text, DISPLAY_NAME),
        None => Ok(username.typed.clone()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_look_alike_are_the_same() {
        let key = |text: &str| username(text).unwrap().key;
        assert_eq!(key("Ann.Smith_2-x"), "ann.smith_2-x");
        assert_eq!(key(" ann "), key("ANN"));
        assert_eq!(key("ａｎｎ"), "ann");
        assert_eq!(key("Zoe\u{308}"), key("zoë"));
        assert_eq!(username("Zoë").unwrap().typed, "Zoë");
    }

    #[test]
    fn names_that_confuse_are_refused() {
        for text in ["", "  ", "a b", "a@b", "../x", "a/b", "a\nb", "ann\u{200b}", "...", "<b>"] {
            assert!(username(text).is_err(), "{text:?}");
        }
        assert!(username(&"a".repeat(64)).is_ok());
        assert!(username(&"a".repeat(65)).is_err());
        assert!(username(&"\u{fdfa}".repeat(10)).is_err(), "folds to more than one word");
    }

    #[test]
    fn without_a_display_name_the_username_is_shown() {
        let ann = username("Ann").unwrap();
        assert_eq!(display_name(None, &ann).unwrap(), "Ann");
        assert_eq!(display_name(Some(" "), &ann).unwrap(), "Ann");
        assert_eq!(display_name(Some("Ann Smith"), &ann).unwrap(), "Ann Smith");
        assert!(display_name(Some("Ann\nSmith"), &ann).is_err());
    }
}
