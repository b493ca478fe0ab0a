//! Where cards stood when they were last heard of.

use std::collections::HashMap;

use super::event::Card;
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

/// The places of the cards that are known; a move tells where it began if its card is among them.
#[derive(Debug, Default)]
pub(super) struct Places(HashMap<String, Place>);

impl Places {
    /// Learns where a card stands, and tells where it stood.
    pub(super) fn learn(&mut self, card: &Card) -> Option<Place> {
        self.0.insert(card.id.clone(), Place::of(card))
    }

    /// A card is gone; tells what it was.
    pub(super) fn forget(&mut self, card: &str) -> Option<Place> {
        self.0.remove(card)
    }

    pub(super) fn get(&self, card: &str) -> Option<&Place> {
        self.0.get(card)
    }
}
