//! What writes of cards are given.

use async_graphql::{ID, InputObject, MaybeUndefined};
use cairn_domain::cards::{Change, CreateCard, MoveCard, UpdateCard};

use crate::ids;
use crate::input::clearable;
use crate::scalars::Date;

/// A card to be.
#[derive(InputObject)]
pub struct CreateCardInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// In which column.
    column_id: ID,
    /// The title: 1 to 1000 characters.
    title: String,
    /// The text, in Markdown (GFM); at most 1 MiB.
    description: Option<String>,
    /// One emoji.
    icon: Option<String>,
    /// Labels of the board; at most 100.
    label_ids: Option<Vec<ID>>,
    /// People who can read the board; at most 100.
    assignee_ids: Option<Vec<ID>>,
    /// When work starts.
    start_on: Option<Date>,
    /// When it is due; not before `startOn`.
    due_on: Option<Date>,
    /// How much work it is: 0 to 1000000, in the community's own unit.
    estimate: Option<f64>,
    /// A milestone of the board.
    milestone_id: Option<ID>,
    /// The card that it comes right after.
    after_id: Option<ID>,
    /// The card that it comes right before, where `afterId` does not say; at the end of the column
    /// when neither does.
    before_id: Option<ID>,
}

impl From<CreateCardInput> for CreateCard {
    fn from(input: CreateCardInput) -> Self {
        let CreateCardInput {
            client_mutation_id: _,
            column_id,
            title,
            description,
            icon,
            label_ids,
            assignee_ids,
            start_on,
            due_on,
            estimate,
            milestone_id,
            after_id,
            before_id,
        } = input;
        Self {
            column_id: ids::parse(&column_id),
            title,
            description,
            icon,
            labels: ids::parse_all(label_ids),
            assignees: ids::parse_all(assignee_ids),
            start_on: start_on.map(Into::into),
            due_on: due_on.map(Into::into),
            estimate,
            milestone: ids::parse_some(milestone_id),
            after: ids::parse_some(after_id),
            before: ids::parse_some(before_id),
        }
    }
}

/// What is to be different about a card. A field left out stays as it is; a null clears it. Lists
/// change by add and remove, so that two people never undo each other.
#[derive(InputObject)]
pub struct UpdateCardInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which card.
    card_id: ID,
    /// The title: 1 to 1000 characters.
    title: MaybeUndefined<String>,
    /// The text, in Markdown (GFM); at most 1 MiB.
    description: MaybeUndefined<String>,
    /// One emoji.
    icon: MaybeUndefined<String>,
    /// When work starts.
    start_on: MaybeUndefined<Date>,
    /// When it is due; not before `startOn`.
    due_on: MaybeUndefined<Date>,
    /// How much work it is: 0 to 1000000, in the community's own unit.
    estimate: MaybeUndefined<f64>,
    /// A milestone of the board.
    milestone_id: MaybeUndefined<ID>,
    /// Labels of the board that it gets.
    add_label_ids: Option<Vec<ID>>,
    /// Labels that it loses.
    remove_label_ids: Option<Vec<ID>>,
    /// People who can read the board, and who work on it from now on.
    add_assignee_ids: Option<Vec<ID>>,
    /// People who no longer work on it.
    remove_assignee_ids: Option<Vec<ID>>,
    /// When given and the card's version is newer, nothing is written and the user error is CONFLICT.
    expected_version: Option<i64>,
}

impl From<UpdateCardInput> for UpdateCard {
    fn from(input: UpdateCardInput) -> Self {
        let UpdateCardInput {
            client_mutation_id: _,
            card_id,
            title,
            description,
            icon,
            start_on,
            due_on,
            estimate,
            milestone_id,
            add_label_ids,
            remove_label_ids,
            add_assignee_ids,
            remove_assignee_ids,
            expected_version,
        } = input;
        Self {
            card_id: ids::parse(&card_id),
            title: change(title),
            description: change(description),
            icon: change(icon),
            start_on: change(start_on.map_value(Into::into)),
            due_on: change(due_on.map_value(Into::into)),
            estimate: change(estimate),
            milestone: change(milestone_id.map_value(|id| ids::parse(&id))),
            add_labels: ids::parse_all(add_label_ids),
            remove_labels: ids::parse_all(remove_label_ids),
            add_assignees: ids::parse_all(add_assignee_ids),
            remove_assignees: ids::parse_all(remove_assignee_ids),
            expected_version,
        }
    }
}

fn change<T>(field: MaybeUndefined<T>) -> Change<T> {
    clearable(field).map_or(Change::Keep, Change::Set)
}

/// Where to put a card. Neither `afterId` nor `beforeId`: to the end of the column. A neighbour that
/// has left the column meanwhile is ignored.
#[derive(InputObject)]
#[expect(clippy::struct_field_names, reason = "the contract names them")]
pub struct MoveCardInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which card.
    card_id: ID,
    /// Into which column of its board, which may be its own.
    column_id: ID,
    /// The card that it comes right after.
    after_id: Option<ID>,
    /// The card that it comes right before, where `afterId` does not say.
    before_id: Option<ID>,
}

impl From<MoveCardInput> for MoveCard {
    fn from(input: MoveCardInput) -> Self {
        let MoveCardInput { client_mutation_id: _, card_id, column_id, after_id, before_id } =
            input;
        Self {
            card_id: ids::parse(&card_id),
            column_id: ids::parse(&column_id),
            after: ids::parse_some(after_id),
            before: ids::parse_some(before_id),
        }
    }
}

/// Which card is meant.
#[derive(InputObject)]
pub struct CardIdInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which card.
    pub(super) card_id: ID,
}
