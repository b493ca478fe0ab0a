//! One board in memory.

use std::borrow::Borrow;
use std::collections::BTreeSet;
use std::sync::{Arc, OnceLock};

use cairn_entities::{ActorRef, BoardRole, CardId, ColumnId, MilestoneId, UserId};

use super::figures::{Figures, Places};
use super::lineup::Lineup;
use super::tally::{NODE, Tally};
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
    tally: Tally,
    figures: Figures,
    lineup: OnceLock<Lineup>,
}

impl BoardView {
    /// The view after `events`, which come next.
    #[must_use]
    pub fn after(view: Arc<Self>, events: &[impl Borrow<Event>]) -> Arc<Self> {
        let mut view = Arc::try_unwrap(view).unwrap_or_else(|shared| shared.copy());
        for event in events {
            view.apply(event.borrow());
        }
        view.bytes = weight(&view.state, &view.tally);
        Arc::new(view)
    }

    /// A view of `state`, which has no descriptions and no comments' texts.
    pub(super) fn of(state: BoardState) -> Self {
        let tally = Tally::of(&state);
        let bytes = weight(&state, &tally);
        Self { state, bytes, tally, figures: Figures::default(), lineup: OnceLock::new() }
    }

    fn copy(&self) -> Self {
        Self {
            state: self.state.clone(),
            bytes: self.bytes,
            tally: self.tally.clone(),
            figures: self.figures.clone(),
            lineup: self.lineup.clone(),
        }
    }

    fn apply(&mut self, event: &Event) {
        let changes = &event.change_set.changes;
        // Where columns change, all cards may stand elsewhere.
        let moves_columns =
            |change| matches!(change, &Change::Column { .. } | &Change::ColumnDeleted { .. });
        if changes.iter().any(moves_columns) {
            self.lineup.take();
        }
        // An event may touch a card twice.
        let touched: BTreeSet<_> = changes.iter().filter_map(touched_card).collect();
        for card in touched.iter().filter_map(|id| self.state.cards.get(id)) {
            self.tally.leave(card);
            self.lineup.get_mut().into_iter().for_each(|lineup| lineup.leave(card));
        }
        self.state.apply(event);
        for change in changes {
            if let Change::Comment { after, .. } = change {
                self.state.comments.get_mut(&after.id).into_iter().for_each(without_body);
            }
        }
        for id in touched {
            let Some(card) = self.state.cards.get_mut(&id) else { continue };
            without_text(card);
            self.tally.join(card);
            self.lineup.get_mut().into_iter().for_each(|lineup| lineup.join(card));
        }
        self.figures = self.figures.after(changes, &self.state);
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
        self.figures.comments(&self.state).get(&card).copied().unwrap_or_default()
    }

    /// How many cards, archived ones aside, stand in a column.
    #[must_use]
    pub fn card_count(&self, column: ColumnId) -> i64 {
        self.tally.in_column(column)
    }

    /// A column's place on the board.
    #[must_use]
    pub fn column_place(&self, column: ColumnId) -> Option<usize> {
        self.places().columns.get(&column).copied()
    }

    /// All cards, archived ones too, by column and rank. Sorted once, and then kept so.
    #[must_use]
    pub fn cards_in_order(&self) -> &[Arc<CardImage>] {
        self.lineup.get_or_init(|| Lineup::of(&self.state)).cards()
    }

    /// How many cards are archived.
    #[must_use]
    pub fn archived_card_count(&self) -> i64 {
        self.tally.archived()
    }

    /// What the cards of a milestone come to.
    #[must_use]
    pub fn progress(&self, milestone: MilestoneId) -> MilestoneProgress {
        self.figures.progress(&self.state).get(&milestone).copied().unwrap_or_default()
    }

    /// Somebody, as they were called when last mentioned.
    #[must_use]
    pub fn actor(&self, id: ActorRef) -> Option<&ActorImage> {
        self.places().actors.get(&id).map(|place| &self.state.actors[*place])
    }

    /// The labels of a card, by name.
    #[must_use]
    pub fn labels_of(&self, card: &CardImage) -> Vec<&LabelImage> {
        let mut labels: Vec<_> =
            card.label_ids.iter().filter_map(|id| self.state.labels.get(id)).collect();
        labels.sort_unstable_by_key(|label| self.places().labels.get(&label.id));
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

    fn places(&self) -> &Places {
        self.figures.places(&self.state)
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

fn weight(state: &BoardState, cards: &Tally) -> usize {
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
        + cards.bytes()
        + columns.chain(milestones).sum::<usize>()
        + comments
        + people
        + labels
}
