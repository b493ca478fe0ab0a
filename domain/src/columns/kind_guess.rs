//! What columns probably are, going by their titles.
//!
//! A guess only fills in what nobody said, knows English only, errs towards `BACKLOG`, and each
//! column's menu changes it. `docs/import-focalboard.md` tells people how it goes.

use cairn_entities::ColumnKind;

/// Words and phrases that titles of columns are made of. The first rule that fits wins: `Not done`
/// is not done, `Ready for review` is in review, and `To be done` is not done yet.
const RULES: &[(ColumnKind, &[&str])] = &[
    (ColumnKind::Ready, &["not started", "to do", "todo", "to be"]),
    (ColumnKind::Backlog, &["not", "never"]),
    (
        ColumnKind::Done,
        &[
            "done",
            "complete",
            "completed",
            "finished",
            "closed",
            "archived",
            "archive",
            "released",
            "shipped",
            "deployed",
            "delivered",
            "published",
            "resolved",
            "fixed",
            "merged",
            "won",
            "lost",
            "cancelled",
            "canceled",
            "rejected",
            "declined",
            "abandoned",
            "wont do",
            "wont fix",
            "wontfix",
            "duplicate",
        ],
    ),
    (
        ColumnKind::Active,
        &[
            "progress",
            "doing",
            "active",
            "ongoing",
            "wip",
            "working",
            "started",
            "development",
            "review",
            "reviewing",
            "testing",
            "verify",
            "qa",
            "blocked",
            "waiting",
            "on hold",
        ],
    ),
    (
        ColumnKind::Ready,
        &["ready", "next", "up", "planned", "scheduled", "selected", "upcoming", "queue", "queued"],
    ),
    (
        ColumnKind::Backlog,
        &["backlog", "icebox", "inbox", "later", "someday", "idea", "ideas", "triage", "unstarted"],
    ),
];

/// The kind that the title speaks of; `BACKLOG` when it speaks of none.
#[must_use]
pub fn guess_kind(title: &str) -> ColumnKind {
    known_kind(title).unwrap_or(ColumnKind::Backlog)
}

/// The kinds of a board's columns, from left to right. A title that speaks of none, right of an
/// active column, is active too: what stands between `In review` and `Done` has been started.
#[must_use]
pub fn guess_kinds<'t>(titles: impl IntoIterator<Item = &'t str>) -> Vec<ColumnKind> {
    let mut last_known = ColumnKind::Backlog;
    titles
        .into_iter()
        .map(|title| match known_kind(title) {
            Some(kind) => {
                last_known = kind;
                kind
            }
            None if last_known == ColumnKind::Active => ColumnKind::Active,
            None => ColumnKind::Backlog,
        })
        .collect()
}

fn known_kind(title: &str) -> Option<ColumnKind> {
    let title = title.to_lowercase().replace(['\'', '\u{2019}'], "");
    let words: Vec<&str> =
        title.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect();
    let speaks_of = |phrase: &&str| {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        words.windows(phrase.len()).any(|window| window == phrase)
    };
    RULES.iter().find(|(_, phrases)| phrases.iter().any(speaks_of)).map(|(kind, _)| *kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cairn_entities::ColumnKind::{Active, Backlog, Done, Ready};

    #[test]
    fn titles_tell_what_a_column_is() {
        for (title, kind) in [
            ("Backlog", Backlog),
            ("Ideas", Backlog),
            ("Not done yet", Backlog),
            ("Revisit Later ⏳", Backlog),
            ("To Discuss 💬", Backlog),
            ("", Backlog),
            ("未着手", Backlog),
            ("To do", Ready),
            ("TO-DO", Ready),
            ("Next Up", Ready),
            ("Not Started", Ready),
            ("In Progress", Active),
            ("Code review", Active),
            ("Ready for review", Active),
            ("Blocked", Active),
            ("Completed 🙌", Done),
            ("Done / Archived 📦", Done),
            ("Won't do", Done),
            ("Closed 🏆", Done),
        ] {
            assert_eq!(guess_kind(title), kind, "{title}");
        }
    }

    #[test]
    fn unknown_titles_right_of_active_columns_are_active() {
        let titles = ["Idea", "In review", "Approved", "Complete", "Retrospective"];
        assert_eq!(guess_kinds(titles), [Backlog, Active, Active, Done, Backlog]);
    }
}
