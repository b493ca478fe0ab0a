//! The labels of a board.

mod create;
mod delete;
mod read;
mod update;

pub use create::{CreateLabel, create_label};
pub use delete::delete_label;
pub use read::{labels_by_ids, labels_of_boards};
pub use update::{UpdateLabel, update_label};

use sea_orm::DbErr;

use crate::error::violates_unique;
use crate::{Error, Refusal};

/// The most labels that people can give a board.
pub const MAX_LABELS: usize = 500;

/// Another label of the board may have the name, in any spelling.
fn taken_or(error: DbErr) -> Error {
    if violates_unique(&error, "labels_name_unique", "labels.name_key") {
        Refusal::taken("name").into()
    } else {
        error.into()
    }
}
