//! What an import came to, for people and for scripts.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{self, Write as _};
use std::path::Path;

use cairn_domain::import::ImportOutcome;
use cairn_domain::import::report::{FileState, ImportReport, PropertyUse};
use serde_json::{Value, json};

use super::ArchiveRest;

/// What came of one archive.
pub(super) struct ImportedFile<'f> {
    pub(super) file: &'f Path,
    pub(super) sha256: [u8; 32],
    pub(super) boards: Vec<ImportOutcome>,
    pub(super) rest: ArchiveRest,
}

/// Prints one JSON document.
pub(super) fn json(files: &[ImportedFile<'_>]) -> io::Result<()> {
    let files: Vec<Value> = files
        .iter()
        .map(|ImportedFile { file, sha256, boards, rest }| {
            let boards: Vec<Value> = boards.iter().map(board_json).collect();
            let ArchiveRest { deleted_boards, ignored_entries, unknown_lines } = rest;
            json!({
                "file": file.display().to_string(),
                "sha256": hex(sha256),
                "boards": boards,
                "deletedBoards": deleted_boards,
                "ignoredEntries": ignored_entries,
                "unknownLines": unknown_lines,
            })
        })
        .collect();
    print(&format!("{:#}\n", json!({ "files": files })))
}

fn board_json(outcome: &ImportOutcome) -> Value {
    let ImportOutcome { board_id, key, title, is_new, report } = outcome;
    json!({ "id": board_id, "key": key, "title": title, "isNew": is_new, "report": report })
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _infallible = write!(text, "{byte:02x}");
        text
    })
}

/// Prints a readable report.
pub(super) fn text(files: &[ImportedFile<'_>]) -> io::Result<()> {
    let mut text = String::new();
    for ImportedFile { file, sha256: _, boards, rest } in files {
        line(&mut text, 0, &file.display().to_string());
        for outcome in boards {
            board_text(&mut text, outcome);
        }
        for title in &rest.deleted_boards {
            line(&mut text, 1, &format!("{title:?} was deleted there and stays out"));
        }
        counts(&mut text, 1, "lines of unknown types", &rest.unknown_lines);
        if !rest.ignored_entries.is_empty() {
            line(&mut text, 1, &format!("not used: {}", names(rest.ignored_entries.iter())));
        }
    }
    print(&text)
}

/// Whoever read it may have seen enough, as `head` has.
fn print(text: &str) -> io::Result<()> {
    match io::stdout().write_all(text.as_bytes()) {
        Err(error) if error.kind() == io::ErrorKind::BrokenPipe => Ok(()),
        result => result,
    }
}

fn board_text(text: &mut String, outcome: &ImportOutcome) {
    let ImportOutcome { board_id: _, key, title, is_new, report } = outcome;
    if !is_new {
        line(text, 1, &format!("{key}  {title}: imported before, nothing was changed"));
        return;
    }
    let came = report.came;
    let came = [
        plural(came.cards, "card"),
        plural(came.columns, "column"),
        plural(came.labels, "label"),
        plural(came.comments, "comment"),
        plural(came.checklist_items, "checklist item"),
    ];
    line(text, 1, &format!("{key}  {title}: {}", came.join(", ")));
    origin_of_columns(text, report);
    properties(text, report);
    people(text, report);
    losses(text, report);
}

fn origin_of_columns(text: &mut String, report: &ImportReport) {
    let property = match &report.columns_from_property {
        Some(name) => format!("columns from {name:?}"),
        None => "no property to make columns from".to_owned(),
    };
    let view = match &report.columns_from_view {
        Some(view) => format!(", order from the view {view:?}"),
        None => String::new(),
    };
    line(text, 2, &format!("{property}{view}"));
}

fn properties(text: &mut String, report: &ImportReport) {
    for (became, words) in [
        (PropertyUse::Labels, "labels from"),
        (PropertyUse::Assignees, "assignees from"),
        (PropertyUse::StartDate, "start dates from"),
        (PropertyUse::DueDate, "due dates from"),
        (PropertyUse::Estimate, "estimates from"),
    ] {
        let of_kind = report.properties.iter().filter(|property| property.became == became);
        let names: Vec<String> = of_kind
            .filter(|property| property.values > 0)
            .map(|property| format!("{:?}", property.name))
            .collect();
        if !names.is_empty() {
            line(text, 2, &format!("{words} {}", names.join(", ")));
        }
    }
    for property in &report.properties {
        if property.listed > 0 {
            let values = plural(property.listed, "value");
            line(text, 2, &format!("{:?}: {values} listed below the cards' texts", property.name));
        }
        if property.became == PropertyUse::RawRecord {
            let values = plural(property.values, "value");
            let name = &property.name;
            line(text, 2, &format!("{name:?}: {values} of no known property, kept as raw record"));
        }
    }
}

fn people(text: &mut String, report: &ImportReport) {
    let strangers = report.people.iter().filter(|person| person.username.is_none());
    let strangers = names(strangers.map(|person| &person.name));
    if !strangers.is_empty() {
        line(text, 2, &format!("nobody here, kept as names: {strangers}"));
    }
    if report.members_not_added > 0 {
        let members = plural(report.members_not_added, "member");
        line(text, 2, &format!("{members} of the board there not added here"));
    }
}

fn losses(text: &mut String, report: &ImportReport) {
    for (state, words) in [
        (FileState::NotImported, "not imported"),
        (FileState::Empty, "empty in the archive"),
        (FileState::Missing, "missing in the archive"),
    ] {
        let files = report.files.iter().filter(|file| file.state == state).count();
        if files > 0 {
            line(text, 2, &format!("{} {words}", plural(files, "file")));
        }
    }
    if !report.templates.is_empty() {
        line(text, 2, &format!("card templates left out: {}", names(report.templates.iter())));
    }
    let views = report.views.iter().filter(|view| !view.used);
    let views = names(views.map(|view| &view.title));
    if !views.is_empty() {
        line(text, 2, &format!("views left out: {views}"));
    }
    counts(text, 2, "deleted there", &report.deleted_blocks);
    counts(text, 2, "of unknown types", &report.unknown_blocks);
    counts(text, 2, "without a card", &report.orphaned_blocks);
    let dangling = report.dangling;
    for (count, words) in [
        (dangling.card_order + dangling.content_order, "id in orders that led nowhere"),
        (dangling.options, "value naming an option that is not there"),
        (report.texts.cleaned, "text with control characters, which were removed"),
        (report.texts.untitled, "thing without a title, now \"Untitled\""),
        (report.texts.empty_comments, "comment without text left out"),
        (report.texts.icons, "icon that is no single emoji left out"),
        (report.texts.cut.len(), "text over a limit cut"),
    ] {
        if count > 0 {
            line(text, 2, &format!("{count} x {words}"));
        }
    }
}

fn counts(text: &mut String, indent: usize, words: &str, counts: &BTreeMap<String, usize>) {
    if !counts.is_empty() {
        let counts: Vec<String> =
            counts.iter().map(|(kind, count)| format!("{count} {kind}")).collect();
        line(text, indent, &format!("{words}: {}", counts.join(", ")));
    }
}

/// The first few names; the JSON report has them all.
fn names<'n>(names: impl Iterator<Item = &'n String>) -> String {
    const SHOWN: usize = 8;
    let names: Vec<&str> = names.map(String::as_str).collect();
    let rest = names.len().saturating_sub(SHOWN);
    let shown = names[..names.len() - rest].join(", ");
    if rest == 0 { shown } else { format!("{shown} and {rest} more") }
}

fn plural(count: usize, noun: &str) -> String {
    let ending = if count == 1 { "" } else { "s" };
    format!("{count} {noun}{ending}")
}

/// One line. A title or name of the archive cannot make another one, or move the cursor.
fn line(text: &mut String, indent: usize, words: &str) {
    let clean = words.replace(char::is_control, " ");
    let _infallible = writeln!(text, "{:width$}{clean}", "", width = indent * 2);
}
