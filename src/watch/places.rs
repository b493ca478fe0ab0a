//! Where cards stood when they were last heard of, and what the columns are called.

use std::collections::HashMap;

use super::event::{Card, Column};
use super::plain::shortened;

/// The most characters of a title that a line shows.
pub(super) const TITLE: usize = 100;

/// A card as it is named in a line, and its column's title.
#[derive(Debug, Clone)]
pub(super) struct Place {
    pub card: String,
    pub column: String,
}

impl Place {
    pub(super) fn of(card: &Card) -> Self {
        Self {
            card: card_name(&card.key, &card.title),
            column: shortened(&card.column.title, TITLE),
        }
    }
}

/// `LH-42 "Fix the login loop"`.
pub(super) fn card_name(key: &str, title: &str) -> String {
    format!("{} \"{}\"", shortened(key, TITLE), shortened(title, TITLE))
}

/// The cards and the columns that are known: what is missing makes lines shorter, and nothing else.
#[derive(Debug, Default)]
pub(super) struct Places {
    cards: HashMap<String, Place>,
    columns: HashMap<String, String>,
}

impl Places {
    /// Learns where a card stands, and tells where it stood.
    pub(super) fn learn(&mut self, card: &Card) -> Option<Place> {
        self.learn_column(&card.column);
        self.cards.insert(card.id.clone(), Place::of(card))
    }

    /// Learns what a column is called.
    pub(super) fn learn_column(&mut self, column: &Column) {
        self.columns.insert(column.id.clone(), shortened(&column.title, TITLE));
    }

    /// What a column is called, or was when it was last heard of.
    pub(super) fn column(&self, id: &str) -> Option<&str> {
        self.columns.get(id).map(String::as_str)
    }

    /// A card is gone; tells what it was.
    pub(super) fn forget(&mut self, card: &str) -> Option<Place> {
        self.cards.remove(card)
    }

    pub(super) fn get(&self, card: &str) -> Option<&Place> {
        self.cards.get(card)
    }
}
