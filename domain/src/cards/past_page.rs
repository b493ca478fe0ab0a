//! Lists of the cards of a board as it was. What is past does not move, so a cursor is a card's id.

use std::cmp::Ordering;
use std::sync::Arc;

use cairn_entities::CardId;

use super::{CardFilter, CardOrder, CardOrderField, CardPage};
use crate::Error;
use crate::log::{BoardState, CardImage};

/// A page of the cards that `filter` lets through; at most `limit` after the card `after`.
pub fn past_card_page(
    state: &BoardState,
    filter: &CardFilter,
    order: &[CardOrder],
    after: Option<&str>,
    limit: u64,
) -> Result<CardPage, Error> {
    let mut cards = fitting(state, filter);
    cards.sort_by(|one, other| compare(state, order, one, other));
    let begin = match after {
        None => 0,
        Some(cursor) => position(&cards, cursor)? + 1,
    };
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let rest = &cards[begin..];
    let cards = rest.iter().take(limit).map(|card| (card.id.to_string(), Arc::clone(card)));
    Ok(CardPage { has_more: rest.len() > limit, cards: cards.collect() })
}

/// How many cards the filter lets through.
#[must_use]
pub fn count_past_cards(state: &BoardState, filter: &CardFilter) -> usize {
    fitting(state, filter).len()
}

fn position(cards: &[&Arc<CardImage>], cursor: &str) -> Result<usize, Error> {
    let not_ours = || Error::BadRequest("`after` is not a cursor of this list".to_owned());
    let id: CardId = cursor.parse().map_err(|_| not_ours())?;
    cards.iter().position(|card| card.id == id).ok_or_else(not_ours)
}

fn fitting<'a>(state: &'a BoardState, filter: &CardFilter) -> Vec<&'a Arc<CardImage>> {
    state.cards.values().filter(|card| fits(card, filter)).collect()
}

pub(super) fn fits(card: &CardImage, filter: &CardFilter) -> bool {
    let CardFilter { columns, labels, assignees, milestones, archived, due_before } = filter;
    card.archived_at.is_some() == *archived
        && columns.as_ref().is_none_or(|columns| columns.contains(&card.column_id))
        && labels.as_ref().is_none_or(|ids| ids.iter().any(|id| card.label_ids.contains(id)))
        && assignees.as_ref().is_none_or(|ids| ids.iter().any(|id| card.assignee_ids.contains(id)))
        && milestones
            .as_ref()
            .is_none_or(|ids| card.milestone_id.is_some_and(|id| ids.contains(&id)))
        && due_before.is_none_or(|day| card.due_on.is_some_and(|due| due <= day))
}

/// As the queries order: by position where nothing is said, and at last by id.
fn compare(
    state: &BoardState,
    order: &[CardOrder],
    one: &CardImage,
    other: &CardImage,
) -> Ordering {
    let directed = |ordering: Ordering, descending: bool| {
        if descending { ordering.reverse() } else { ordering }
    };
    let mut result = Ordering::Equal;
    for CardOrder { field, descending } in order {
        result = result.then_with(|| directed(by_field(state, *field, one, other), *descending));
    }
    if order.is_empty() {
        result = by_field(state, CardOrderField::Position, one, other);
    }
    let descending = order.last().is_some_and(|order| order.descending);
    result.then_with(|| directed(one.id.cmp(&other.id), descending))
}

fn by_field(
    state: &BoardState,
    field: CardOrderField,
    one: &CardImage,
    other: &CardImage,
) -> Ordering {
    match field {
        CardOrderField::Position => {
            let column_rank = |card: &CardImage| {
                state.columns.get(&card.column_id).map(|column| (&column.rank, column.id))
            };
            column_rank(one).cmp(&column_rank(other)).then_with(|| one.rank.cmp(&other.rank))
        }
        CardOrderField::Number => one.number.cmp(&other.number),
        CardOrderField::Title => one.title.cmp(&other.title),
        CardOrderField::DueOn => {
            let due = |card: &CardImage| (card.due_on.is_none(), card.due_on);
            due(one).cmp(&due(other))
        }
        CardOrderField::CreatedAt => one.created_at.cmp(&other.created_at),
        CardOrderField::UpdatedAt => one.updated_at.cmp(&other.updated_at),
    }
}
