//! An event as a line for people.

use super::event::{Change, Comment, Event};
use super::places::{Place, Places, TITLE, card_name};
use super::plain::shortened;

/// The most characters of a comment that a line shows.
const COMMENT: usize = 100;

/// `#128  Ann moved LH-42 "Fix the login loop" from Ready to Review`: without the time, which is
/// the terminal's matter. `places` learns from the event.
pub(super) fn line(event: &Event, places: &mut Places) -> String {
    format!("#{}  {} {}", event.seq, who(event), deed(&event.changes, places))
}

/// The line of an event whose `changes` were too many to be told.
pub(super) fn brief_line(event: &Event, changes: usize) -> String {
    format!("#{}  {} changed {changes} things at once", event.seq, who(event))
}

fn who(event: &Event) -> String {
    event.actor.as_ref().map_or("Somebody".to_owned(), |actor| shortened(actor.name(), TITLE))
}

fn deed(changes: &[Change], places: &mut Places) -> String {
    let deeds: Vec<Deed> = changes.iter().map(|change| Deed::of(change, places)).collect();
    if let Some(made) = deeds.iter().find(|deed| deed.kind == Kind::NewBoard) {
        return made.words.clone();
    }
    // New ranks of neighbours and the cards of a deleted label go along with something else.
    let main: Vec<&Deed> = deeds.iter().filter(|deed| deed.kind == Kind::Main).collect();
    match (main.as_slice(), deeds.as_slice()) {
        ([only], _) => only.words.clone(),
        ([], [only]) => only.words.clone(),
        (_, []) => "changed nothing".to_owned(),
        _ => summary(changes),
    }
}

#[derive(PartialEq, Eq)]
enum Kind {
    NewBoard,
    Main,
    Aside,
}

struct Deed {
    kind: Kind,
    words: String,
}

impl Deed {
    fn of(change: &Change, places: &mut Places) -> Self {
        let kind = match change {
            Change::BoardChanged { fields, .. } if is_new(fields) => Kind::NewBoard,
            Change::CardChanged { fields, .. } if fields.iter().all(|field| field == "rank") => {
                Kind::Aside
            }
            _ => Kind::Main,
        };
        Self { kind, words: words(change, places) }
    }
}

fn words(change: &Change, places: &mut Places) -> String {
    let title = |text: &str| format!("\"{}\"", shortened(text, TITLE));
    match change {
        Change::BoardChanged { fields, board } if is_new(fields) => {
            format!("made the board {} {}", shortened(&board.key, TITLE), title(&board.title))
        }
        Change::BoardChanged { fields, board } => {
            match archiving(fields, board.archived_at.as_ref()) {
                Some(verb) => format!("{verb} the board"),
                None => format!("changed the board's {}", names(fields)),
            }
        }
        Change::ColumnChanged { fields, column } => {
            places.learn_column(column);
            made_or_changed("column", fields, &title(&column.title))
        }
        Change::ColumnDeleted {} => "deleted a column".to_owned(),
        Change::CardChanged { fields, old_column_id, card } => {
            let told = old_column_id.as_ref().and_then(|id| places.column(id)).map(str::to_owned);
            let known = places.learn(card).map(|former| former.column);
            let Place { card: name, column } = Place::of(card);
            if is_new(fields) {
                return format!("made {name} in {column}");
            }
            if let Some(verb) = archiving(fields, card.archived_at.as_ref()) {
                return format!("{verb} {name}");
            }
            let is_move = fields.iter().all(|field| matches!(&**field, "column" | "rank"));
            match told.or(known.filter(|former| *former != column)) {
                Some(former) if is_move => format!("moved {name} from {former} to {column}"),
                _ if fields.iter().all(|field| field == "rank") => {
                    format!("moved {name} within {column}")
                }
                _ if is_move => format!("moved {name} to {column}"),
                _ => format!("changed the {} of {name}", names(fields)),
            }
        }
        Change::CardDeleted { card_id } => match places.forget(card_id) {
            Some(place) => format!("deleted {}", place.card),
            None => "deleted a card".to_owned(),
        },
        Change::LabelChanged { fields, label } => {
            made_or_changed("label", fields, &title(&label.name))
        }
        Change::LabelDeleted {} => "deleted a label".to_owned(),
        Change::MilestoneChanged { fields, milestone } => {
            let name = title(&milestone.title);
            match &*milestone.state {
                "CLOSED" if is_only(fields, "state") => format!("closed the milestone {name}"),
                _ if is_only(fields, "state") => format!("opened the milestone {name} again"),
                _ => made_or_changed("milestone", fields, &name),
            }
        }
        Change::MilestoneDeleted {} => "deleted a milestone".to_owned(),
        Change::CommentChanged { fields, comment: Comment { body, card } } => {
            let verb = if is_new(fields) { "commented" } else { "changed a comment" };
            let card = card_name(&card.key, &card.title);
            format!("{verb} on {card}: {}", shortened(body, COMMENT))
        }
        Change::CommentDeleted { card_id } => match places.get(card_id) {
            Some(place) => format!("deleted a comment on {}", place.card),
            None => "deleted a comment".to_owned(),
        },
        Change::MemberChanged { fields, member } => {
            let name = shortened(&member.user.display_name, TITLE);
            let role = shortened(&member.role, TITLE).to_lowercase();
            if is_new(fields) {
                format!("added {name} to the board ({role})")
            } else {
                format!("changed the role of {name} to {role}")
            }
        }
        Change::MemberRemoved {} => "took somebody off the board".to_owned(),
        Change::Other => "did something that this version does not know".to_owned(),
    }
}

/// `changed 1 column and 12 cards`.
fn summary(changes: &[Change]) -> String {
    let counts: Vec<String> = KINDS
        .iter()
        .map(|kind| (kind, changes.iter().filter(|change| kind_of(change) == *kind).count()))
        .filter(|(_, count)| *count > 0)
        .map(|(kind, count)| format!("{count} {kind}{}", if count == 1 { "" } else { "s" }))
        .collect();
    format!("changed {}", and(&counts))
}

const KINDS: [&str; 8] =
    ["board", "column", "card", "label", "milestone", "comment", "member", "other thing"];

fn kind_of(change: &Change) -> &'static str {
    match change {
        Change::BoardChanged { .. } => "board",
        Change::ColumnChanged { .. } | Change::ColumnDeleted {} => "column",
        Change::CardChanged { .. } | Change::CardDeleted { .. } => "card",
        Change::LabelChanged { .. } | Change::LabelDeleted {} => "label",
        Change::MilestoneChanged { .. } | Change::MilestoneDeleted {} => "milestone",
        Change::CommentChanged { .. } | Change::CommentDeleted { .. } => "comment",
        Change::MemberChanged { .. } | Change::MemberRemoved {} => "member",
        Change::Other => "other thing",
    }
}

fn is_new(fields: &[String]) -> bool {
    is_only(fields, "*")
}

fn is_only(fields: &[String], name: &str) -> bool {
    matches!(fields, [field] if field == name)
}

fn archiving(fields: &[String], archived_at: Option<&String>) -> Option<&'static str> {
    is_only(fields, "archivedAt").then_some(match archived_at {
        Some(_) => "archived",
        None => "restored",
    })
}

fn made_or_changed(what: &str, fields: &[String], name: &str) -> String {
    if is_new(fields) {
        format!("made the {what} {name}")
    } else {
        format!("changed the {} of the {what} {name}", names(fields))
    }
}

/// The fields as people say them; a rank goes without saying beside others.
fn names(fields: &[String]) -> String {
    let names: Vec<String> = fields
        .iter()
        .filter(|field| *field != "rank" || fields.len() == 1)
        .map(|field| match &**field {
            "startOn" => "start date".to_owned(),
            "dueOn" => "due date".to_owned(),
            "wipLimit" => "limit".to_owned(),
            "wipPolicy" => "limit's policy".to_owned(),
            "hasDescription" | "checklist" => "description".to_owned(),
            "rank" => "place".to_owned(),
            other => shortened(other, TITLE),
        })
        .collect();
    let mut once: Vec<String> = Vec::new();
    for name in names {
        if !once.contains(&name) {
            once.push(name);
        }
    }
    and(&once)
}

fn and(items: &[String]) -> String {
    match items {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}

#[cfg(test)]
mod tests;
