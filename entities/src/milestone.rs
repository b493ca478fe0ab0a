//! Milestones of boards.

use sea_orm::entity::prelude::*;

use crate::ids::{BoardId, MilestoneId};
use crate::kinds::MilestoneState;

/// One milestone.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "milestones")]
pub struct Model {
    /// The milestone's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: MilestoneId,
    /// Its board.
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// What it means, in Markdown.
    pub description: String,
    /// When it starts.
    pub start_on: Option<Date>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// Whether it is still worked towards.
    pub state: MilestoneState,
}

impl ActiveModelBehavior for ActiveModel {}
