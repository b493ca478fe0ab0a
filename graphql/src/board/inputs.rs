//! What writes of boards are given.

use async_graphql::{ID, InputObject, MaybeUndefined};
use cairn_domain::boards::{CreateBoard, UpdateBoard};
use cairn_domain::entities;

use crate::enums::BoardVisibility;
use crate::ids;
use crate::input::{clearable, clearable_text};

/// A board to be.
#[derive(InputObject)]
pub struct CreateBoardInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// The human key: 2 to 10 of A-Z and 0-9, beginning with a letter; made from the title when left
    /// out.
    key: Option<String>,
    /// The title: 1 to 200 characters.
    title: String,
    /// What the board is for, in Markdown; at most 64 KiB.
    description: Option<String>,
    /// One emoji.
    icon: Option<String>,
    /// The team that the board is to belong to; the viewer must be in it.
    team_id: Option<ID>,
    /// Who may read it beside its members.
    #[graphql(default_with = "Some(BoardVisibility::Private)")]
    visibility: Option<BoardVisibility>,
    /// The titles of the first columns.
    columns: Option<Vec<String>>,
}

impl From<CreateBoardInput> for CreateBoard {
    fn from(input: CreateBoardInput) -> Self {
        let CreateBoardInput {
            client_mutation_id: _,
            key,
            title,
            description,
            icon,
            team_id,
            visibility,
            columns,
        } = input;
        Self {
            key,
            title,
            description,
            icon,
            team: ids::parse_some(team_id),
            visibility: visibility.map_or(entities::BoardVisibility::Private, Into::into),
            columns: columns.unwrap_or_default(),
        }
    }
}

/// What is to be different about a board. A field left out stays as it is; a null clears it.
#[derive(InputObject)]
pub struct UpdateBoardInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which board.
    board_id: ID,
    /// The title: 1 to 200 characters.
    title: MaybeUndefined<String>,
    /// What the board is for, in Markdown; at most 64 KiB.
    description: MaybeUndefined<String>,
    /// One emoji.
    icon: MaybeUndefined<String>,
    /// Who may read it beside its members; null leaves it as it is.
    visibility: Option<BoardVisibility>,
}

impl From<UpdateBoardInput> for UpdateBoard {
    fn from(input: UpdateBoardInput) -> Self {
        let UpdateBoardInput {
            client_mutation_id: _,
            board_id,
            title,
            description,
            icon,
            visibility,
        } = input;
        Self {
            board_id: ids::parse(&board_id),
            title: clearable_text(title),
            description: clearable_text(description),
            icon: clearable(icon),
            visibility: visibility.map(Into::into),
        }
    }
}

/// Which board is meant.
#[derive(InputObject)]
pub struct BoardIdInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    pub(super) client_mutation_id: Option<ID>,
    /// Which board.
    pub(super) board_id: ID,
}
