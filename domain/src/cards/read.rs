//! Reading cards, many at a time.

use std::collections::HashMap;

use cairn_entities::{BoardId, CardId, ColumnId, board, card, comment};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
    QueryTrait,
};

use super::CardRow;
use super::links::{assignee_ids, label_ids};
use crate::database::KeptSql;
use crate::log::CardImage;
use crate::text_budget::spend_rows;
use crate::{Error, Reader};

/// These cards, in no order; those that are not there are left out.
pub async fn cards_by_ids(reader: &Reader, ids: &[CardId]) -> Result<Vec<CardImage>, Error> {
    let connection = reader.connection().await?;
    let rows = CardRow::select()
        .filter(card::Column::Id.is_in(ids.iter().copied()))
        .into_model::<CardRow>()
        .all(&connection)
        .await?;
    let boards: Vec<BoardId> = rows.iter().map(|row| row.board_id).collect();
    let keys: HashMap<BoardId, String> = board::Entity::find()
        .select_only()
        .columns([board::Column::Id, board::Column::Key])
        .filter(board::Column::Id.is_in(boards))
        .into_tuple()
        .all(&connection)
        .await?
        .into_iter()
        .collect();
    Ok(rows
        .into_iter()
        .filter_map(|row| {
            let key = keys.get(&row.board_id)?;
            Some(row.into_image(key))
        })
        .collect())
}

/// The card with this number on the board `(id, key)`.
pub async fn card_by_number(
    reader: &Reader,
    (board, key): (BoardId, &str),
    number: i64,
) -> Result<Option<CardImage>, Error> {
    let row = CardRow::select()
        .filter(card::Column::BoardId.eq(board))
        .filter(card::Column::Number.eq(number))
        .into_model::<CardRow>()
        .one(&reader.connection().await?)
        .await?;
    Ok(row.map(|row| row.into_image(key)))
}

/// The card with this human key, such as `RL-42`, in any case.
pub async fn card_by_key(reader: &Reader, key: &str) -> Result<Option<CardImage>, Error> {
    let Some((board_key, number)) = key.rsplit_once('-') else { return Ok(None) };
    let canonical = !number.starts_with(['0', '+']);
    let Some(number) = number.parse::<i64>().ok().filter(|_| canonical) else { return Ok(None) };
    let board = board::Entity::find()
        .select_only()
        .columns([board::Column::Id, board::Column::Key])
        .filter(board::Column::Key.eq(board_key.to_ascii_uppercase()))
        .into_tuple::<(BoardId, String)>()
        .one(&reader.connection().await?)
        .await?;
    match board {
        Some((id, key)) => card_by_number(reader, (id, &key), number).await,
        None => Ok(None),
    }
}

/// The texts of these cards.
pub async fn descriptions(
    reader: &Reader,
    cards: &[CardId],
) -> Result<Vec<(CardId, String)>, Error> {
    let wanted = card::Entity::find().filter(card::Column::Id.is_in(cards.iter().copied()));
    spend_rows(reader, wanted.clone(), card::Column::Description).await?;
    let rows = wanted
        .select_only()
        .columns([card::Column::Id, card::Column::Description])
        .into_tuple()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows)
}

/// How many comments these cards have; those with none are left out.
pub async fn comment_counts(
    reader: &Reader,
    cards: &[CardId],
) -> Result<Vec<(CardId, i64)>, Error> {
    let rows = comment::Entity::find()
        .select_only()
        .column(comment::Column::CardId)
        .column_as(comment::Column::Id.count(), "count")
        .filter(comment::Column::CardId.is_in(cards.iter().copied()))
        .group_by(comment::Column::CardId)
        .into_tuple()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows)
}

/// How many cards, archived ones aside, stand in these columns; empty columns are left out.
pub async fn counts_by_column(
    reader: &Reader,
    columns: &[ColumnId],
) -> Result<Vec<(ColumnId, i64)>, Error> {
    let rows = card::Entity::find()
        .select_only()
        .column(card::Column::ColumnId)
        .column_as(card::Column::Id.count(), "count")
        .filter(card::Column::ColumnId.is_in(columns.iter().copied()))
        .filter(card::Column::ArchivedAt.is_null())
        .group_by(card::Column::ColumnId)
        .into_tuple()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows)
}

/// How many archived cards these boards have; boards with none are left out.
pub async fn archived_counts(
    reader: &Reader,
    boards: &[BoardId],
) -> Result<Vec<(BoardId, i64)>, Error> {
    let rows = card::Entity::find()
        .select_only()
        .column(card::Column::BoardId)
        .column_as(card::Column::Id.count(), "count")
        .filter(card::Column::BoardId.is_in(boards.iter().copied()))
        .filter(card::Column::ArchivedAt.is_not_null())
        .group_by(card::Column::BoardId)
        .into_tuple()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows)
}

/// The card, if it is on this board.
pub(crate) async fn row_in(
    connection: &impl ConnectionTrait,
    board: BoardId,
    id: CardId,
) -> Result<Option<CardRow>, Error> {
    static TEXT: KeptSql = KeptSql::new();
    let query = || {
        CardRow::select()
            .filter(card::Column::Id.eq(id))
            .filter(card::Column::BoardId.eq(board))
            .into_query()
    };
    let statement = TEXT.statement(connection, [id.into(), board.into()], query);
    let row = connection.query_one_raw(statement).await?;
    let card = row.map(|row| CardRow::from_query_result(&row, "")).transpose()?;
    Ok(card)
}

/// Images of `rows` with their labels and assignees: two statements, however many rows.
pub(crate) async fn full_images(
    connection: &impl ConnectionTrait,
    rows: Vec<CardRow>,
    board_key: &str,
) -> Result<Vec<CardImage>, Error> {
    let ids: Vec<CardId> = rows.iter().map(|row| row.id).collect();
    let mut labels: HashMap<CardId, Vec<_>> = HashMap::new();
    for (card, label) in label_ids(connection, &ids).await? {
        labels.entry(card).or_default().push(label);
    }
    let mut assignees: HashMap<CardId, Vec<_>> = HashMap::new();
    for (card, user) in assignee_ids(connection, &ids).await? {
        assignees.entry(card).or_default().push(user);
    }
    Ok(rows
        .into_iter()
        .map(|row| {
            let mut image = row.into_image(board_key);
            image.label_ids = labels.remove(&image.id).unwrap_or_default();
            image.assignee_ids = assignees.remove(&image.id).unwrap_or_default();
            image
        })
        .collect())
}
