//! The columns of a board.

mod create;
mod delete;
mod kind_guess;
mod move_;
mod read;
mod update;

pub use create::{CreateColumn, create_column};
pub use delete::{DeleteColumn, delete_column};
pub use kind_guess::{guess_kind, guess_kinds};
pub use move_::{MoveColumn, move_column};
pub(crate) use read::{column_in, siblings};
pub use read::{columns_by_ids, columns_of};
pub use update::{UpdateColumn, update_column};

/// The most columns that a board can have.
pub const MAX_COLUMNS: usize = 100;
/// The greatest limit that a column can have.
const MAX_WIP_LIMIT: i32 = 10_000;

fn wip_limit(limit: Option<i32>) -> Result<Option<i32>, crate::Refusal> {
    match limit {
        Some(limit) if !(1..=MAX_WIP_LIMIT).contains(&limit) => Err(crate::Refusal::invalid(
            "wipLimit",
            format!("the limit must be between 1 and {MAX_WIP_LIMIT}"),
        )),
        limit => Ok(limit),
    }
}
