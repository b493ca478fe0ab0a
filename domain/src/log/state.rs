//! A whole board at one seq, rebuilt from its log.

use std::collections::BTreeMap;
use std::sync::Arc;

use cairn_entities::{ActorRef, CardId, ColumnId, CommentId, Epoch, LabelId, MilestoneId, UserId};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

use super::{
    ActorImage, BoardImage, CardImage, Change, ColumnImage, CommentImage, Event, LabelImage,
    MemberImage, MilestoneImage,
};

/// A board and everything on it, as it was after event `seq`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct BoardState {
    /// The log that it was rebuilt from.
    pub epoch: Epoch,
    /// The event after which it was so.
    pub seq: i64,
    /// That event's time.
    pub updated_at: DateTime<Utc>,
    /// The board itself.
    pub board: BoardImage,
    /// Its columns.
    pub columns: BTreeMap<ColumnId, ColumnImage>,
    /// Its cards, with their descriptions.
    pub cards: BTreeMap<CardId, Arc<CardImage>>,
    /// Its labels.
    pub labels: BTreeMap<LabelId, LabelImage>,
    /// Its milestones.
    pub milestones: BTreeMap<MilestoneId, MilestoneImage>,
    /// The comments on its cards.
    pub comments: BTreeMap<CommentId, Arc<CommentImage>>,
    /// Who may do what.
    pub members: BTreeMap<UserId, MemberImage>,
    /// Everybody that its events mention, as they were called when last mentioned.
    pub actors: Vec<ActorImage>,
}

impl BoardState {
    /// The state after a board's first event, which must be the one that made it.
    #[must_use]
    pub fn begin(event: &Event) -> Option<Self> {
        let board = event.change_set.changes.iter().find_map(|change| match change {
            Change::Board { after, .. } => Some(after.clone()),
            _ => None,
        })?;
        let mut state = Self {
            epoch: event.epoch,
            seq: event.seq,
            updated_at: event.at,
            board,
            columns: BTreeMap::new(),
            cards: BTreeMap::new(),
            labels: BTreeMap::new(),
            milestones: BTreeMap::new(),
            comments: BTreeMap::new(),
            members: BTreeMap::new(),
            actors: Vec::new(),
        };
        state.apply(event);
        Some(state)
    }

    /// Goes on by one event.
    pub fn apply(&mut self, event: &Event) {
        self.seq = event.seq;
        self.updated_at = event.at;
        for actor in &event.change_set.references.actors {
            match self.actors.iter_mut().find(|known| known.id() == actor.id()) {
                Some(known) => known.clone_from(actor),
                None => self.actors.push(actor.clone()),
            }
        }
        for change in &event.change_set.changes {
            self.apply_change(change);
        }
    }

    fn apply_change(&mut self, change: &Change) {
        match change {
            Change::Board { after, .. } => self.board.clone_from(after),
            Change::Column { after, .. } => {
                self.columns.insert(after.id, after.clone());
            }
            Change::ColumnDeleted { id, .. } => {
                self.columns.remove(id);
            }
            Change::Card { after, .. } => self.apply_card(after),
            Change::CardDeleted { id, .. } => {
                self.cards.remove(id);
                self.comments.retain(|_, comment| comment.card_id != *id);
            }
            Change::Label { after, .. } => {
                self.labels.insert(after.id, after.clone());
            }
            Change::LabelDeleted { id, .. } => {
                self.labels.remove(id);
            }
            Change::Milestone { after, .. } => {
                self.milestones.insert(after.id, after.clone());
            }
            Change::MilestoneDeleted { id, .. } => {
                self.milestones.remove(id);
            }
            Change::Comment { after, .. } => {
                self.comments.insert(after.id, Arc::new(after.clone()));
            }
            Change::CommentDeleted { id, .. } => {
                self.comments.remove(id);
            }
            Change::Member { after, .. } => {
                self.members.insert(after.user_id, after.clone());
            }
            Change::MemberRemoved { id, .. } => {
                self.members.remove(id);
            }
        }
    }

    /// An image without a description is one whose description did not change.
    fn apply_card(&mut self, after: &CardImage) {
        let mut card = after.clone();
        if card.description.is_none() {
            let known = self.cards.get(&after.id);
            card.description = known.and_then(|known| known.description.clone());
        }
        self.cards.insert(card.id, Arc::new(card));
    }

    /// The bytes of its long texts: of descriptions and comments.
    #[must_use]
    pub fn text_bytes(&self) -> u64 {
        let cards = self.cards.values().filter_map(|card| card.description.as_ref());
        let columns = self.columns.values().map(|column| &column.description);
        let milestones = self.milestones.values().map(|milestone| &milestone.description);
        let comments = self.comments.values().map(|comment| &comment.body);
        let texts = cards.chain(columns).chain(milestones).chain(comments);
        texts.map(|text| text.len() as u64).sum()
    }

    /// Who it was, as they were called when last mentioned.
    #[must_use]
    pub fn actor(&self, id: ActorRef) -> Option<&ActorImage> {
        self.actors.iter().find(|actor| actor.id() == id)
    }
}
