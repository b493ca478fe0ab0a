//! Writing milestones.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::milestones;

use super::Milestone;
use super::inputs::{CreateMilestoneInput, DeleteMilestoneInput, UpdateMilestoneInput};
use crate::delete_payload::DeletePayload;
use crate::error::Result;
use crate::event::BoardEvent;
use crate::ids;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// What writing a milestone came to.
#[derive(SimpleObject)]
pub struct MilestonePayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The milestone after the write; null when nothing was written.
    milestone: Option<Milestone>,
    /// The event that tells of it.
    event: Option<BoardEvent>,
    /// Why nothing was written; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for MilestonePayload {
    fn from(written: Written) -> Self {
        Self {
            milestone: written.image(Milestone::in_event),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}

/// Writes of milestones. All need the role EDITOR.
#[derive(Default)]
pub struct MilestoneMutations;

#[Object]
impl MilestoneMutations {
    /// Adds a milestone to a board.
    async fn create_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The milestone.")] mut input: CreateMilestoneInput,
    ) -> Result<MilestonePayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            milestones::create_milestone(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Changes a milestone, opens or closes it. Its cards stay in it.
    async fn update_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] mut input: UpdateMilestoneInput,
    ) -> Result<MilestonePayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            milestones::update_milestone(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Deletes a milestone. Its cards leave it in the same event.
    async fn delete_milestone(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which milestone.")] input: DeleteMilestoneInput,
    ) -> Result<DeletePayload> {
        let DeleteMilestoneInput { client_mutation_id, milestone_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            milestones::delete_milestone(domain, request, ids::parse(&milestone_id)).await
        })
        .await?;
        Ok(written.into())
    }
}
