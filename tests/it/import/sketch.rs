//! A board as plain text, for snapshots that a person can check against the real thing.

use std::fmt::Write;

use cairn::import::focalboard::ReadBoard;

/// The board's columns with their cards, and its report as JSON.
pub fn sketch(board: &ReadBoard) -> String {
    let draft = &board.draft;
    let mut text = String::new();
    let icon = draft.icon.as_deref().unwrap_or("-");
    writeln!(text, "# {icon} {}\n{}", draft.title, draft.description).unwrap();
    writeln!(text, "made by {:?} at {:?}", draft.author, draft.created_at).unwrap();
    for (index, column) in draft.columns.iter().enumerate() {
        writeln!(
            text,
            "\n== {} ({} {})",
            column.title,
            column.color.as_str(),
            column.kind.as_str()
        )
        .unwrap();
        for card in draft.cards.iter().filter(|card| card.column == index) {
            let icon = card.icon.as_deref().unwrap_or("-");
            writeln!(text, "- {icon} {}", card.title).unwrap();
            let labels: Vec<_> = card
                .labels
                .iter()
                .map(|&label| {
                    format!("{} {}", draft.labels[label].name, draft.labels[label].color.as_str())
                })
                .collect();
            for (name, value) in [
                ("labels", labels.join(", ")),
                ("assignees", card.assignees.join(", ")),
                ("start", card.start_on.map(|day| day.to_string()).unwrap_or_default()),
                ("due", card.due_on.map(|day| day.to_string()).unwrap_or_default()),
                ("estimate", card.estimate.map(|number| number.to_string()).unwrap_or_default()),
            ] {
                if !value.is_empty() {
                    writeln!(text, "    {name}: {value}").unwrap();
                }
            }
            for property in &card.properties {
                writeln!(text, "    + {}: {}", property.name, property.value).unwrap();
            }
            for line in card.body.lines() {
                writeln!(text, "    | {line}").unwrap();
            }
            for comment in &card.comments {
                writeln!(text, "    > {:?}: {}", comment.author, comment.body).unwrap();
            }
        }
    }
    let report = serde_json::to_string_pretty(&board.report).unwrap();
    writeln!(text, "\n{report}").unwrap();
    text
}
