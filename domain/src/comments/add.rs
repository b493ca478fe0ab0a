//! Writing a comment.

use cairn_entities::{CardId, CommentId, comment};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::locked::card_open_to_comments;
use crate::access::Discuss;
use crate::log::CommentImage;
use crate::{Domain, Error, Outcome, WriteRequest, text};

/// A comment to be.
#[derive(Clone, Debug)]
pub struct AddComment {
    /// On which card.
    pub card_id: CardId,
    /// What it says, in Markdown.
    pub body: String,
}

/// Adds a comment to a card that is not archived.
pub async fn add_comment(
    domain: &Domain,
    request: &WriteRequest,
    input: AddComment,
) -> Result<Outcome, Error> {
    request
        .once(domain, "addComment", async |write| {
            let AddComment { card_id, body } = input;
            let body = text::body("body", &body, text::COMMENT_BODY)?;
            let mut tx = write.board_tx::<Discuss>("cardId", card_id).await?;
            card_open_to_comments(&tx, card_id, "cardId", "card").await?;
            let row = comment::ActiveModel {
                id: Set(CommentId(domain.ids.uuid())),
                board_id: Set(tx.board_id()),
                card_id: Set(card_id),
                body: Set(body),
                author_user: Set(Some(write.user)),
                author_bot: Set(None),
                created_at: Set(tx.now),
                edited_at: Set(None),
            };
            let row = comment::Entity::insert(row).exec_with_returning(&tx.db).await?;
            let id = row.id;
            tx.record_image(None, CommentImage::from(row));
            tx.commit(id.to_string()).await
        })
        .await
}
