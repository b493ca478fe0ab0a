//! Reading milestones.

use cairn_entities::{BoardId, MilestoneId, milestone};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter};

use crate::log::MilestoneImage;
use crate::text_budget::spend_rows;
use crate::{Error, Reader};

/// The milestones of these boards: the next due first, those without a due date last; then by
/// title, as bytes, and id.
pub async fn milestones_of_boards(
    reader: &Reader,
    boards: &[BoardId],
) -> Result<Vec<MilestoneImage>, Error> {
    let wanted =
        milestone::Entity::find().filter(milestone::Column::BoardId.is_in(boards.iter().copied()));
    // One board's are few enough.
    if boards.len() > 1 {
        spend_rows(reader, wanted.clone(), milestone::Column::Description).await?;
    }
    let mut rows = wanted.all(&reader.connection().await?).await?;
    // Not in SQL: the databases disagree on where a missing date comes and how titles compare.
    rows.sort_unstable_by(|one, other| order(one).cmp(&order(other)));
    Ok(rows.into_iter().map(Into::into).collect())
}

fn order(row: &milestone::Model) -> impl Ord + '_ {
    (row.due_on.is_none(), row.due_on, &row.title, row.id)
}

/// These milestones, in no order; those that are not there are left out.
pub async fn milestones_by_ids(
    reader: &Reader,
    ids: &[MilestoneId],
) -> Result<Vec<MilestoneImage>, Error> {
    let rows = milestone::Entity::find()
        .filter(milestone::Column::Id.is_in(ids.iter().copied()))
        .all(&reader.connection().await?)
        .await?;
    Ok(rows.into_iter().map(Into::into).collect())
}

/// The milestone, if it is of this board.
pub(super) async fn milestone_in(
    connection: &impl ConnectionTrait,
    board: BoardId,
    id: MilestoneId,
) -> Result<Option<milestone::Model>, Error> {
    let row = milestone::Entity::find_by_id(id)
        .filter(milestone::Column::BoardId.eq(board))
        .one(connection)
        .await?;
    Ok(row)
}
