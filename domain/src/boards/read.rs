//! Finding boards. Whatever is found comes with the proof that the actor may read it.

use cairn_entities::{BoardId, TeamId, board};
use sea_orm::{
    ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QueryOrder, QuerySelect, Select,
};

use super::key::checked;
use crate::access::{
    BoardAccess, BoardRef, Read, board_access, operator_access, readable_among, readable_by,
};
use crate::{Actor, Error, Reader};

/// Which boards to list.
#[derive(Clone, Debug)]
pub struct BoardList {
    /// Only this team's.
    pub team: Option<TeamId>,
    /// Archived ones too.
    pub include_archived: bool,
}

/// Some boards, by key.
#[derive(Debug)]
pub struct BoardPage {
    /// The boards.
    pub boards: Vec<BoardAccess<Read>>,
    /// Whether there are more.
    pub has_more: bool,
}

/// One board, if `actor` may read it.
pub async fn board(
    reader: &Reader,
    actor: &Actor,
    board: BoardRef<'_>,
) -> Result<BoardAccess<Read>, Error> {
    board_access(&reader.connection().await?, actor, board).await
}

/// One board, for a command that the operator runs on the machine itself.
pub async fn board_for_operator(
    reader: &Reader,
    board: BoardRef<'_>,
) -> Result<BoardAccess<Read>, Error> {
    operator_access(&reader.connection().await?, board).await
}

/// Those of these boards that `actor` may read, in no order.
pub async fn boards_by_ids(
    reader: &Reader,
    actor: &Actor,
    ids: &[BoardId],
) -> Result<Vec<BoardAccess<Read>>, Error> {
    let connection = reader.connection().await?;
    let rows = board::Entity::find()
        .filter(board::Column::Id.is_in(ids.iter().copied()))
        .all(&connection)
        .await?;
    readable_among(&connection, actor, rows).await
}

/// At most `limit` of the boards that `actor` may read, by key, after the board with key `after`.
pub async fn readable_boards(
    reader: &Reader,
    actor: &Actor,
    list: &BoardList,
    after: Option<&str>,
    limit: u64,
) -> Result<BoardPage, Error> {
    let connection = reader.connection().await?;
    let mut query = listed(actor, list);
    if let Some(after) = after {
        let not_ours = |_| Error::BadRequest("`after` is not a cursor of this list".to_owned());
        query = query.filter(board::Column::Key.gt(checked(after).map_err(not_ours)?));
    }
    let mut rows = query.order_by_asc(board::Column::Key).limit(limit + 1).all(&connection).await?;
    let has_more = rows.len() as u64 > limit;
    rows.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(BoardPage { boards: readable_among(&connection, actor, rows).await?, has_more })
}

/// How many boards the list has in all.
pub async fn count_boards(reader: &Reader, actor: &Actor, list: &BoardList) -> Result<u64, Error> {
    Ok(listed(actor, list).count(&reader.connection().await?).await?)
}

fn listed(actor: &Actor, list: &BoardList) -> Select<board::Entity> {
    let BoardList { team, include_archived } = list;
    let mut query = board::Entity::find().filter(readable_by(actor));
    if let Some(team) = team {
        query = query.filter(board::Column::TeamId.eq(*team));
    }
    if !include_archived {
        query = query.filter(board::Column::ArchivedAt.is_null());
    }
    query
}
