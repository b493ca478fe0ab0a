//! What the demo community consists of, as the files below `content/` write it.

use std::collections::BTreeMap;

use cairn_domain::entities::{BoardRole, BoardVisibility, Color, ColumnKind, WipPolicy};
use serde::Deserialize;

use super::when::When;

const PEOPLE: &str = include_str!("content/people.toml");
const LIGHTHOUSE: &str = include_str!("content/lighthouse.toml");
const LIGHTHOUSE_CARDS: [&str; 3] = [
    include_str!("content/lighthouse_cards_to_22.toml"),
    include_str!("content/lighthouse_cards_to_42.toml"),
    include_str!("content/lighthouse_cards_to_62.toml"),
];
const EVENTS: &str = include_str!("content/events.toml");

pub(super) struct Content {
    /// The first one administers the server.
    pub people: Vec<Person>,
    pub boards: Vec<Board>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Person {
    pub username: String,
    pub name: String,
    pub about: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Board {
    pub key: String,
    pub title: String,
    pub icon: String,
    pub visibility: BoardVisibility,
    /// When it was made.
    pub at: When,
    /// Who made it, and administers it.
    pub by: String,
    pub description: String,
    pub members: BTreeMap<String, BoardRole>,
    pub columns: Vec<Column>,
    pub labels: Vec<Label>,
    #[serde(default)]
    pub milestones: Vec<Milestone>,
    #[serde(default)]
    pub cards: Vec<Card>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Column {
    pub title: String,
    pub kind: ColumnKind,
    pub color: Color,
    pub wip_limit: Option<i32>,
    pub wip_policy: Option<WipPolicy>,
    pub description: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Label {
    pub name: String,
    pub color: Color,
}

/// Dates are days from today.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Milestone {
    pub title: String,
    pub description: String,
    pub start: Option<i64>,
    pub due: Option<i64>,
    pub closed: Option<Closed>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Closed {
    pub at: When,
    pub by: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Card {
    /// The number that it gets: cards are made in the order of these.
    pub number: u32,
    /// When it was made.
    pub at: When,
    /// Who made it.
    pub by: String,
    /// Where it was put first.
    pub column: String,
    pub icon: Option<String>,
    pub title: String,
    #[serde(default)]
    pub labels: Vec<String>,
    pub milestone: Option<String>,
    #[serde(default)]
    pub assignees: Vec<String>,
    pub estimate: Option<f64>,
    /// Days from today.
    pub due: Option<i64>,
    pub description: Option<String>,
    #[serde(default)]
    pub history: Vec<Entry>,
}

/// Something that somebody did to a card.
#[derive(Deserialize)]
pub(super) struct Entry {
    pub at: When,
    pub by: String,
    #[serde(flatten)]
    pub deed: Deed,
}

#[derive(Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum Deed {
    /// Moves it to the end of a column.
    Move(String),
    /// Puts it right above another card of its column.
    Above(u32),
    /// Comments on it.
    Say(String),
    /// Ticks the first open task that begins so.
    Tick(String),
    /// Gives it to somebody.
    Assign(String),
    /// Makes it due, so many days from today.
    Due(i64),
    /// Archives it.
    Archive {},
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct People {
    people: Vec<Person>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Cards {
    cards: Vec<Card>,
}

impl Content {
    /// Reads the content that is part of the program.
    pub(super) fn read() -> Result<Self, toml::de::Error> {
        let People { people } = toml::from_str(PEOPLE)?;
        let mut lighthouse: Board = toml::from_str(LIGHTHOUSE)?;
        for file in LIGHTHOUSE_CARDS {
            let Cards { cards } = toml::from_str(file)?;
            lighthouse.cards.extend(cards);
        }
        Ok(Self { people, boards: vec![lighthouse, toml::from_str(EVENTS)?] })
    }

    /// The names that people sign in with.
    pub(super) fn usernames(&self) -> Vec<&str> {
        self.people.iter().map(|person| person.username.as_str()).collect()
    }
}

#[cfg(test)]
mod tests;
