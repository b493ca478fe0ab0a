//! Board keys, such as `RL`.

use cairn_entities::board;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};

use crate::{Error, Refusal};

const MIN_LENGTH: usize = 2;
const MAX_LENGTH: usize = 10;
/// How much of a word a key takes when the title is one word.
const FROM_ONE_WORD: usize = 4;
/// The key of a board whose title has no Latin letter.
const FALLBACK: &str = "BOARD";

/// Refuses what is no key: 2 to 10 of A-Z and 0-9, beginning with a letter.
pub(super) fn checked(key: &str) -> Result<String, Refusal> {
    let fits = (MIN_LENGTH..=MAX_LENGTH).contains(&key.len())
        && key.starts_with(|c: char| c.is_ascii_uppercase())
        && key.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
    if fits {
        Ok(key.to_owned())
    } else {
        let reason = format!(
            "a board key has {MIN_LENGTH} to {MAX_LENGTH} of A-Z and 0-9 and begins with a letter"
        );
        Err(Refusal::invalid("key", reason))
    }
}

/// A key made from the title that no board has: `RL`, or else `RL2`, `RL3`, ...
pub(crate) async fn free_key(
    connection: &impl ConnectionTrait,
    title: &str,
) -> Result<String, Error> {
    let wish = from_title(title);
    let taken: Vec<String> = board::Entity::find()
        .select_only()
        .column(board::Column::Key)
        .filter(board::Column::Key.starts_with(wish.as_str()))
        .into_tuple()
        .all(connection)
        .await?;
    let numbered = (2_u32..).map(|number| format!("{wish}{number}"));
    std::iter::once(wish.clone())
        .chain(numbered)
        .find(|key| !taken.contains(key))
        .filter(|key| key.len() <= MAX_LENGTH)
        .ok_or_else(|| Error::internal("all keys for a title are taken"))
}

/// The initials of a title of several words, or the beginning of a single one.
fn from_title(title: &str) -> String {
    let words: Vec<String> = title
        .split(|c: char| !c.is_ascii_alphanumeric())
        .map(str::to_ascii_uppercase)
        .skip_while(|word| !word.starts_with(|c: char| c.is_ascii_uppercase()))
        .filter(|word| !word.is_empty())
        .collect();
    let key: String = match words.as_slice() {
        [] => String::new(),
        [word] => word.chars().take(FROM_ONE_WORD).collect(),
        words => words.iter().filter_map(|word| word.chars().next()).take(5).collect(),
    };
    if key.len() < MIN_LENGTH { FALLBACK.to_owned() } else { key }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_made_from_titles() {
        for (title, key) in [
            ("Release list", "RL"),
            ("Roadmap (NEW)", "RN"),
            ("Roadmap", "ROAD"),
            ("2026 plans", "PLAN"),
            ("Планы", "BOARD"),
            ("x", "BOARD"),
            ("a b c d e f g h", "ABCDE"),
        ] {
            assert_eq!(from_title(title), key, "{title}");
            assert!(checked(&from_title(title)).is_ok());
        }
    }

    #[test]
    fn what_is_no_key_is_refused() {
        for key in ["", "A", "rl", "1A", "A-B", "ABCDEFGHIJK", "ÄB", "RL "] {
            assert!(checked(key).is_err(), "{key:?}");
        }
    }
}
