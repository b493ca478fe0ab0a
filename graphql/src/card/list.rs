//! Lists of cards.

use std::sync::Arc;

use async_graphql::{Context, ID, InputObject};
use cairn_domain::cards::{self, CardPage, CardQuery, ViewPage};
use cairn_domain::entities::{BoardId, ColumnId};
use cairn_domain::log::BoardState;
use cairn_domain::views::BoardView;

use super::Card;
use crate::connection::{Connection, CursorOf, PageRequest, total_if_asked};
use crate::enums::{CardOrderField, OrderDirection};
use crate::error::Result;
use crate::ids;
use crate::scalars::Date;
use crate::session::InSession;
use crate::source::Source;

/// Which cards. Each condition that is given must hold; an empty list lets none through.
#[derive(Clone, Debug, Default, InputObject)]
pub struct CardFilter {
    /// In one of these columns.
    column_ids: Option<Vec<ID>>,
    /// With any of these labels.
    label_ids: Option<Vec<ID>>,
    /// Assigned to any of these people.
    assignee_ids: Option<Vec<ID>>,
    /// In one of these milestones.
    milestone_ids: Option<Vec<ID>>,
    /// True: only archived cards. False or null: only cards that are not archived.
    archived: Option<bool>,
    /// Due on or before this day.
    due_before: Option<Date>,
}

impl CardFilter {
    /// The same, in this column only.
    pub(crate) fn within(mut self, column: &ID) -> Self {
        let among = |ids: &Vec<ID>| ids.contains(column);
        let columns = if self.column_ids.as_ref().is_none_or(among) {
            vec![column.clone()]
        } else {
            Vec::new()
        };
        self.column_ids = Some(columns);
        self
    }
}

impl From<CardFilter> for cards::CardFilter {
    fn from(filter: CardFilter) -> Self {
        let CardFilter { column_ids, label_ids, assignee_ids, milestone_ids, archived, due_before } =
            filter;
        let columns: Option<Vec<ColumnId>> = column_ids.map(|ids| ids::parse_all(Some(ids)));
        Self {
            columns,
            labels: label_ids.map(|ids| ids::parse_all(Some(ids))),
            assignees: assignee_ids.map(|ids| ids::parse_all(Some(ids))),
            milestones: milestone_ids.map(|ids| ids::parse_all(Some(ids))),
            archived: archived.unwrap_or_default(),
            due_before: due_before.map(Into::into),
        }
    }
}

/// By what to order cards.
#[derive(Clone, Copy, Debug, InputObject)]
pub struct CardOrder {
    /// By what.
    field: CardOrderField,
    /// In which direction.
    #[graphql(default_with = "Some(OrderDirection::Asc)")]
    direction: Option<OrderDirection>,
}

impl From<CardOrder> for cards::CardOrder {
    fn from(order: CardOrder) -> Self {
        let CardOrder { field, direction } = order;
        Self { field: field.into(), descending: direction == Some(OrderDirection::Desc) }
    }
}

/// A page of the cards of the board `(id, key)`, which comes from `source`.
pub(crate) async fn list(
    ctx: &Context<'_>,
    source: &Source,
    board: (BoardId, &str),
    filter: Option<CardFilter>,
    order: Option<Vec<CardOrder>>,
    request: PageRequest,
) -> Result<Connection<Card>> {
    let filter = filter.unwrap_or_default().into();
    let order: Vec<_> = order.unwrap_or_default().into_iter().map(Into::into).collect();
    match source {
        Source::Past(state) => past_list(source, state, &filter, &order, &request),
        Source::Now(view) => list_in_memory(view, &filter, order, &request),
        Source::Live | Source::Event(_) => live_list(ctx, board, filter, order, &request).await,
    }
}

fn list_in_memory(
    view: &Arc<BoardView>,
    filter: &cards::CardFilter,
    order: Vec<cards::CardOrder>,
    request: &PageRequest,
) -> Result<Connection<Card>> {
    let ViewPage { cards: found, has_more, total, order } =
        cards::view_page(view, filter, order, request.after.as_deref(), request.limit)?;
    let items = found.into_iter().map(|image| Card::new(image, Source::Now(Arc::clone(view))));
    let cursor_of: CursorOf<Card> = Arc::new(move |card| card.cursor(&order));
    Ok(Connection::with_cursors_later(request, items, &cursor_of, has_more, total as u64))
}

fn past_list(
    source: &Source,
    state: &BoardState,
    filter: &cards::CardFilter,
    order: &[cards::CardOrder],
    request: &PageRequest,
) -> Result<Connection<Card>> {
    let CardPage { cards: found, has_more } =
        cards::past_card_page(state, filter, order, request.after.as_deref(), request.limit)?;
    let total = cards::count_past_cards(state, filter) as u64;
    let items = found.into_iter().map(|(cursor, image)| (cursor, Card::new(image, source.clone())));
    Ok(Connection::new(request, items, has_more, total))
}

async fn live_list(
    ctx: &Context<'_>,
    (board, key): (BoardId, &str),
    filter: cards::CardFilter,
    order: Vec<cards::CardOrder>,
    request: &PageRequest,
) -> Result<Connection<Card>> {
    let reader = &ctx.session()?.reader;
    let total = total_if_asked(ctx, cards::count_cards(reader, board, &filter)).await?;
    let query = CardQuery {
        board: (board, key.to_owned()),
        filter,
        order,
        after: request.after.clone(),
        limit: request.limit,
    };
    let CardPage { cards: found, has_more } = cards::card_page(reader, query).await?;
    let items = found.into_iter().map(|(cursor, image)| (cursor, Card::new(image, Source::Live)));
    Ok(Connection::new(request, items, has_more, total))
}
