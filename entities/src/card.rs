//! Cards.

use sea_orm::entity::prelude::*;

use crate::ids::{ActorRef, BoardId, BotId, CardId, ColumnId, MilestoneId, UserId};

/// One card.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "cards")]
pub struct Model {
    /// The card's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CardId,
    /// Its board.
    pub board_id: BoardId,
    /// Its number on the board, from 1; the 42 of `RL-42`.
    pub number: i64,
    /// The column it stands in.
    pub column_id: ColumnId,
    /// Its place in the column: compared as bytes, ties by id.
    pub rank: String,
    /// Its title.
    pub title: String,
    /// One emoji.
    pub icon: Option<String>,
    /// Whether the text says anything; so that lists need not read it.
    pub has_description: bool,
    /// Ticked task-list items of the description.
    pub checklist_done: i32,
    /// All task-list items of the description.
    pub checklist_total: i32,
    /// When work starts.
    pub start_on: Option<Date>,
    /// When it is due.
    pub due_on: Option<Date>,
    /// How much work it is, in the community's own unit.
    pub estimate: Option<f64>,
    /// The milestone it belongs to.
    pub milestone_id: Option<MilestoneId>,
    /// Who made it, when a person.
    pub created_by_user: Option<UserId>,
    /// Who made it, when not a person.
    pub created_by_bot: Option<BotId>,
    /// When it was made.
    pub created_at: DateTimeUtc,
    /// When it last changed.
    pub updated_at: DateTimeUtc,
    /// When it was archived.
    pub archived_at: Option<DateTimeUtc>,
    /// The seq of the last event that touched it.
    pub version: i64,
    /// The text, in Markdown (GFM).
    pub description: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Who made the card.
    #[must_use]
    pub fn created_by(&self) -> Option<ActorRef> {
        ActorRef::from_columns(self.created_by_user, self.created_by_bot)
    }
}
