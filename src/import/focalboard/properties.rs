//! What each property of a board's cards becomes.

use cairn_domain::import::report::PropertyUse;

use super::record::PropertyRecord;
use super::text::{has_word, words};

const ASSIGNEE_WORDS: &[&str] = &[
    "assignee",
    "assignees",
    "assigned",
    "owner",
    "owners",
    "responsible",
    "who",
    "lead",
    "driver",
];
const NOT_ASSIGNEE_WORDS: &[&str] =
    &["reviewer", "reviewers", "reporter", "author", "requester", "customer", "contact"];

const DUE_WORDS: &[&str] = &["due", "deadline"];
const END_WORDS: &[&str] = &[
    "end",
    "finish",
    "target",
    "expected",
    "until",
    "release",
    "launch",
    "delivery",
    "completion",
    "close",
    "closing",
    "planned",
    "scheduled",
];
const DATE_WORDS: &[&str] = &["date", "dates", "day", "when", "timeline"];
const START_WORDS: &[&str] = &["start", "starts", "begin", "begins", "kickoff"];
const PAST_WORDS: &[&str] = &[
    "last",
    "contact",
    "created",
    "updated",
    "received",
    "reported",
    "opened",
    "birth",
    "birthday",
    "since",
    "published",
    "done",
    "completed",
    "closed",
];

const ESTIMATE_WORDS: &[&str] = &[
    "estimate",
    "estimates",
    "estimation",
    "estimated",
    "points",
    "point",
    "size",
    "hours",
    "effort",
];
const MONEY_WORDS: &[&str] =
    &["value", "cost", "costs", "price", "revenue", "budget", "amount", "team", "company"];

/// How well the words of a name fit, from 0; none when not at all.
type Rank = fn(&[String]) -> Option<u8>;

/// What each property becomes, in their order. `grouped_by` is the id of the one that the columns
/// are made from. A card has one due date, one start, one estimate and one set of assignees: the
/// property whose name says so best is taken, and the others stay readable in the card's text.
pub(super) fn plan(properties: &[PropertyRecord], grouped_by: Option<&str>) -> Vec<PropertyUse> {
    let mut uses: Vec<PropertyUse> = properties
        .iter()
        .map(|property| match property.kind.as_str() {
            _ if Some(property.id.as_str()) == grouped_by => PropertyUse::Columns,
            "select" | "multiSelect" => PropertyUse::Labels,
            "createdTime" | "createdBy" | "updatedTime" | "updatedBy" => PropertyUse::Computed,
            _ => PropertyUse::Listed,
        })
        .collect();
    let singles: [(&[&str], Rank, PropertyUse); 4] = [
        (&["person", "multiPerson"], assignee_rank, PropertyUse::Assignees),
        (&["date"], due_rank, PropertyUse::DueDate),
        (&["date"], start_rank, PropertyUse::StartDate),
        (&["number"], estimate_rank, PropertyUse::Estimate),
    ];
    for (kinds, rank, became) in singles {
        let best = properties
            .iter()
            .enumerate()
            .filter(|(index, property)| {
                uses[*index] == PropertyUse::Listed && kinds.contains(&property.kind.as_str())
            })
            .filter_map(|(index, property)| Some((rank(&words(&property.name))?, index)))
            .min();
        if let Some((_, index)) = best {
            uses[index] = became;
        }
    }
    uses
}

fn assignee_rank(name: &[String]) -> Option<u8> {
    if has_word(name, ASSIGNEE_WORDS) {
        Some(0)
    } else if has_word(name, NOT_ASSIGNEE_WORDS) {
        None
    } else {
        Some(1)
    }
}

fn due_rank(name: &[String]) -> Option<u8> {
    if has_word(name, DUE_WORDS) {
        Some(0)
    } else if has_word(name, START_WORDS) || has_word(name, PAST_WORDS) {
        None
    } else if has_word(name, END_WORDS) {
        Some(1)
    } else if has_word(name, DATE_WORDS) {
        Some(2)
    } else {
        None
    }
}

fn start_rank(name: &[String]) -> Option<u8> {
    has_word(name, START_WORDS).then_some(0)
}

fn estimate_rank(name: &[String]) -> Option<u8> {
    (has_word(name, ESTIMATE_WORDS) && !has_word(name, MONEY_WORDS)).then_some(0)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn planned(properties: &[(&str, &str)]) -> Vec<PropertyUse> {
        let records: Vec<PropertyRecord> = properties
            .iter()
            .map(|(kind, name)| PropertyRecord {
                id: (*name).to_owned(),
                name: (*name).to_owned(),
                kind: (*kind).to_owned(),
                options: Vec::new(),
            })
            .collect();
        plan(&records, Some("Status"))
    }

    #[test]
    fn each_kind_finds_its_place() {
        let uses = planned(&[
            ("select", "Status"),
            ("select", "Priority"),
            ("multiSelect", "Tags"),
            ("person", "Reviewer"),
            ("multiPerson", "Assignee"),
            ("date", "Start"),
            ("date", "Due Date"),
            ("number", "Story Points"),
            ("createdTime", "Created"),
            ("url", "Design"),
        ]);
        assert_eq!(
            uses,
            [
                PropertyUse::Columns,
                PropertyUse::Labels,
                PropertyUse::Labels,
                PropertyUse::Listed,
                PropertyUse::Assignees,
                PropertyUse::StartDate,
                PropertyUse::DueDate,
                PropertyUse::Estimate,
                PropertyUse::Computed,
                PropertyUse::Listed,
            ]
        );
    }

    #[test]
    fn a_past_date_and_a_sum_of_money_are_neither_due_nor_an_estimate() {
        let uses = planned(&[
            ("date", "Last Contact Date"),
            ("date", "Expected Close"),
            ("number", "Estimated Value"),
        ]);
        assert_eq!(uses, [PropertyUse::Listed, PropertyUse::DueDate, PropertyUse::Listed]);
    }
}
