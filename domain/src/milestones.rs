//! The milestones of a board.

mod create;
mod delete;
mod progress;
mod read;
mod update;

pub use create::{CreateMilestone, create_milestone};
pub use delete::delete_milestone;
pub use progress::{MilestoneProgress, progress};
pub use read::{milestones_by_ids, milestones_of_boards};
pub use update::{UpdateMilestone, update_milestone};

/// The most milestones that a board can have.
pub const MAX_MILESTONES: usize = 500;
