//! Lists of cards: filtered, ordered, a page at a time.
//!
//! A page continues after the values of the last card that the reader has, not after a position, so
//! that nothing is skipped or doubled when cards are added or moved meanwhile.

use std::sync::Arc;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_entities::{
    BoardId, CardId, ColumnId, LabelId, MilestoneId, UserId, board_column, card, card_assignee,
    card_label,
};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::sea_query::{Expr, Query, SelectStatement};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, JoinType, Order, PaginatorTrait, QueryFilter,
    QueryOrder, QuerySelect, RelationDef, Select, Value,
};
use serde::{Deserialize, Serialize};

use super::CardRow;
use crate::log::CardImage;
use crate::{Error, Reader};

/// Which cards; an empty list asks for none of its kind, an absent one for any.
#[derive(Clone, Debug, Default)]
pub struct CardFilter {
    /// In one of these columns.
    pub columns: Option<Vec<ColumnId>>,
    /// With one of these labels.
    pub labels: Option<Vec<LabelId>>,
    /// Assigned to one of these people.
    pub assignees: Option<Vec<UserId>>,
    /// In one of these milestones.
    pub milestones: Option<Vec<MilestoneId>>,
    /// Only archived cards, rather than only the others.
    pub archived: bool,
    /// Due on or before this day.
    pub due_before: Option<NaiveDate>,
}

/// What cards can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CardOrderField {
    /// Column by column, card by card.
    Position,
    /// The number on the board.
    Number,
    /// The title, compared as bytes.
    Title,
    /// The due date; cards without one come last.
    DueOn,
    /// When it was made.
    CreatedAt,
    /// When it last changed.
    UpdatedAt,
}

/// One key of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardOrder {
    /// By what.
    pub field: CardOrderField,
    /// From the greatest to the least.
    pub descending: bool,
}

/// A list of cards of one board.
#[derive(Clone, Debug)]
pub struct CardQuery {
    /// The board, and its key.
    pub board: (BoardId, String),
    /// Which cards.
    pub filter: CardFilter,
    /// In which order; by position where nothing is said.
    pub order: Vec<CardOrder>,
    /// The cursor of the last card that the reader has.
    pub after: Option<String>,
    /// At most so many.
    pub limit: u64,
}

/// Some cards, without labels, assignees and texts, which have their own batch reads.
#[derive(Debug)]
pub struct CardPage {
    /// Each card with its cursor.
    pub cards: Vec<(String, Arc<CardImage>)>,
    /// Whether there are more.
    pub has_more: bool,
}

/// The day that stands for "never".
const NEVER: &str = "9999-12-31";
/// The most keys that an order can have.
const MAX_KEYS: usize = 6;

/// One SQL expression of an order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Key {
    ColumnRank,
    ColumnId,
    Rank,
    Number,
    Title,
    DueOn,
    CreatedAt,
    UpdatedAt,
    Id,
}

/// Where a page ended: the values of the order's keys, as text.
#[derive(Serialize, Deserialize)]
pub(super) struct Cursor {
    pub order: Vec<CardOrder>,
    pub values: Vec<String>,
}

/// A page of cards.
pub async fn card_page(reader: &Reader, query: CardQuery) -> Result<CardPage, Error> {
    let CardQuery { board: (board, board_key), filter, order, after, limit } = query;
    let order = checked_order(order)?;
    let keys = keys(&order);
    let mut select = filtered(CardRow::select(), board, &filter)
        .join(JoinType::InnerJoin, column_of_card())
        .column_as(board_column::Column::Rank, "column_rank");
    if let Some(after) = after {
        let values = decode(&after, &order, &keys)?;
        select = select.filter(beyond(&keys, &values, reader.is_postgres()));
    }
    for (key, descending) in &keys {
        let direction = if *descending { Order::Desc } else { Order::Asc };
        select = select.order_by(key.expression(reader.is_postgres()), direction);
    }
    let rows =
        select.limit(limit + 1).into_model::<PagedRow>().all(&reader.connection().await?).await?;
    let has_more = rows.len() as u64 > limit;
    let cards = rows
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(|row| {
            let PagedRow { card, column_rank } = row;
            let card = card.into_image(&board_key);
            let values = keys.iter().map(|(key, _)| key.value_of(&card, &column_rank)).collect();
            let cursor = encode(&Cursor { order: order.clone(), values });
            (cursor, Arc::new(card))
        })
        .collect();
    Ok(CardPage { cards, has_more })
}

/// How many cards the filter lets through.
pub async fn count_cards(
    reader: &Reader,
    board: BoardId,
    filter: &CardFilter,
) -> Result<u64, Error> {
    let count =
        filtered(card::Entity::find(), board, filter).count(&reader.connection().await?).await?;
    Ok(count)
}

#[derive(sea_orm::FromQueryResult)]
struct PagedRow {
    #[sea_orm(nested)]
    card: CardRow,
    column_rank: String,
}

fn filtered(
    mut select: Select<card::Entity>,
    board: BoardId,
    filter: &CardFilter,
) -> Select<card::Entity> {
    let CardFilter { columns, labels, assignees, milestones, archived, due_before } = filter;
    select = select.filter(card::Column::BoardId.eq(board));
    select = select.filter(if *archived {
        card::Column::ArchivedAt.is_not_null()
    } else {
        card::Column::ArchivedAt.is_null()
    });
    if let Some(columns) = columns {
        select = select.filter(card::Column::ColumnId.is_in(columns.iter().copied()));
    }
    if let Some(milestones) = milestones {
        select = select.filter(card::Column::MilestoneId.is_in(milestones.iter().copied()));
    }
    if let Some(labels) = labels {
        select = select.filter(card::Column::Id.in_subquery(cards_with_labels(labels)));
    }
    if let Some(assignees) = assignees {
        select = select.filter(card::Column::Id.in_subquery(cards_of_people(assignees)));
    }
    if let Some(day) = due_before {
        select = select.filter(card::Column::DueOn.lte(*day));
    }
    select
}

fn cards_with_labels(labels: &[LabelId]) -> SelectStatement {
    Query::select()
        .column(card_label::Column::CardId)
        .from(card_label::Entity)
        .and_where(card_label::Column::LabelId.is_in(labels.iter().copied()))
        .to_owned()
}

fn cards_of_people(people: &[UserId]) -> SelectStatement {
    Query::select()
        .column(card_assignee::Column::CardId)
        .from(card_assignee::Entity)
        .and_where(card_assignee::Column::UserId.is_in(people.iter().copied()))
        .to_owned()
}

fn column_of_card() -> RelationDef {
    card::Entity::belongs_to(board_column::Entity)
        .from(card::Column::ColumnId)
        .to(board_column::Column::Id)
        .into()
}

/// The order that was asked for; by position where nothing was said.
pub(super) fn checked_order(mut order: Vec<CardOrder>) -> Result<Vec<CardOrder>, Error> {
    if order.is_empty() {
        order.push(CardOrder { field: CardOrderField::Position, descending: false });
    }
    if order.len() > MAX_KEYS {
        return Err(Error::BadRequest(format!("at most {MAX_KEYS} orders")));
    }
    Ok(order)
}

/// The day of cards that are never due.
pub(super) fn never() -> NaiveDate {
    NEVER.parse().unwrap_or(NaiveDate::MAX)
}

/// The keys of an order, which the id makes total.
pub(super) fn keys(order: &[CardOrder]) -> Vec<(Key, bool)> {
    let mut keys: Vec<(Key, bool)> = Vec::new();
    for CardOrder { field, descending } in order {
        let parts: &[Key] = match field {
            CardOrderField::Position => &[Key::ColumnRank, Key::ColumnId, Key::Rank],
            CardOrderField::Number => &[Key::Number],
            CardOrderField::Title => &[Key::Title],
            CardOrderField::DueOn => &[Key::DueOn],
            CardOrderField::CreatedAt => &[Key::CreatedAt],
            CardOrderField::UpdatedAt => &[Key::UpdatedAt],
        };
        for part in parts {
            if keys.iter().all(|(known, _)| known != part) {
                keys.push((*part, *descending));
            }
        }
    }
    let descending = keys.last().is_some_and(|(_, descending)| *descending);
    keys.push((Key::Id, descending));
    keys
}

impl Key {
    fn expression(self, postgres: bool) -> Expr {
        let card = |column: card::Column| Expr::col((card::Entity, column));
        match self {
            Self::ColumnRank => Expr::col((board_column::Entity, board_column::Column::Rank)),
            Self::ColumnId => Expr::col((board_column::Entity, board_column::Column::Id)),
            Self::Rank => card(card::Column::Rank),
            Self::Number => card(card::Column::Number),
            Self::Title => card(card::Column::Title),
            Self::DueOn if postgres => {
                Expr::cust(format!("coalesce(cards.due_on, date '{NEVER}')"))
            }
            Self::DueOn => Expr::cust(format!("coalesce(cards.due_on, '{NEVER}')")),
            Self::CreatedAt => card(card::Column::CreatedAt),
            Self::UpdatedAt => card(card::Column::UpdatedAt),
            Self::Id => card(card::Column::Id),
        }
    }

    /// The key's value as a cursor has it.
    pub(super) fn value_of(self, card: &CardImage, column_rank: &str) -> String {
        match self {
            Self::ColumnRank => column_rank.to_owned(),
            Self::ColumnId => card.column_id.to_string(),
            Self::Rank => card.rank.clone(),
            Self::Number => card.number.to_string(),
            Self::Title => card.title.clone(),
            Self::DueOn => card.due_on.map_or_else(|| NEVER.to_owned(), |day| day.to_string()),
            Self::CreatedAt => card.created_at.to_rfc3339(),
            Self::UpdatedAt => card.updated_at.to_rfc3339(),
            Self::Id => card.id.to_string(),
        }
    }

    fn parse(self, text: &str) -> Option<Value> {
        Some(match self {
            Self::ColumnRank | Self::Rank | Self::Title => text.to_owned().into(),
            Self::ColumnId => text.parse::<ColumnId>().ok()?.into(),
            Self::Number => text.parse::<i64>().ok()?.into(),
            Self::DueOn => text.parse::<NaiveDate>().ok()?.into(),
            Self::CreatedAt | Self::UpdatedAt => text.parse::<DateTime<Utc>>().ok()?.into(),
            Self::Id => text.parse::<CardId>().ok()?.into(),
        })
    }
}

/// Everything that comes after a card with these values: greater in the first key in which it
/// differs.
fn beyond(keys: &[(Key, bool)], values: &[String], postgres: bool) -> Condition {
    let parsed = keys.iter().zip(values).map(|((key, _), text)| key.parse(text));
    let values: Vec<Value> = parsed.flatten().collect();
    let mut any = Condition::any();
    for (index, ((key, descending), value)) in keys.iter().zip(&values).enumerate() {
        let mut all = Condition::all();
        for ((key, _), value) in keys.iter().zip(&values).take(index) {
            all = all.add(key.expression(postgres).eq(value.clone()));
        }
        let expression = key.expression(postgres);
        all = all.add(if *descending {
            expression.lt(value.clone())
        } else {
            expression.gt(value.clone())
        });
        any = any.add(all);
    }
    any
}

pub(super) fn encode(cursor: &Cursor) -> String {
    URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).expect("a cursor is plain data"))
}

/// The values of a cursor that was given out for the same order, each of which its key can parse.
pub(super) fn decode(
    cursor: &str,
    order: &[CardOrder],
    keys: &[(Key, bool)],
) -> Result<Vec<String>, Error> {
    let not_ours = || Error::BadRequest("`after` is not a cursor of this list".to_owned());
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| not_ours())?;
    let cursor: Cursor = serde_json::from_slice(&bytes).map_err(|_| not_ours())?;
    if cursor.order != order || cursor.values.len() != keys.len() {
        return Err(not_ours());
    }
    let parse = |((key, _), text): (&(Key, bool), &String)| key.parse(text).is_some();
    if keys.iter().zip(&cursor.values).all(parse) { Ok(cursor.values) } else { Err(not_ours()) }
}
