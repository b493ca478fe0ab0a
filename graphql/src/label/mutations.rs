//! Writing labels.

use async_graphql::{Context, ID, InputObject, MaybeUndefined, Object, SimpleObject};
use cairn_domain::labels::{self, CreateLabel, UpdateLabel};

use super::Label;
use crate::delete_payload::DeletePayload;
use crate::enums::Color;
use crate::error::Result;
use crate::event::BoardEvent;
use crate::ids;
use crate::input::clearable_text;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// A label to be.
#[derive(InputObject)]
pub struct CreateLabelInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// Of which board.
    board_id: ID,
    /// The name: 1 to 100 characters; unique on the board in any case.
    name: String,
    /// The colour; when left out, each new label gets the next one.
    color: Option<Color>,
}

/// What is to be different about a label. A field left out stays as it is.
#[derive(InputObject)]
pub struct UpdateLabelInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// Which label.
    label_id: ID,
    /// The name: 1 to 100 characters; unique on the board in any case.
    name: MaybeUndefined<String>,
    /// The colour; null leaves it as it is.
    color: Option<Color>,
}

/// Which label to delete.
#[derive(InputObject)]
pub struct DeleteLabelInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// Which label.
    label_id: ID,
}

/// What writing a label came to.
#[derive(SimpleObject)]
pub struct LabelPayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The label after the write; null when nothing was written.
    label: Option<Label>,
    /// The event that tells of it.
    event: Option<BoardEvent>,
    /// Why nothing was written; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for LabelPayload {
    fn from(written: Written) -> Self {
        Self {
            label: written.image(Label::in_event),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}

/// Writes of labels. All need the role EDITOR.
#[derive(Default)]
pub struct LabelMutations;

#[Object]
impl LabelMutations {
    /// Adds a label to a board.
    async fn create_label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The label.")] input: CreateLabelInput,
    ) -> Result<LabelPayload> {
        let CreateLabelInput { client_mutation_id, board_id, name, color } = input;
        let label =
            CreateLabel { board_id: ids::parse(&board_id), name, color: color.map(Into::into) };
        let written = write(ctx, client_mutation_id, async |domain, request| {
            labels::create_label(domain, request, label).await
        })
        .await?;
        Ok(written.into())
    }

    /// Changes a label. Its cards keep it, and their versions stay as they are.
    async fn update_label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] input: UpdateLabelInput,
    ) -> Result<LabelPayload> {
        let UpdateLabelInput { client_mutation_id, label_id, name, color } = input;
        let label = UpdateLabel {
            label_id: ids::parse(&label_id),
            name: clearable_text(name),
            color: color.map(Into::into),
        };
        let written = write(ctx, client_mutation_id, async |domain, request| {
            labels::update_label(domain, request, label).await
        })
        .await?;
        Ok(written.into())
    }

    /// Deletes a label. Its cards lose it in the same event.
    async fn delete_label(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which label.")] input: DeleteLabelInput,
    ) -> Result<DeletePayload> {
        let DeleteLabelInput { client_mutation_id, label_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            labels::delete_label(domain, request, ids::parse(&label_id)).await
        })
        .await?;
        Ok(written.into())
    }
}
