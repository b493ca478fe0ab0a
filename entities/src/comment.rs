//! Comments on cards.

use sea_orm::entity::prelude::*;

use crate::ids::{ActorRef, BoardId, BotId, CardId, CommentId, UserId};

/// One comment.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "comments")]
pub struct Model {
    /// The comment's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: CommentId,
    /// The card's board.
    pub board_id: BoardId,
    /// The card it is about.
    pub card_id: CardId,
    /// The text, in Markdown.
    pub body: String,
    /// Who wrote it, when a person.
    pub author_user: Option<UserId>,
    /// Who wrote it, when not a person.
    pub author_bot: Option<BotId>,
    /// When it was written.
    pub created_at: DateTimeUtc,
    /// When it was last changed.
    pub edited_at: Option<DateTimeUtc>,
}

impl ActiveModelBehavior for ActiveModel {}

impl Model {
    /// Who wrote the comment.
    #[must_use]
    pub fn author(&self) -> Option<ActorRef> {
        ActorRef::from_columns(self.author_user, self.author_bot)
    }
}
