//! What a column probably is, going by its title.

use cairn_entities::ColumnKind;

/// English words that titles of columns are made of; the first kind with a word in the title wins.
/// A guess only fills in what nobody said, and each column's menu changes it.
const WORDS: &[(ColumnKind, &[&str])] = &[
    (
        ColumnKind::Done,
        &[
            "done",
            "complete",
            "completed",
            "closed",
            "archived",
            "released",
            "shipped",
            "won",
            "lost",
            "finished",
            "cancelled",
            "canceled",
        ],
    ),
    (
        ColumnKind::Active,
        &[
            "doing", "progress", "review", "testing", "active", "started", "working", "blocked",
            "verify", "qa",
        ],
    ),
    (ColumnKind::Ready, &["ready", "next", "todo", "selected", "planned", "up"]),
];

/// The kind that the title speaks of; `BACKLOG` when it speaks of none.
#[must_use]
pub fn guess_kind(title: &str) -> ColumnKind {
    let title = title.to_lowercase();
    if title.contains("not started") {
        return ColumnKind::Ready;
    }
    if title.contains("to do") || title.contains("to-do") {
        return ColumnKind::Ready;
    }
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    WORDS
        .iter()
        .find(|(_, kind_words)| words.iter().any(|word| kind_words.contains(word)))
        .map_or(ColumnKind::Backlog, |(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_tell_what_a_column_is() {
        for (title, kind) in [
            ("Backlog", ColumnKind::Backlog),
            ("Ideas", ColumnKind::Backlog),
            ("To do", ColumnKind::Ready),
            ("Next Up", ColumnKind::Ready),
            ("Not Started", ColumnKind::Ready),
            ("In Progress", ColumnKind::Active),
            ("Code review", ColumnKind::Active),
            ("Completed 🙌", ColumnKind::Done),
            ("Done / Archived 📦", ColumnKind::Done),
        ] {
            assert_eq!(guess_kind(title), kind, "{title}");
        }
    }
}
