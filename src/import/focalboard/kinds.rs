//! What a card in a column counts as, guessed from the column's title.
//!
//! Focalboard has no such notion, and progress figures need one. The guess knows English words
//! only, errs towards `BACKLOG`, and is one click to correct. `docs/import-focalboard.md` lists it.

use cairn_domain::import::draft::ColumnKind;

use super::text::{has_phrase, words};

const NEGATED: &[&str] = &["not", "never"];
const READY_FIRST: &[&str] = &["to be", "to do", "todo"];
const DONE: &[&str] = &[
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
];
const ACTIVE: &[&str] = &[
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
    "qa",
    "blocked",
    "waiting",
    "on hold",
];
const READY: &[&str] =
    &["next", "ready", "planned", "scheduled", "selected", "upcoming", "queue", "queued"];
const BACKLOG: &[&str] =
    &["backlog", "icebox", "inbox", "later", "someday", "idea", "ideas", "triage", "unstarted"];

/// The kinds of columns, from left to right. A title without a known word, right of an active
/// column, is active too: what stands between `In review` and `Complete` has been started.
pub(super) fn guess_kinds<'t>(titles: impl IntoIterator<Item = &'t str>) -> Vec<ColumnKind> {
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
    let title = words(title);
    let rules = [
        (NEGATED, ColumnKind::Backlog),
        (READY_FIRST, ColumnKind::Ready),
        (DONE, ColumnKind::Done),
        (ACTIVE, ColumnKind::Active),
        (READY, ColumnKind::Ready),
        (BACKLOG, ColumnKind::Backlog),
    ];
    rules
        .into_iter()
        .find(|(phrases, _)| phrases.iter().any(|phrase| has_phrase(&title, phrase)))
        .map(|(_, kind)| kind)
}

#[cfg(test)]
mod tests {
    use super::*;
    use cairn_domain::import::draft::ColumnKind::{Active, Backlog, Done, Ready};

    #[test]
    fn common_titles_are_understood() {
        let titles = [
            ("Not Started", Backlog),
            ("Not done yet", Backlog),
            ("Next Up", Ready),
            ("To Do", Ready),
            ("TODO", Ready),
            ("Ready", Ready),
            ("Ready for review", Active),
            ("In Progress", Active),
            ("Doing", Active),
            ("Blocked", Active),
            ("Complete 🙌", Done),
            ("Done / Archived 📦", Done),
            ("Won't do", Done),
            ("Closed 🏆", Done),
            ("Revisit Later ⏳", Backlog),
            ("To Discuss 💬", Backlog),
            ("", Backlog),
            ("未着手", Backlog),
        ];
        for (title, kind) in titles {
            assert_eq!(guess_kinds([title]), [kind], "{title}");
        }
    }

    #[test]
    fn unknown_titles_right_of_active_columns_are_active() {
        let titles = ["Idea", "In review", "Approved", "Complete", "Retrospective"];
        assert_eq!(guess_kinds(titles), [Backlog, Active, Active, Done, Backlog]);
    }
}
