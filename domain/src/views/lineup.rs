//! The cards of a board as they stand, kept in order while the board changes.

use std::cmp::Ordering;
use std::collections::HashMap;
use std::sync::Arc;

use cairn_entities::ColumnId;

use crate::log::{BoardState, CardImage};

/// All cards of a board, archived ones too, by column, rank and id.
#[derive(Clone, Debug)]
pub(super) struct Lineup {
    cards: Vec<Arc<CardImage>>,
    columns: HashMap<ColumnId, usize>,
}

impl Lineup {
    /// The cards of `state`.
    pub fn of(state: &BoardState) -> Self {
        let columns = state.columns_in_order().into_iter().enumerate();
        let columns = columns.map(|(place, column)| (column.id, place)).collect();
        let mut cards: Vec<_> = state.cards.values().cloned().collect();
        cards.sort_unstable_by(|one, other| compare(&columns, one, other));
        Self { cards, columns }
    }

    /// The cards in order.
    pub fn cards(&self) -> &[Arc<CardImage>] {
        &self.cards
    }

    /// Takes out a card as it stands.
    pub fn leave(&mut self, card: &CardImage) {
        if let Ok(place) = self.place_of(card) {
            self.cards.remove(place);
        }
    }

    /// Puts a card, which is not there, to where it belongs.
    pub fn join(&mut self, card: &Arc<CardImage>) {
        if let Err(place) = self.place_of(card) {
            self.cards.insert(place, Arc::clone(card));
        }
    }

    fn place_of(&self, card: &CardImage) -> Result<usize, usize> {
        self.cards.binary_search_by(|other| compare(&self.columns, other, card))
    }
}

fn compare(columns: &HashMap<ColumnId, usize>, one: &CardImage, other: &CardImage) -> Ordering {
    let by_column = || columns.get(&one.column_id).cmp(&columns.get(&other.column_id));
    let is_same = one.column_id == other.column_id;
    let by_column = if is_same { Ordering::Equal } else { by_column() };
    by_column.then_with(|| one.rank.cmp(&other.rank)).then_with(|| one.id.cmp(&other.id))
}
