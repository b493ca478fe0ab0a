//! The comments on a card, the oldest first, a page at a time.
//!
//! A page continues after a comment's own time and id, not after a position, so that nothing is
//! skipped or doubled when comments come or go meanwhile.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use cairn_entities::{CardId, CommentId, comment};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, Condition, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder, QuerySelect,
};
use serde::{Deserialize, Serialize};

use crate::log::CommentImage;
use crate::text_budget::spend_rows;
use crate::{Error, Reader};

/// Which part of a card's comments: `limit` after `after`, or the last ones before `before`.
#[derive(Clone, Debug)]
pub struct CommentQuery {
    /// The card.
    pub card: CardId,
    /// The cursor of a comment; only later ones.
    pub after: Option<String>,
    /// The cursor of a comment; only earlier ones.
    pub before: Option<String>,
    /// At most so many.
    pub limit: u64,
    /// From the end rather than from the beginning.
    pub last: bool,
}

/// Some comments, the oldest first.
#[derive(Debug)]
pub struct CommentPage {
    /// Each comment with its cursor.
    pub comments: Vec<(String, CommentImage)>,
    /// Whether there are more in the direction of reading.
    pub has_more: bool,
}

/// Where a comment stands.
#[derive(Serialize, Deserialize)]
struct Cursor {
    at: DateTime<Utc>,
    id: CommentId,
}

/// A page of comments.
pub async fn comment_page(reader: &Reader, query: CommentQuery) -> Result<CommentPage, Error> {
    let CommentQuery { card, after, before, limit, last } = query;
    let mut select = comment::Entity::find().filter(comment::Column::CardId.eq(card));
    if let Some(after) = after {
        let Cursor { at, id } = decode("after", &after)?;
        select = select.filter(
            Condition::any()
                .add(comment::Column::CreatedAt.gt(at))
                .add(comment::Column::CreatedAt.eq(at).and(comment::Column::Id.gt(id))),
        );
    }
    if let Some(before) = before {
        let Cursor { at, id } = decode("before", &before)?;
        select = select.filter(
            Condition::any()
                .add(comment::Column::CreatedAt.lt(at))
                .add(comment::Column::CreatedAt.eq(at).and(comment::Column::Id.lt(id))),
        );
    }
    let direction = if last { Order::Desc } else { Order::Asc };
    let wanted = select
        .order_by(comment::Column::CreatedAt, direction.clone())
        .order_by(comment::Column::Id, direction)
        .limit(limit + 1);
    spend_rows(reader, wanted.clone(), comment::Column::Body).await?;
    let rows = wanted.all(&reader.connection().await?).await?;
    let has_more = rows.len() as u64 > limit;
    let mut comments = rows
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(|row| {
            let cursor = encode(&Cursor { at: row.created_at, id: row.id })?;
            Ok((cursor, row.into()))
        })
        .collect::<Result<Vec<_>, Error>>()?;
    if last {
        comments.reverse();
    }
    Ok(CommentPage { comments, has_more })
}

fn encode(cursor: &Cursor) -> Result<String, Error> {
    Ok(URL_SAFE_NO_PAD.encode(serde_json::to_vec(cursor).map_err(Error::internal)?))
}

fn decode(argument: &str, cursor: &str) -> Result<Cursor, Error> {
    let not_ours = || Error::BadRequest(format!("`{argument}` is not a cursor of this list"));
    let bytes = URL_SAFE_NO_PAD.decode(cursor).map_err(|_| not_ours())?;
    serde_json::from_slice(&bytes).map_err(|_| not_ours())
}
