//! One board in memory.

use std::sync::{Arc, OnceLock};

use cairn_entities::{ActorRef, BoardRole, CardId, ColumnId, MilestoneId, UserId};

use super::figures::Figures;
use super::lineup::Lineup;
use crate::log::{
    ActorImage, BoardState, CardImage, Change, CommentImage, Event, LabelImage, UserImage,
};
use crate::milestones::MilestoneProgress;
use crate::text;

/// A board at one seq, without descriptions and comments' texts, which snapshots do not show.
#[derive(Debug)]
pub struct BoardView {
    state: BoardState,
    bytes: usize,
    figures: OnceLock<Figures>,
    lineup: OnceLock<Lineup>,
}

impl BoardView {
    /// The view after `events`, which come next.
    #[must_use]
    pub fn after(view: Arc<Self>, events: &[Event]) -> Arc<Self> {
        let (mut state, mut lineup) = match Arc::try_unwrap(view) {
            Ok(view) => (view.state, view.lineup.into_inner()),
            Err(shared) => (shared.state.clone(), shared.lineup.get().cloned()),
        };
        for event in events {
            let changes = &event.change_set.changes;
            // Where columns change, all cards may stand elsewhere.
            let moves_columns =
                |change| matches!(change, &Change::Column { .. } | &Change::ColumnDeleted { .. });
            lineup = lineup.filter(|_| !changes.iter().any(moves_columns));
            let touched: Vec<_> = changes.iter().filter_map(touched_card).collect();
            if let Some(lineup) = &mut lineup {
                let before = touched.iter().filter_map(|id| state.cards.get(id));
                before.for_each(|card| lineup.leave(card));
            }
            state.apply(event);
            for change in changes {
                if let Change::Comment { after, .. } = change {
                    state.comments.get_mut(&after.id).into_iter().for_each(without_body);
                }
            }
            for card in touched {
                let Some(card) = state.cards.get_mut(&card) else { continue };
                without_text(card);
                if let Some(lineup) = &mut lineup {
                    lineup.join(card);
                }
            }
        }
        let view = Self::of(state);
        if let Some(lineup) = lineup {
            let _it_was_empty = view.lineup.set(lineup);
        }
        Arc::new(view)
    }

    /// A view of `state`, which has no descriptions and no comments' texts.
    pub(super) fn of(state: BoardState) -> Self {
        let bytes = weight(&state);
        Self { state, bytes, figures: OnceLock::new(), lineup: OnceLock::new() }
    }

    /// The board. Its cards have no description, its comments no text.
    #[must_use]
    pub fn state(&self) -> &BoardState {
        &self.state
    }

    /// How much memory it takes, estimated.
    #[must_use]
    pub fn bytes(&self) -> usize {
        self.bytes
    }

    /// How many comments a card has.
    #[must_use]
    pub fn comment_count(&self, card: CardId) -> i64 {
        self.figures().comments.get(&card).copied().unwrap_or_default()
    }

    /// How many cards, archived ones aside, stand in a column.
    #[must_use]
    pub fn card_count(&self, column: ColumnId) -> i64 {
        self.figures().cards.get(&column).copied().unwrap_or_default()
    }

    /// A column's place on the board.
    #[must_use]
    pub fn column_place(&self, column: ColumnId) -> Option<usize> {
        self.figures().column_places.get(&column).copied()
    }

    /// All cards, archived ones too, by column and rank. Sorted once, and then kept so.
    #[must_use]
    pub fn cards_in_order(&self) -> &[Arc<CardImage>] {
        self.lineup.get_or_init(|| Lineup::of(&self.state)).cards()
    }

    /// How many cards are archived.
    #[must_use]
    pub fn archived_card_count(&self) -> i64 {
        self.figures().archived
    }

    /// What the cards of a milestone come to.
    #[must_use]
    pub fn progress(&self, milestone: MilestoneId) -> MilestoneProgress {
        self.figures().progress.get(&milestone).copied().unwrap_or_default()
    }

    /// Somebody, as they were called when last mentioned.
    #[must_use]
    pub fn actor(&self, id: ActorRef) -> Option<&ActorImage> {
        self.figures().actors.get(&id).map(|place| &self.state.actors[*place])
    }

    /// The labels of a card, by name.
    #[must_use]
    pub fn labels_of(&self, card: &CardImage) -> Vec<&LabelImage> {
        let mut labels: Vec<_> =
            card.label_ids.iter().filter_map(|id| self.state.labels.get(id)).collect();
        labels.sort_unstable_by_key(|label| self.figures().label_places.get(&label.id));
        labels
    }

    /// Who works on a card, by username.
    #[must_use]
    pub fn assignees_of(&self, card: &CardImage) -> Vec<&UserImage> {
        let mut people: Vec<_> = card.assignee_ids.iter().filter_map(|id| self.user(*id)).collect();
        if people.len() > 1 {
            people.sort_by(|one, other| one.order(other));
        }
        people
    }

    /// The members by username, and what they may do.
    #[must_use]
    pub fn members_in_order(&self) -> Vec<(&UserImage, BoardRole)> {
        let members = self.state.members.values();
        let mut members: Vec<_> =
            members.filter_map(|member| Some((self.user(member.user_id)?, member.role))).collect();
        members.sort_by_cached_key(|(user, _)| text::folded(&user.username));
        members
    }

    fn user(&self, id: UserId) -> Option<&UserImage> {
        match self.actor(ActorRef::User(id)) {
            Some(ActorImage::User(user)) => Some(user),
            _ => None,
        }
    }

    fn figures(&self) -> &Figures {
        self.figures.get_or_init(|| Figures::of(&self.state))
    }
}

fn touched_card(change: &Change) -> Option<CardId> {
    match change {
        Change::Card { after, .. } => Some(after.id),
        Change::CardDeleted { id, .. } => Some(*id),
        _ => None,
    }
}

fn without_text(card: &mut Arc<CardImage>) {
    if card.description.is_some() {
        Arc::make_mut(card).description = None;
    }
}

fn without_body(comment: &mut Arc<CommentImage>) {
    if !comment.body.is_empty() {
        Arc::make_mut(comment).body = String::new();
    }
}

/// What a node of a map, the counters of an `Arc` and a place in the order cost beside what they hold.
const NODE: usize = 64;

fn weight(state: &BoardState) -> usize {
    let cards = state.cards.values().map(|card| {
        let texts = card.key.len() + card.rank.len() + card.title.len();
        NODE + size_of::<CardImage>()
            + texts
            + 16 * (card.label_ids.len() + card.assignee_ids.len())
    });
    let columns = state.columns.values().map(|column| {
        2 * NODE + size_of_val(column) + column.title.len() + column.description.len()
    });
    let milestones = state.milestones.values().map(|milestone| {
        2 * NODE + size_of_val(milestone) + milestone.title.len() + milestone.description.len()
    });
    let comments = state.comments.len() * (NODE + size_of::<CommentImage>());
    let people = (state.actors.len() + state.members.len()) * (2 * NODE + size_of::<ActorImage>());
    let labels = state.labels.len() * (2 * NODE + size_of::<LabelImage>());
    size_of::<BoardState>()
        + state.board.description.len()
        + cards.chain(columns).chain(milestones).sum::<usize>()
        + comments
        + people
        + labels
}
