//! Reading comments by their ids.

use cairn_entities::{CommentId, comment};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::log::CommentImage;
use crate::{Error, Reader};

/// These comments, in no order; those that are not there are left out.
pub async fn comments_by_ids(
    reader: &Reader,
    ids: &[CommentId],
) -> Result<Vec<CommentImage>, Error> {
    let rows = comment::Entity::find()
        .filter(comment::Column::Id.is_in(ids.iter().copied()))
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}
