//! Lists of events. A cursor is an event's seq.

use async_graphql::Context;
use cairn_domain::entities::BoardId;
use cairn_domain::log::{self, EventPage};

use super::BoardEvent;
use crate::connection::{Connection, PageRequest};
use crate::error::{ApiError, Result};
use crate::session::InSession;

/// A page of the log of `board` up to the event `newest`.
pub(crate) async fn list(
    ctx: &Context<'_>,
    board: BoardId,
    newest: i64,
    request: PageRequest,
) -> Result<Connection<BoardEvent>> {
    let end = newest.saturating_add(1);
    let page = log::PageRequest {
        after: parse("after", request.after.as_deref())?,
        before: Some(parse("before", request.before.as_deref())?.map_or(end, |seq| seq.min(end))),
        limit: request.limit,
        last: request.last,
    };
    let EventPage { events, has_more } =
        log::event_page(&ctx.session()?.reader, board, page).await?;
    let items = events
        .into_iter()
        .map(|event| (event.seq.to_string(), BoardEvent::from(std::sync::Arc::new(event))));
    // A log has no gaps, so its newest number is how many there are.
    Ok(Connection::new(&request, items, has_more, newest.unsigned_abs()))
}

fn parse(argument: &str, cursor: Option<&str>) -> Result<Option<i64>> {
    let not_ours = |_| ApiError::bad_request(format!("`{argument}` is no cursor of this list."));
    cursor.map(|cursor| cursor.parse().map_err(not_ours)).transpose()
}
