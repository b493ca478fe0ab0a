//! What writes of columns are given.

use async_graphql::{ID, InputObject, MaybeUndefined};
use cairn_domain::columns::{CreateColumn, DeleteColumn, MoveColumn, UpdateColumn};

use crate::enums::{Color, ColumnKind, WipPolicy};
use crate::ids;
use crate::input::{clearable, clearable_text};

/// A column to be.
#[derive(InputObject)]
pub struct CreateColumnInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// On which board.
    board_id: ID,
    /// The title: 1 to 100 characters.
    title: String,
    /// The colour; GRAY when left out.
    color: Option<Color>,
    /// What a card in it counts as; guessed from the title when left out.
    kind: Option<ColumnKind>,
    /// How many cards it should hold at most: 1 to 10000; no limit when left out.
    wip_limit: Option<i32>,
    /// What happens over the limit; WARN when left out.
    wip_policy: Option<WipPolicy>,
    /// The column that it comes after; at the end when left out.
    after_id: Option<ID>,
}

impl From<CreateColumnInput> for CreateColumn {
    fn from(input: CreateColumnInput) -> Self {
        let CreateColumnInput {
            client_mutation_id: _,
            board_id,
            title,
            color,
            kind,
            wip_limit,
            wip_policy,
            after_id,
        } = input;
        Self {
            board_id: ids::parse(&board_id),
            title,
            color: color.map(Into::into),
            kind: kind.map(Into::into),
            wip_limit,
            wip_policy: wip_policy.map(Into::into),
            after: ids::parse_some(after_id),
        }
    }
}

/// What is to be different about a column. A field left out stays as it is; a null clears it.
#[derive(InputObject)]
pub struct UpdateColumnInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which column.
    column_id: ID,
    /// The title: 1 to 100 characters.
    title: MaybeUndefined<String>,
    /// The colour; null leaves it as it is.
    color: Option<Color>,
    /// What a card in it counts as; null leaves it as it is.
    kind: Option<ColumnKind>,
    /// How many cards it should hold at most: 1 to 10000; null takes the limit away.
    wip_limit: MaybeUndefined<i32>,
    /// What happens over the limit; null leaves it as it is.
    wip_policy: Option<WipPolicy>,
    /// What belongs here, in Markdown; at most 64 KiB.
    description: MaybeUndefined<String>,
}

impl From<UpdateColumnInput> for UpdateColumn {
    fn from(input: UpdateColumnInput) -> Self {
        let UpdateColumnInput {
            client_mutation_id: _,
            column_id,
            title,
            color,
            kind,
            wip_limit,
            wip_policy,
            description,
        } = input;
        Self {
            column_id: ids::parse(&column_id),
            title: clearable_text(title),
            color: color.map(Into::into),
            kind: kind.map(Into::into),
            wip_limit: clearable(wip_limit),
            wip_policy: wip_policy.map(Into::into),
            description: clearable_text(description),
        }
    }
}

/// Where to put a column.
#[derive(InputObject)]
#[expect(clippy::struct_field_names, reason = "the contract names them")]
pub struct MoveColumnInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which column.
    column_id: ID,
    /// The column that it comes after; to the front when null.
    after_id: Option<ID>,
}

impl From<MoveColumnInput> for MoveColumn {
    fn from(input: MoveColumnInput) -> Self {
        let MoveColumnInput { client_mutation_id: _, column_id, after_id } = input;
        Self { column_id: ids::parse(&column_id), after: ids::parse_some(after_id) }
    }
}

/// Which column to delete.
#[derive(InputObject)]
pub struct DeleteColumnInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which column.
    column_id: ID,
    /// The column that its cards go to, at the end and in their order; required when it holds cards,
    /// archived ones included.
    move_cards_to: Option<ID>,
}

impl From<DeleteColumnInput> for DeleteColumn {
    fn from(input: DeleteColumnInput) -> Self {
        let DeleteColumnInput { client_mutation_id: _, column_id, move_cards_to } = input;
        Self { column_id: ids::parse(&column_id), move_cards_to: ids::parse_some(move_cards_to) }
    }
}
