//! Writing columns.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::columns;

use super::Column;
use super::inputs::{CreateColumnInput, DeleteColumnInput, MoveColumnInput, UpdateColumnInput};
use crate::delete_payload::DeletePayload;
use crate::error::Result;
use crate::event::BoardEvent;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// What writing a column came to.
#[derive(SimpleObject)]
pub struct ColumnPayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The column after the write; null when nothing was written.
    column: Option<Column>,
    /// The event that tells of it.
    event: Option<BoardEvent>,
    /// Why nothing was written; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for ColumnPayload {
    fn from(written: Written) -> Self {
        Self {
            column: written.image(Column::in_event),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}

/// Writes of columns. All need the role EDITOR.
#[derive(Default)]
pub struct ColumnMutations;

#[Object]
impl ColumnMutations {
    /// Adds a column to a board.
    async fn create_column(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The column.")] mut input: CreateColumnInput,
    ) -> Result<ColumnPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            columns::create_column(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Changes a column.
    async fn update_column(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] mut input: UpdateColumnInput,
    ) -> Result<ColumnPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            columns::update_column(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Puts a column somewhere else on its board.
    async fn move_column(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to put it.")] mut input: MoveColumnInput,
    ) -> Result<ColumnPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            columns::move_column(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Deletes a column; its cards go to another one in the same event.
    async fn delete_column(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which column, and where its cards go.")] mut input: DeleteColumnInput,
    ) -> Result<DeletePayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            columns::delete_column(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }
}
