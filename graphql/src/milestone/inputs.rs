//! What writes of milestones are given.

use async_graphql::{ID, InputObject, MaybeUndefined};
use cairn_domain::milestones::{CreateMilestone, UpdateMilestone};

use crate::enums::MilestoneState;
use crate::ids;
use crate::input::{clearable, clearable_text};
use crate::scalars::Date;

/// A milestone to be; it begins open.
#[derive(InputObject)]
pub struct CreateMilestoneInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Of which board.
    board_id: ID,
    /// The title: 1 to 200 characters.
    title: String,
    /// What it means, in Markdown; at most 64 KiB.
    description: Option<String>,
    /// When it starts.
    start_on: Option<Date>,
    /// When it is due; not before `startOn`.
    due_on: Option<Date>,
}

impl From<CreateMilestoneInput> for CreateMilestone {
    fn from(input: CreateMilestoneInput) -> Self {
        let CreateMilestoneInput {
            client_mutation_id: _,
            board_id,
            title,
            description,
            start_on,
            due_on,
        } = input;
        Self {
            board_id: ids::parse(&board_id),
            title,
            description,
            start_on: start_on.map(Into::into),
            due_on: due_on.map(Into::into),
        }
    }
}

/// What is to be different about a milestone. A field left out stays as it is; a null clears it.
#[derive(InputObject)]
pub struct UpdateMilestoneInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which milestone.
    milestone_id: ID,
    /// The title: 1 to 200 characters.
    title: MaybeUndefined<String>,
    /// What it means, in Markdown; at most 64 KiB.
    description: MaybeUndefined<String>,
    /// When it starts.
    start_on: MaybeUndefined<Date>,
    /// When it is due; not before `startOn`.
    due_on: MaybeUndefined<Date>,
    /// Whether it is still worked towards; null leaves it as it is.
    state: Option<MilestoneState>,
}

impl From<UpdateMilestoneInput> for UpdateMilestone {
    fn from(input: UpdateMilestoneInput) -> Self {
        let UpdateMilestoneInput {
            client_mutation_id: _,
            milestone_id,
            title,
            description,
            start_on,
            due_on,
            state,
        } = input;
        Self {
            milestone_id: ids::parse(&milestone_id),
            title: clearable_text(title),
            description: clearable_text(description),
            start_on: clearable(start_on.map_value(Into::into)),
            due_on: clearable(due_on.map_value(Into::into)),
            state: state.map(Into::into),
        }
    }
}

/// Which milestone to delete.
#[derive(InputObject)]
pub struct DeleteMilestoneInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which milestone.
    pub(super) milestone_id: ID,
}
