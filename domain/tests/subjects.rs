//! Labels, milestones, comments and search, over real databases.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "support/log.rs"]
mod log;
#[path = "support/world.rs"]
mod world;

#[path = "subjects/comments.rs"]
mod comments;
#[path = "subjects/hostile_searches.rs"]
mod hostile_searches;
#[path = "subjects/labels.rs"]
mod labels;
#[path = "subjects/milestones.rs"]
mod milestones;
#[path = "subjects/search.rs"]
mod search;
#[path = "subjects/snapshots.rs"]
mod snapshots;
#[path = "subjects/views.rs"]
mod views;
#[path = "subjects/writing.rs"]
mod writing;
