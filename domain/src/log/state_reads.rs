//! What can be asked of a rebuilt board: the same lists, in the same orders, as the queries answer
//! for a board as it is now.

use std::sync::Arc;

use cairn_entities::{ActorRef, BoardRole, CardId, ColumnId, MilestoneId, UserId};

use super::{
    ActorImage, BoardState, CardImage, ColumnImage, CommentImage, LabelImage, MilestoneImage,
    UserImage,
};
use crate::milestones::MilestoneProgress;

impl BoardState {
    /// The columns, in board order.
    #[must_use]
    pub fn columns_in_order(&self) -> Vec<&ColumnImage> {
        sorted(self.columns.values(), |one, other| one.order(other))
    }

    /// The labels, by name.
    #[must_use]
    pub fn labels_in_order(&self) -> Vec<&LabelImage> {
        sorted(self.labels.values(), |one, other| one.order(other))
    }

    /// The milestones, the next due first.
    #[must_use]
    pub fn milestones_in_order(&self) -> Vec<&MilestoneImage> {
        sorted(self.milestones.values(), |one, other| one.order(other))
    }

    /// The members by username, and what they may do.
    #[must_use]
    pub fn members_in_order(&self) -> Vec<(&UserImage, BoardRole)> {
        let members = self
            .members
            .values()
            .filter_map(|member| Some((self.user(member.user_id)?, member.role)));
        sorted(members, |one, other| one.0.order(other.0))
    }

    /// The labels of a card, by name.
    #[must_use]
    pub fn labels_of(&self, card: &CardImage) -> Vec<&LabelImage> {
        let labels = card.label_ids.iter().filter_map(|id| self.labels.get(id));
        sorted(labels, |one, other| one.order(other))
    }

    /// Who works on a card, by username.
    #[must_use]
    pub fn assignees_of(&self, card: &CardImage) -> Vec<&UserImage> {
        let people = card.assignee_ids.iter().filter_map(|id| self.user(*id));
        sorted(people, |one, other| one.order(other))
    }

    /// The comments on a card, the oldest first.
    #[must_use]
    pub fn comments_of(&self, card: CardId) -> Vec<&CommentImage> {
        let comments = self.comments.values().map(Arc::as_ref);
        let comments = comments.filter(|comment| comment.card_id == card);
        sorted(comments, |one, other| one.order(other))
    }

    /// How many cards, archived ones aside, stand in a column.
    #[must_use]
    pub fn card_count(&self, column: ColumnId) -> usize {
        let stands =
            |card: &&Arc<CardImage>| card.column_id == column && card.archived_at.is_none();
        self.cards.values().filter(stands).count()
    }

    /// How many cards are archived.
    #[must_use]
    pub fn archived_card_count(&self) -> usize {
        self.cards.values().filter(|card| card.archived_at.is_some()).count()
    }

    /// What the cards of a milestone came to.
    #[must_use]
    pub fn progress(&self, milestone: MilestoneId) -> MilestoneProgress {
        let mut progress = MilestoneProgress::default();
        let cards = self
            .cards
            .values()
            .filter(|card| card.milestone_id == Some(milestone) && card.archived_at.is_none());
        for card in cards {
            let kind = self.columns.get(&card.column_id).map(|column| column.kind);
            progress.count(kind, card.estimate);
        }
        progress
    }

    fn user(&self, id: UserId) -> Option<&UserImage> {
        match self.actor(ActorRef::User(id)) {
            Some(ActorImage::User(user)) => Some(user),
            _ => None,
        }
    }
}

fn sorted<T>(
    items: impl Iterator<Item = T>,
    order: impl Fn(&T, &T) -> std::cmp::Ordering,
) -> Vec<T> {
    let mut items: Vec<T> = items.collect();
    items.sort_by(order);
    items
}
