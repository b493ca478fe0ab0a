//! Changing a comment.

use cairn_entities::{CommentId, comment};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::locked::{is_own, locked_comment};
use crate::access::Discuss;
use crate::{Domain, Error, Outcome, WriteRequest, text};

/// What a comment is to say.
#[derive(Clone, Debug)]
pub struct UpdateComment {
    /// Which comment.
    pub comment_id: CommentId,
    /// What it says from now on, in Markdown.
    pub body: String,
}

/// Changes one's own comment. Nobody changes what somebody else has said.
pub async fn update_comment(
    domain: &Domain,
    request: &WriteRequest,
    input: UpdateComment,
) -> Result<Outcome, Error> {
    request
        .once(domain, "updateComment", async |write| {
            let UpdateComment { comment_id, body } = input;
            let body = text::body("body", &body, text::COMMENT_BODY)?;
            let mut tx = write.board_tx::<Discuss>("commentId", comment_id).await?;
            let before = locked_comment(&tx, comment_id).await?;
            if !is_own(&tx, &before) {
                return Err(Error::NotYours { what: "comments" });
            }
            let mut after = before.clone();
            if body != before.body {
                after.body = body;
                after.edited_at = Some(tx.now);
            }
            let row = comment::ActiveModel {
                body: Set(after.body.clone()),
                edited_at: Set(after.edited_at),
                ..Default::default()
            };
            comment::Entity::update_many()
                .set(row)
                .filter(comment::Column::Id.eq(comment_id))
                .exec(&tx.db)
                .await?;
            tx.record_image(Some(&before), after);
            tx.commit(comment_id.to_string()).await
        })
        .await
}
