//! Finding boards.

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use cairn_domain::access::BoardRef;
use cairn_domain::boards;

use super::{Board, BoardScope, board_list};
use crate::connection::{Connection, PageRequest};
use crate::error::{ApiError, Result};
use crate::ids;
use crate::session::InSession;

/// Reads that begin with boards.
#[derive(Default)]
pub struct BoardQueries;

#[Object]
impl BoardQueries {
    /// The boards that the viewer may read, by key.
    async fn boards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 1000; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Only boards after this cursor.")] after: Option<String>,
        #[graphql(desc = "Only boards of this team.")] team_id: Option<ID>,
        #[graphql(desc = "Archived boards too.", default_with = "Some(false)")]
        include_archived: Option<bool>,
    ) -> Result<Connection<Board>> {
        let request = PageRequest::forward(first, after)?;
        let scope = BoardScope {
            team: ids::parse_some(team_id),
            include_archived: include_archived.unwrap_or_default(),
        };
        board_list(ctx, scope, request).await
    }

    /// One board, by exactly one of its id and its key; null, with the error `NOT_FOUND`, when there is
    /// none that the viewer may read.
    ///
    /// The answer to a query for nothing but one board is the same for all viewers who have the same
    /// role on it, and is shared between them, unless it asks for `Board.at`, `Board.events`,
    /// `Card.description` where there is one, `Card.comments`, `User.isAdmin` or
    /// `User.apiTokens`.
    async fn board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The board's id.")] id: Option<ID>,
        #[graphql(desc = "The board's key, such as RL, in any case.")] key: Option<String>,
    ) -> Result<Option<Board>> {
        let board = match (&id, &key) {
            (Some(id), None) => BoardRef::Id(ids::parse(id)),
            (None, Some(key)) => BoardRef::Key(key),
            _ => return Err(ApiError::bad_request("Say exactly one of `id` and `key`.")),
        };
        if let Some(shared) = ctx.shared_board() {
            return shared.board(&board).map(Some);
        }
        let session = ctx.session()?;
        let access = boards::board(&session.reader, &session.actor, board).await?;
        Ok(Some(Arc::new(access).into()))
    }
}
