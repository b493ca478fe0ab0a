//! Lists of boards.

use std::sync::Arc;

use async_graphql::Context;
use cairn_domain::boards::{self, BoardList, BoardPage};
use cairn_domain::entities::TeamId;

use super::Board;
use crate::connection::{Connection, PageRequest, total_if_asked};
use crate::error::Result;
use crate::session::InSession;

/// Which boards.
pub(crate) struct BoardScope {
    pub team: Option<TeamId>,
    pub include_archived: bool,
}

/// A page of the boards that the viewer may read, by key.
pub(crate) async fn board_list(
    ctx: &Context<'_>,
    scope: BoardScope,
    request: PageRequest,
) -> Result<Connection<Board>> {
    let session = ctx.session()?;
    let BoardScope { team, include_archived } = scope;
    let list = BoardList { team, include_archived };
    let (reader, actor) = (&session.reader, &session.actor);
    let BoardPage { boards: found, has_more } =
        boards::readable_boards(reader, actor, &list, request.after.as_deref(), request.limit)
            .await?;
    let total = total_if_asked(ctx, boards::count_boards(reader, actor, &list)).await?;
    let items =
        found.into_iter().map(|access| (access.board().key.clone(), Board::from(Arc::new(access))));
    Ok(Connection::new(&request, items, has_more, total))
}
