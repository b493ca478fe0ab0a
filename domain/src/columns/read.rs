//! Reading columns.

use cairn_entities::{BoardId, ColumnId, board_column};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QueryOrder, QueryTrait,
};

use crate::database::KeptSql;
use crate::log::ColumnImage;
use crate::text_budget::spend_rows;
use crate::{Error, Reader};

/// The columns of these boards, in board order.
pub async fn columns_of(reader: &Reader, boards: &[BoardId]) -> Result<Vec<ColumnImage>, Error> {
    let wanted = board_column::Entity::find()
        .filter(board_column::Column::BoardId.is_in(boards.iter().copied()));
    // One board's are few enough.
    if boards.len() > 1 {
        spend_rows(reader, wanted.clone(), board_column::Column::Description).await?;
    }
    let rows = wanted
        .order_by_asc(board_column::Column::Rank)
        .order_by_asc(board_column::Column::Id)
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// These columns, in no order; those that are not there are left out.
pub async fn columns_by_ids(reader: &Reader, ids: &[ColumnId]) -> Result<Vec<ColumnImage>, Error> {
    let rows = board_column::Entity::find()
        .filter(board_column::Column::Id.is_in(ids.iter().copied()))
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The column, if it is on this board.
pub(crate) async fn column_in(
    connection: &impl ConnectionTrait,
    board: BoardId,
    id: ColumnId,
) -> Result<Option<board_column::Model>, Error> {
    static TEXT: KeptSql = KeptSql::new();
    let query = || {
        board_column::Entity::find_by_id(id)
            .filter(board_column::Column::BoardId.eq(board))
            .into_query()
    };
    let statement = TEXT.statement(connection, [id.into(), board.into()], query);
    let row = connection.query_one_raw(statement).await?;
    let column = row.map(|row| board_column::Model::from_query_result(&row, "")).transpose()?;
    Ok(column)
}

/// A board's columns in order.
pub(crate) async fn siblings(
    connection: &impl ConnectionTrait,
    board: BoardId,
) -> Result<Vec<board_column::Model>, Error> {
    let rows = board_column::Entity::find()
        .filter(board_column::Column::BoardId.eq(board))
        .order_by_asc(board_column::Column::Rank)
        .order_by_asc(board_column::Column::Id)
        .all(connection)
        .await?;
    Ok(rows)
}
