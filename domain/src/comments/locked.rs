//! What every change of a comment begins with.

use cairn_entities::{CardId, CommentId, comment};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::access::Discuss;
use crate::board_tx::BoardTx;
use crate::cards::row_in;
use crate::log::CommentImage;
use crate::{Error, Refusal};

/// The comment as it is under the lock, on a card that is not archived.
pub(super) async fn locked_comment(
    tx: &BoardTx<Discuss>,
    id: CommentId,
) -> Result<CommentImage, Error> {
    let row = comment::Entity::find_by_id(id)
        .filter(comment::Column::BoardId.eq(tx.board_id()))
        .one(&tx.db)
        .await?
        .ok_or_else(|| Refusal::not_found("commentId", "comment"))?;
    card_open_to_comments(tx, row.card_id, "commentId", "comment").await?;
    Ok(row.into())
}

/// Refuses an archived card, and one that has gone, as the `what` that input `field` names.
pub(super) async fn card_open_to_comments(
    tx: &BoardTx<Discuss>,
    card: CardId,
    field: &str,
    what: &str,
) -> Result<(), Error> {
    let card = row_in(&tx.db, tx.board_id(), card)
        .await?
        .ok_or_else(|| Refusal::not_found(field, what))?;
    match card.archived_at {
        Some(_) => Err(Refusal::Archived { what: "card".to_owned() }.into()),
        None => Ok(()),
    }
}

/// Whether the one who writes is the comment's author.
pub(super) fn is_own(tx: &BoardTx<Discuss>, comment: &CommentImage) -> bool {
    comment.author.is_some() && comment.author == tx.access.actor().as_ref()
}
