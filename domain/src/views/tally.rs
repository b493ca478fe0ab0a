//! What the cards of a board come to, kept while it changes.

use std::collections::HashMap;
use std::collections::hash_map::Entry;

use cairn_entities::ColumnId;

use crate::log::{BoardState, CardImage};

/// What a node of a map, the counters of an `Arc` and a place in the order cost beside what they hold.
pub(super) const NODE: usize = 64;

/// Counts that one card changes by little.
#[derive(Clone, Debug, Default)]
pub(super) struct Tally {
    bytes: usize,
    archived: i64,
    in_columns: HashMap<ColumnId, i64>,
}

impl Tally {
    /// The cards of `state`.
    pub fn of(state: &BoardState) -> Self {
        let mut tally = Self::default();
        state.cards.values().for_each(|card| tally.join(card));
        tally
    }

    /// How much memory the cards take, estimated.
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many are archived.
    pub fn archived(&self) -> i64 {
        self.archived
    }

    /// How many stand in a column, archived ones aside.
    pub fn in_column(&self, column: ColumnId) -> i64 {
        self.in_columns.get(&column).copied().unwrap_or_default()
    }

    /// Counts a card that was not counted.
    pub fn join(&mut self, card: &CardImage) {
        self.bytes += weight(card);
        if card.archived_at.is_some() {
            self.archived += 1;
        } else {
            *self.in_columns.entry(card.column_id).or_default() += 1;
        }
    }

    /// Counts a card, as it was when it was counted, no more.
    pub fn leave(&mut self, card: &CardImage) {
        self.bytes -= weight(card);
        if card.archived_at.is_some() {
            self.archived -= 1;
        } else if let Entry::Occupied(mut count) = self.in_columns.entry(card.column_id) {
            *count.get_mut() -= 1;
            if *count.get() == 0 {
                count.remove();
            }
        }
    }
}

fn weight(card: &CardImage) -> usize {
    let texts = card.key.len() + card.rank.len() + card.title.len();
    let lists = 16 * (card.label_ids.len() + card.assignee_ids.len());
    NODE + size_of::<CardImage>() + texts + lists
}
