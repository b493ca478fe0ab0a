//! Deleting a card for good.

use cairn_entities::{CardId, card, comment};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use super::changing::locked_card;
use crate::access::Edit;
use crate::log::{Change, CommentImage, change};
use crate::{Domain, Error, Outcome, WriteRequest};

/// Deletes a card and its comments. The event keeps both, for an undo.
pub async fn delete_card(
    domain: &Domain,
    request: &WriteRequest,
    card_id: CardId,
) -> Result<Outcome, Error> {
    request
        .once(domain, "deleteCard", async |write| {
            let mut tx = write.board_tx::<Edit>("cardId", card_id).await?;
            let mut image = locked_card(&tx, card_id).await?;
            image.description =
                card::Entity::find_by_id(card_id).one(&tx.db).await?.map(|row| row.description);
            let comments: Vec<CommentImage> = comment::Entity::find()
                .filter(comment::Column::CardId.eq(card_id))
                .order_by_asc(comment::Column::CreatedAt)
                .order_by_asc(comment::Column::Id)
                .all(&tx.db)
                .await?
                .into_iter()
                .map(Into::into)
                .collect();
            card::Entity::delete_by_id(card_id).exec(&tx.db).await?;
            let mut old = change::object(&image);
            let comments = serde_json::to_value(comments).map_err(Error::internal)?;
            old.insert("comments".to_owned(), comments);
            tx.record(Change::CardDeleted { id: card_id, old });
            tx.commit(card_id.to_string()).await
        })
        .await
}
