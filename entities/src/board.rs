//! Boards.

use sea_orm::entity::prelude::*;

use crate::ids::{BoardId, Epoch, TeamId};
use crate::kinds::BoardVisibility;

/// One board.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "boards")]
pub struct Model {
    /// The board's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: BoardId,
    /// The human key, such as `RL`; unique, and never changed.
    pub key: String,
    /// Its title.
    pub title: String,
    /// What it is for, in Markdown.
    pub description: String,
    /// One emoji.
    pub icon: Option<String>,
    /// The team it belongs to.
    pub team_id: Option<TeamId>,
    /// Who may read it beside its members.
    pub visibility: BoardVisibility,
    /// The lifetime of its log.
    pub epoch: Epoch,
    /// The number of its newest event.
    pub seq: i64,
    /// The event that last changed who may do what here.
    pub access_seq: i64,
    /// The number that its next card gets.
    pub next_card_number: i64,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// The time of its newest event.
    pub updated_at: DateTimeUtc,
    /// When it was archived; an archived board accepts no writes.
    pub archived_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}
