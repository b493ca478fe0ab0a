//! Writing comments.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::comments::{self, AddComment, UpdateComment};

use super::Comment;
use crate::delete_payload::DeletePayload;
use crate::error::Result;
use crate::event::BoardEvent;
use crate::ids;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// A comment to be.
#[derive(InputObject)]
pub struct AddCommentInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// On which card.
    card_id: ID,
    /// What it says, in Markdown (GFM); at most 64 KiB.
    body: String,
}

/// What is to be different about a comment.
#[derive(InputObject)]
pub struct UpdateCommentInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// Which comment.
    comment_id: ID,
    /// What it says from now on, in Markdown (GFM); at most 64 KiB.
    body: String,
}

/// Which comment to delete.
#[derive(InputObject)]
pub struct DeleteCommentInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// Which comment.
    comment_id: ID,
}

/// What writing a comment came to.
#[derive(SimpleObject)]
pub struct CommentPayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The comment after the write; null when nothing was written.
    comment: Option<Comment>,
    /// The event that tells of it.
    event: Option<BoardEvent>,
    /// Why nothing was written; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for CommentPayload {
    fn from(written: Written) -> Self {
        Self {
            comment: written.image(Comment::in_event),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}

/// Writes of comments. All need the role COMMENTER.
#[derive(Default)]
pub struct CommentMutations;

#[Object]
impl CommentMutations {
    /// Adds a comment to a card; an archived card is refused with ARCHIVED. The card's version stays
    /// as it is.
    async fn add_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The comment.")] input: AddCommentInput,
    ) -> Result<CommentPayload> {
        let AddCommentInput { client_mutation_id, card_id, body } = input;
        let comment = AddComment { card_id: ids::parse(&card_id), body };
        let written = write(ctx, client_mutation_id, async |domain, request| {
            comments::add_comment(domain, request, comment).await
        })
        .await?;
        Ok(written.into())
    }

    /// Changes what one of the viewer's own comments says.
    async fn update_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] input: UpdateCommentInput,
    ) -> Result<CommentPayload> {
        let UpdateCommentInput { client_mutation_id, comment_id, body } = input;
        let comment = UpdateComment { comment_id: ids::parse(&comment_id), body };
        let written = write(ctx, client_mutation_id, async |domain, request| {
            comments::update_comment(domain, request, comment).await
        })
        .await?;
        Ok(written.into())
    }

    /// Deletes a comment: the viewer's own, or anybody's for an administrator of the board.
    async fn delete_comment(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which comment.")] input: DeleteCommentInput,
    ) -> Result<DeletePayload> {
        let DeleteCommentInput { client_mutation_id, comment_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            comments::delete_comment(domain, request, ids::parse(&comment_id)).await
        })
        .await?;
        Ok(written.into())
    }
}
