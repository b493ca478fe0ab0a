//! One board in memory.

use std::sync::{Arc, OnceLock};

use cairn_entities::{ActorRef, BoardRole, CardId, ColumnId, MilestoneId, UserId};

use super::figures::Figures;
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
    in_order: OnceLock<Vec<Arc<CardImage>>>,
    /// How the cards stood before, from which sorting is quick.
    former_order: Arc<[CardId]>,
}

impl BoardView {
    /// The view after `events`, which come next.
    #[must_use]
    pub fn after(view: Arc<Self>, events: &[Event]) -> Arc<Self> {
        let former_order = view.order();
        let mut state = match Arc::try_unwrap(view) {
            Ok(view) => view.state,
            Err(shared) => shared.state.clone(),
        };
        for event in events {
            state.apply(event);
            for change in &event.change_set.changes {
                match change {
                    Change::Card { after, .. } => {
                        state.cards.get_mut(&after.id).into_iter().for_each(without_text);
                    }
                    Change::Comment { after, .. } => {
                        state.comments.get_mut(&after.id).into_iter().for_each(without_body);
                    }
                    _ => {}
                }
            }
        }
        Arc::new(Self { former_order, ..Self::of(state) })
    }

    /// A view of `state`, which has no descriptions and no comments' texts.
    pub(super) fn of(state: BoardState) -> Self {
        let bytes = weight(&state);
        Self {
            state,
            bytes,
            figures: OnceLock::new(),
            in_order: OnceLock::new(),
            former_order: Arc::default(),
        }
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

    /// All cards, archived ones too, by column and rank. Sorted once, however many pages are asked for.
    #[must_use]
    pub fn cards_in_order(&self) -> &[Arc<CardImage>] {
        self.in_order.get_or_init(|| {
            let cards = &self.state.cards;
            let former: Option<Vec<_>> = self.former_order.iter().map(|id| cards.get(id)).collect();
            let start: Vec<_> = former
                .filter(|former| former.len() == cards.len())
                .unwrap_or_else(|| cards.values().collect());
            let mut placed: Vec<_> =
                start.into_iter().map(|card| (self.column_place(card.column_id), card)).collect();
            // Stable sorting finds what is in order already.
            placed.sort_by_key(|(column, card)| (*column, card.rank.as_str(), card.id));
            placed.into_iter().map(|(_, card)| Arc::clone(card)).collect()
        })
    }

    /// The cards as they stand, or stood when they were last asked for in order.
    fn order(&self) -> Arc<[CardId]> {
        match self.in_order.get() {
            Some(cards) => cards.iter().map(|card| card.id).collect(),
            None => Arc::clone(&self.former_order),
        }
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
