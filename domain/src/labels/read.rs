//! Reading labels.

use cairn_entities::{BoardId, LabelId, label};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::log::LabelImage;
use crate::{Error, Reader};

/// The labels of these boards, by name.
pub async fn labels_of_boards(
    reader: &Reader,
    boards: &[BoardId],
) -> Result<Vec<LabelImage>, Error> {
    let rows = label::Entity::find()
        .filter(label::Column::BoardId.is_in(boards.iter().copied()))
        .order_by_asc(label::Column::NameKey)
        .order_by_asc(label::Column::Id)
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// These labels, in no order; those that are not there are left out.
pub async fn labels_by_ids(reader: &Reader, ids: &[LabelId]) -> Result<Vec<LabelImage>, Error> {
    let rows = label::Entity::find()
        .filter(label::Column::Id.is_in(ids.iter().copied()))
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The label, if it is of this board.
pub(super) async fn label_in(
    connection: &impl ConnectionTrait,
    board: BoardId,
    id: LabelId,
) -> Result<Option<label::Model>, Error> {
    let row = label::Entity::find_by_id(id)
        .filter(label::Column::BoardId.eq(board))
        .one(connection)
        .await?;
    Ok(row)
}
