//! Writing boards.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::boards;

use super::Board;
use super::inputs::{BoardIdInput, CreateBoardInput, UpdateBoardInput};
use crate::delete_payload::DeletePayload;
use crate::error::Result;
use crate::event::BoardEvent;
use crate::ids;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// What writing a board came to.
#[derive(SimpleObject)]
pub struct BoardPayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The board after the write; null when nothing was written.
    board: Option<Board>,
    /// The event that tells of it.
    event: Option<BoardEvent>,
    /// Why nothing was written; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for BoardPayload {
    fn from(written: Written) -> Self {
        Self {
            board: written.image(Board::in_event),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}

/// Writes of boards.
#[derive(Default)]
pub struct BoardMutations;

#[Object]
impl BoardMutations {
    /// Makes a board; the viewer becomes its administrator.
    async fn create_board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The board.")] mut input: CreateBoardInput,
    ) -> Result<BoardPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            boards::create_board(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Changes a board. Only its administrators can.
    async fn update_board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] mut input: UpdateBoardInput,
    ) -> Result<BoardPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            boards::update_board(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Closes a board: it can be read, but accepts no write until it is restored. Only its
    /// administrators can.
    async fn archive_board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which board.")] input: BoardIdInput,
    ) -> Result<BoardPayload> {
        let BoardIdInput { client_mutation_id, board_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            boards::archive_board(domain, request, ids::parse(&board_id)).await
        })
        .await?;
        Ok(written.into())
    }

    /// Opens an archived board again. Only its administrators can.
    async fn restore_board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which board.")] input: BoardIdInput,
    ) -> Result<BoardPayload> {
        let BoardIdInput { client_mutation_id, board_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            boards::restore_board(domain, request, ids::parse(&board_id)).await
        })
        .await?;
        Ok(written.into())
    }

    /// Deletes a board for good, with all that is on it and its log. There is no event, since the log
    /// that would hold it is gone; whoever follows the board sees its subscription complete. Only its
    /// administrators can.
    async fn delete_board(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which board.")] input: BoardIdInput,
    ) -> Result<DeletePayload> {
        let BoardIdInput { client_mutation_id, board_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            boards::delete_board(domain, request, ids::parse(&board_id)).await
        })
        .await?;
        Ok(written.into())
    }
}
