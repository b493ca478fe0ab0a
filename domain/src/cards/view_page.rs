//! Lists of the cards of a board that is in memory: the same pages, in the same orders and with the
//! same cursors, as [`page`](super::page) reads from the database.

use std::cmp::Ordering;
use std::sync::Arc;

use cairn_entities::{CardId, ColumnId};
use chrono::{DateTime, NaiveDate, Utc};

use super::page::{Cursor, Key, checked_order, decode, encode, keys, never};
use super::past_page::fits;
use super::{CardFilter, CardOrder};
use crate::Error;
use crate::log::CardImage;
use crate::views::BoardView;

/// Some cards of a board in memory.
#[derive(Debug)]
pub struct ViewPage {
    /// The cards.
    pub cards: Vec<Arc<CardImage>>,
    /// Whether there are more.
    pub has_more: bool,
    /// How many cards the filter lets through, on all pages.
    pub total: usize,
    /// Their order, for [`view_cursor`].
    pub order: Arc<[CardOrder]>,
}

/// The order in which a board keeps its cards.
const POSITION: [(Key, bool); 4] =
    [(Key::ColumnRank, false), (Key::ColumnId, false), (Key::Rank, false), (Key::Id, false)];

/// The cards that `filter` lets through, at most `limit` after the cursor `after`.
pub fn view_page(
    view: &BoardView,
    filter: &CardFilter,
    order: Vec<CardOrder>,
    after: Option<&str>,
    limit: u64,
) -> Result<ViewPage, Error> {
    let order = checked_order(order)?;
    let keys = keys(&order);
    let is_by_position = keys == POSITION;
    let mut cards: Vec<&Arc<CardImage>> = if is_by_position {
        view.cards_in_order().iter().filter(|card| fits(card, filter)).collect()
    } else {
        view.state().cards.values().filter(|card| fits(card, filter)).collect()
    };
    let total = cards.len();
    if let Some(after) = after {
        let values = decode(after, &order, &keys)?;
        let last: Vec<Part> =
            keys.iter().zip(&values).filter_map(|((key, _), text)| parsed(*key, text)).collect();
        let comes_after = |card: &CardImage| {
            compare(&keys, |place, key| part(view, key, card).cmp(&last[place])).is_gt()
        };
        if is_by_position {
            drop(cards.drain(..cards.partition_point(|card| !comes_after(card))));
        } else {
            cards.retain(|card| comes_after(card));
        }
    }
    if !is_by_position {
        cards.sort_unstable_by(|one, other| {
            compare(&keys, |_, key| part(view, key, one).cmp(&part(view, key, other)))
        });
    }
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let has_more = cards.len() > limit;
    let cards = cards.into_iter().take(limit).cloned().collect();
    Ok(ViewPage { cards, has_more, total, order: order.into() })
}

/// The cursor of a card in a list that has this order.
#[must_use]
pub fn view_cursor(view: &BoardView, order: &[CardOrder], card: &CardImage) -> String {
    let rank = column_rank(view, card);
    let values = keys(order).iter().map(|(key, _)| key.value_of(card, rank)).collect();
    encode(&Cursor { order: order.to_vec(), values })
}

/// One key's value, in the order in which the database has it.
#[derive(PartialEq, Eq, PartialOrd, Ord)]
enum Part<'a> {
    Text(&'a str),
    Column(ColumnId),
    Card(CardId),
    Number(i64),
    Day(NaiveDate),
    Time(DateTime<Utc>),
}

fn part<'a>(view: &'a BoardView, key: Key, card: &'a CardImage) -> Part<'a> {
    match key {
        Key::ColumnRank => Part::Text(column_rank(view, card)),
        Key::ColumnId => Part::Column(card.column_id),
        Key::Rank => Part::Text(&card.rank),
        Key::Number => Part::Number(card.number),
        Key::Title => Part::Text(&card.title),
        Key::DueOn => Part::Day(card.due_on.unwrap_or_else(never)),
        Key::CreatedAt => Part::Time(card.created_at),
        Key::UpdatedAt => Part::Time(card.updated_at),
        Key::Id => Part::Card(card.id),
    }
}

/// What a cursor says, which [`decode`] has checked.
fn parsed(key: Key, text: &str) -> Option<Part<'_>> {
    Some(match key {
        Key::ColumnRank | Key::Rank | Key::Title => Part::Text(text),
        Key::ColumnId => Part::Column(text.parse().ok()?),
        Key::Number => Part::Number(text.parse().ok()?),
        Key::DueOn => Part::Day(text.parse().ok()?),
        Key::CreatedAt | Key::UpdatedAt => Part::Time(text.parse().ok()?),
        Key::Id => Part::Card(text.parse().ok()?),
    })
}

fn column_rank<'a>(view: &'a BoardView, card: &CardImage) -> &'a str {
    view.state().columns.get(&card.column_id).map_or("", |column| &column.rank)
}

fn compare(keys: &[(Key, bool)], by: impl Fn(usize, Key) -> Ordering) -> Ordering {
    for (place, (key, descending)) in keys.iter().enumerate() {
        let ordering = by(place, *key);
        if ordering.is_ne() {
            return if *descending { ordering.reverse() } else { ordering };
        }
    }
    Ordering::Equal
}
