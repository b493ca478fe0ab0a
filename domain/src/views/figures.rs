//! What is counted over a whole board, once for each state of it.

use std::collections::HashMap;

use cairn_entities::{ActorRef, CardId, ColumnId, ColumnKind, LabelId, MilestoneId};

use crate::log::BoardState;
use crate::milestones::MilestoneProgress;

/// Counts, and where to find things.
#[derive(Debug)]
pub(super) struct Figures {
    pub comments: HashMap<CardId, i64>,
    pub cards: HashMap<ColumnId, i64>,
    pub archived: i64,
    pub progress: HashMap<MilestoneId, MilestoneProgress>,
    /// Places in the state's actors.
    pub actors: HashMap<ActorRef, usize>,
    /// Places among the labels by name.
    pub label_places: HashMap<LabelId, usize>,
    /// Places among the columns.
    pub column_places: HashMap<ColumnId, usize>,
}

impl Figures {
    /// Counts in one walk over the board.
    pub fn of(state: &BoardState) -> Self {
        let mut figures = Self {
            comments: HashMap::new(),
            cards: HashMap::new(),
            archived: 0,
            progress: HashMap::new(),
            actors: state.actors.iter().enumerate().map(|(i, actor)| (actor.id(), i)).collect(),
            label_places: state
                .labels_in_order()
                .into_iter()
                .enumerate()
                .map(|(place, label)| (label.id, place))
                .collect(),
            column_places: state
                .columns_in_order()
                .into_iter()
                .enumerate()
                .map(|(place, column)| (column.id, place))
                .collect(),
        };
        for comment in state.comments.values() {
            *figures.comments.entry(comment.card_id).or_default() += 1;
        }
        for card in state.cards.values() {
            if card.archived_at.is_some() {
                figures.archived += 1;
                continue;
            }
            *figures.cards.entry(card.column_id).or_default() += 1;
            if let Some(milestone) = card.milestone_id {
                let kind = state.columns.get(&card.column_id).map(|column| column.kind);
                figures.progress.entry(milestone).or_default().count(kind, card.estimate);
            }
        }
        figures
    }
}

impl MilestoneProgress {
    /// Counts one card that stands in a column of this kind.
    pub(crate) fn count(&mut self, kind: Option<ColumnKind>, estimate: Option<f64>) {
        let estimate = estimate.unwrap_or_default();
        self.total += 1;
        self.estimate_total += estimate;
        match kind {
            Some(ColumnKind::Done) => {
                self.done += 1;
                self.estimate_done += estimate;
            }
            Some(ColumnKind::Active) => self.active += 1,
            _ => {}
        }
    }
}
