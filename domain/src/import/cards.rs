//! The cards and comments of an imported board, as images from which rows and changes are made.

use cairn_entities::{BoardId, CardId, ColumnId, CommentId, LabelId};
use chrono::{DateTime, Utc};

use super::describe::description;
use super::draft::{BoardDraft, CardDraft, PropertyDraft};
use super::fit::fit_description;
use super::people::People;
use super::report::Texts;
use crate::log::{CardImage, CommentImage, card_key};
use crate::{Domain, checklist, rank};

/// What the cards of a draft stand on and refer to.
pub(super) struct Ground<'g> {
    pub(super) domain: &'g Domain,
    pub(super) board_id: BoardId,
    pub(super) board_key: &'g str,
    pub(super) seq: i64,
    pub(super) now: DateTime<Utc>,
    pub(super) columns: &'g [ColumnId],
    pub(super) labels: &'g [LabelId],
    pub(super) people: &'g People,
}

impl Ground<'_> {
    /// The images of all cards, each with those of its comments.
    pub(super) fn images(
        &self,
        draft: &BoardDraft,
        texts: &mut Texts,
    ) -> Vec<(CardImage, Vec<CommentImage>)> {
        let ranks = self.ranks(&draft.cards);
        let numbers = numbers(&draft.cards);
        draft
            .cards
            .iter()
            .zip(ranks.into_iter().zip(numbers))
            .map(|(card, (rank, number))| {
                let image = self.card(draft, card, rank, number, texts);
                let comments = self.comments(card, image.id);
                (image, comments)
            })
            .collect()
    }

    fn card(
        &self,
        draft: &BoardDraft,
        card: &CardDraft,
        rank: String,
        number: i64,
        texts: &mut Texts,
    ) -> CardImage {
        let mut label_ids: Vec<LabelId> =
            card.labels.iter().filter_map(|&label| self.labels.get(label).copied()).collect();
        label_ids.sort_unstable();
        let mut assignee_ids: Vec<_> =
            card.assignees.iter().filter_map(|id| self.people.user(id)).collect();
        assignee_ids.sort_unstable();
        assignee_ids.dedup();
        let description = self.description(draft, card, texts);
        let created_at = self.past(card.created_at).unwrap_or(self.now);
        CardImage {
            id: CardId(self.domain.ids.uuid()),
            board_id: self.board_id,
            key: card_key(self.board_key, number),
            number,
            column_id: self.columns[card.column.min(self.columns.len() - 1)],
            rank,
            title: card.title.clone(),
            icon: card.icon.clone(),
            has_description: !description.is_empty(),
            checklist: checklist::count(&description),
            description: Some(description),
            label_ids,
            assignee_ids,
            start_on: card.start_on,
            due_on: card.due_on,
            estimate: card.estimate,
            milestone_id: None,
            created_by: self.people.author(card.author.as_deref()),
            created_at,
            updated_at: self.past(card.updated_at).unwrap_or(created_at).max(created_at),
            archived_at: None,
            version: self.seq,
        }
    }

    /// Assignees without an account are listed below the text, as a card cannot hold them.
    fn description(&self, draft: &BoardDraft, card: &CardDraft, texts: &mut Texts) -> String {
        let mut properties = card.properties.clone();
        let strangers: Vec<&str> = card
            .assignees
            .iter()
            .filter(|id| self.people.user(id).is_none())
            .filter_map(|id| draft.people.get(id).map(String::as_str))
            .collect();
        if !strangers.is_empty() {
            let value = strangers.join(", ");
            properties.insert(0, PropertyDraft { name: "Assigned to".to_owned(), value });
        }
        let mut description = description(&card.body, &properties);
        fit_description(&mut description, &card.title, texts);
        description
    }

    fn comments(&self, card: &CardDraft, card_id: CardId) -> Vec<CommentImage> {
        card.comments
            .iter()
            .map(|comment| CommentImage {
                id: CommentId(self.domain.ids.uuid()),
                board_id: self.board_id,
                card_id,
                body: comment.body.clone(),
                author: self.people.author(comment.author.as_deref()),
                created_at: self.past(comment.created_at).unwrap_or(self.now),
                edited_at: None,
            })
            .collect()
    }

    /// A source's clock may have run ahead of ours.
    fn past(&self, moment: Option<DateTime<Utc>>) -> Option<DateTime<Utc>> {
        moment.map(|moment| moment.min(self.now))
    }

    /// The rank of each card: the cards of one column stand in the order of the draft.
    fn ranks(&self, cards: &[CardDraft]) -> Vec<String> {
        let mut counts = vec![0_usize; self.columns.len()];
        for card in cards {
            counts[card.column.min(self.columns.len() - 1)] += 1;
        }
        let mut ranks: Vec<_> =
            counts.into_iter().map(|count| rank::spread(count).into_iter()).collect();
        cards
            .iter()
            .filter_map(|card| ranks[card.column.min(self.columns.len() - 1)].next())
            .collect()
    }
}

/// The number of each card: by age, so that numbers tell what they would have told there.
fn numbers(cards: &[CardDraft]) -> Vec<i64> {
    let mut by_age: Vec<usize> = (0..cards.len()).collect();
    by_age.sort_by_key(|&index| (cards[index].created_at.is_none(), cards[index].created_at));
    let mut numbers = vec![0; cards.len()];
    for (number, index) in (1..).zip(by_age) {
        numbers[index] = number;
    }
    numbers
}
