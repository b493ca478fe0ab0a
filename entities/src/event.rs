//! The log: one row for each committed transaction on a board.

use sea_orm::entity::prelude::*;

use crate::ids::{ActorRef, BoardId, BotId, Epoch, UserId};

/// One event.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "events")]
pub struct Model {
    /// The board.
    #[sea_orm(primary_key, auto_increment = false)]
    pub board_id: BoardId,
    /// Its number, gap-free from 1.
    #[sea_orm(primary_key, auto_increment = false)]
    pub seq: i64,
    /// The log it belongs to.
    pub epoch: Epoch,
    /// When it was committed.
    pub at: DateTimeUtc,
    /// Who did it, when a person.
    pub actor_user: Option<UserId>,
    /// Who did it, when not a person.
    pub actor_bot: Option<BotId>,
    /// The id under which the client sent it.
    pub client_mutation_id: Option<String>,
    /// What changed, as versioned JSON.
    pub changes: String,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Who did it.
    #[must_use]
    pub fn actor(&self) -> Option<ActorRef> {
        ActorRef::from_columns(self.actor_user, self.actor_bot)
    }
}
