//! Lists of comments.

use async_graphql::Context;
use cairn_domain::comments::{CommentPage, CommentQuery, comment_page};
use cairn_domain::entities::CardId;

use super::Comment;
use crate::connection::{Connection, PageRequest, total_if_asked};
use crate::error::{ApiError, Result};
use crate::session::InSession;
use crate::source::Source;

/// A page of the comments on a card that comes from `source`.
pub(crate) async fn list(
    ctx: &Context<'_>,
    source: &Source,
    card: CardId,
    request: PageRequest,
) -> Result<Connection<Comment>> {
    if let Some(state) = source.past() {
        let comments = state.comments_of(card).into_iter().cloned();
        let items =
            comments.map(|image| (image.id.to_string(), Comment::new(image, source.clone())));
        return Connection::of(&request, items.collect());
    }
    let session = ctx.session()?;
    let total = total_if_asked(ctx, async {
        let count = session.loaders.comment_counts.load(card).await?;
        Ok::<_, ApiError>(count.unwrap_or_default().unsigned_abs())
    })
    .await?;
    let query = CommentQuery {
        card,
        after: request.after.clone(),
        before: request.before.clone(),
        limit: request.limit,
        last: request.last,
    };
    let CommentPage { comments, has_more } = comment_page(&session.reader, query).await?;
    let items =
        comments.into_iter().map(|(cursor, image)| (cursor, Comment::new(image, Source::Live)));
    Ok(Connection::new(&request, items, has_more, total))
}
