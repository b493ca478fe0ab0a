//! Deleting a comment.

use cairn_entities::{CommentId, comment};
use sea_orm::EntityTrait;

use super::locked::{is_own, locked_comment};
use crate::access::{Administer, Capability, Discuss};
use crate::log::{Change, change};
use crate::{Domain, Error, Outcome, WriteRequest};

/// Deletes one's own comment or, as the board's administrator, anybody's.
pub async fn delete_comment(
    domain: &Domain,
    request: &WriteRequest,
    comment_id: CommentId,
) -> Result<Outcome, Error> {
    request
        .once(domain, "deleteComment", async |write| {
            let mut tx = write.board_tx::<Discuss>("commentId", comment_id).await?;
            let comment = locked_comment(&tx, comment_id).await?;
            let needed = Administer::LEAST_ROLE;
            if !is_own(&tx, &comment) && tx.access.role() < Some(needed) {
                return Err(Error::Forbidden { needed });
            }
            comment::Entity::delete_by_id(comment_id).exec(&tx.db).await?;
            let old = change::object(&comment);
            tx.record(Change::CommentDeleted { id: comment_id, card: comment.card_id, old });
            tx.commit(comment_id.to_string()).await
        })
        .await
}
