//! Reading comments by their ids.

use cairn_entities::{CommentId, comment};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::log::CommentImage;
use crate::text_budget::spend_rows;
use crate::{Error, Reader};

/// These comments, in no order; those that are not there are left out.
pub async fn comments_by_ids(
    reader: &Reader,
    ids: &[CommentId],
) -> Result<Vec<CommentImage>, Error> {
    let wanted = comment::Entity::find().filter(comment::Column::Id.is_in(ids.iter().copied()));
    spend_rows(reader, wanted.clone(), comment::Column::Body).await?;
    let rows = wanted.all(&reader.connection().await?).await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
