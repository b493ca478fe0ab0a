//! What is counted over a whole board and what is looked up in it, once asked for.

use std::collections::HashMap;
use std::sync::{Arc, OnceLock};

use cairn_entities::{ActorRef, CardId, ColumnId, ColumnKind, LabelId, MilestoneId};

use crate::log::{ActorImage, BoardState, Change};
use crate::milestones::MilestoneProgress;

/// Each part is made when it is first asked for, and kept until a change that it depends on.
#[derive(Clone, Debug, Default)]
pub(super) struct Figures {
    comments: OnceLock<Arc<HashMap<CardId, i64>>>,
    places: OnceLock<Arc<Places>>,
    progress: OnceLock<Arc<HashMap<MilestoneId, MilestoneProgress>>>,
}

/// Where to find things.
#[derive(Debug)]
pub(super) struct Places {
    /// In the state's actors, which only ever become more.
    pub actors: HashMap<ActorRef, usize>,
    /// Among the labels by name.
    pub labels: HashMap<LabelId, usize>,
    /// Among the columns.
    pub columns: HashMap<ColumnId, usize>,
}

impl Figures {
    /// Those that still hold after `changes`, which lead to `state`.
    pub fn after(&self, changes: &[Change], state: &BoardState) -> Self {
        let places = self.places.get().filter(|places| places.actors.len() == state.actors.len());
        Self {
            comments: kept(self.comments.get(), changes, touches_comments),
            places: kept(places, changes, touches_places),
            progress: kept(self.progress.get(), changes, touches_progress),
        }
    }

    /// How many comments each card has, if any.
    pub fn comments(&self, state: &BoardState) -> &HashMap<CardId, i64> {
        self.comments.get_or_init(|| {
            let mut comments = HashMap::new();
            for comment in state.comments.values() {
                *comments.entry(comment.card_id).or_default() += 1;
            }
            Arc::new(comments)
        })
    }

    /// Where things are.
    pub fn places(&self, state: &BoardState) -> &Places {
        self.places.get_or_init(|| {
            let actors = state.actors.iter().map(ActorImage::id);
            let labels = state.labels_in_order().into_iter().map(|label| label.id);
            let columns = state.columns_in_order().into_iter().map(|column| column.id);
            Arc::new(Places {
                actors: by_place(actors),
                labels: by_place(labels),
                columns: by_place(columns),
            })
        })
    }

    /// What the cards of each milestone come to.
    pub fn progress(&self, state: &BoardState) -> &HashMap<MilestoneId, MilestoneProgress> {
        self.progress.get_or_init(|| {
            let mut progress: HashMap<_, MilestoneProgress> = HashMap::new();
            for card in state.cards.values().filter(|card| card.archived_at.is_none()) {
                if let Some(milestone) = card.milestone_id {
                    let kind = state.columns.get(&card.column_id).map(|column| column.kind);
                    progress.entry(milestone).or_default().count(kind, card.estimate);
                }
            }
            Arc::new(progress)
        })
    }
}

fn kept<T>(
    part: Option<&Arc<T>>,
    changes: &[Change],
    touches_it: fn(&Change) -> bool,
) -> OnceLock<Arc<T>> {
    let part = part.filter(|_| !changes.iter().any(touches_it)).cloned();
    part.map_or_else(OnceLock::new, OnceLock::from)
}

fn touches_comments(change: &Change) -> bool {
    use Change::{CardDeleted, Comment, CommentDeleted};
    matches!(change, Comment { .. } | CommentDeleted { .. } | CardDeleted { .. })
}

fn touches_places(change: &Change) -> bool {
    use Change::{Column, ColumnDeleted, Label, LabelDeleted};
    matches!(change, Column { .. } | ColumnDeleted { .. } | Label { .. } | LabelDeleted { .. })
}

fn touches_progress(change: &Change) -> bool {
    use Change::{Card, CardDeleted, Column, ColumnDeleted};
    matches!(change, Card { .. } | CardDeleted { .. } | Column { .. } | ColumnDeleted { .. })
}

fn by_place<T: Eq + std::hash::Hash>(things: impl Iterator<Item = T>) -> HashMap<T, usize> {
    things.enumerate().map(|(place, thing)| (thing, place)).collect()
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
