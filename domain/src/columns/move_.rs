//! Putting a column somewhere else.

use cairn_entities::{ColumnId, board_column};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use super::siblings;
use crate::access::{Capability, Edit};
use crate::board_tx::BoardTx;
use crate::database::WriteTx;
use crate::log::ColumnImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, rank};

/// Where to put a column.
#[derive(Clone, Debug)]
pub struct MoveColumn {
    /// Which column.
    pub column_id: ColumnId,
    /// The column it comes after; to the front when none.
    pub after: Option<ColumnId>,
}

/// A place among the columns of a board.
#[derive(Clone, Copy, Debug)]
pub(super) enum Place {
    First,
    /// After this one; at the end if that has gone meanwhile.
    After(ColumnId),
    Last,
}

/// Puts a column somewhere else.
pub async fn move_column(
    domain: &Domain,
    request: &WriteRequest,
    input: MoveColumn,
) -> Result<Outcome, Error> {
    request
        .once(domain, "moveColumn", async |write| {
            let MoveColumn { column_id, after } = input;
            let mut tx = write.board_tx::<Edit>("columnId", column_id).await?;
            let mut siblings = siblings(&tx.db, tx.board_id()).await?;
            let at = siblings
                .iter()
                .position(|column| column.id == column_id)
                .ok_or_else(|| Refusal::not_found("columnId", "column"))?;
            let before = ColumnImage::from(siblings.remove(at));
            let place = match after {
                None => Place::First,
                Some(after) if after == column_id => at
                    .checked_sub(1)
                    .map_or(Place::First, |before| Place::After(siblings[before].id)),
                Some(after) => Place::After(after),
            };
            let mut after = before.clone();
            after.rank = rank_among(&mut tx, siblings, place).await?;
            set_rank(&tx.db, column_id, &after.rank).await?;
            tx.record_image(Some(&before), after);
            tx.commit(column_id.to_string()).await
        })
        .await
}

/// A rank for `place`. Where there is no room left, all columns get new ranks in the same event.
pub(super) async fn rank_among<C: Capability>(
    tx: &mut BoardTx<C>,
    mut siblings: Vec<board_column::Model>,
    place: Place,
) -> Result<String, Error> {
    let index = match place {
        Place::First => 0,
        Place::Last => siblings.len(),
        Place::After(id) => siblings
            .iter()
            .position(|column| column.id == id)
            .map_or(siblings.len(), |index| index + 1),
    };
    let room = |siblings: &[board_column::Model]| {
        let after = index.checked_sub(1).map(|index| siblings[index].rank.as_str());
        rank::between(after, siblings.get(index).map(|column| column.rank.as_str()))
            .filter(|rank| rank.len() <= rank::MAX_LENGTH)
    };
    if let Some(rank) = room(&siblings) {
        return Ok(rank);
    }
    for (column, rank) in siblings.iter_mut().zip(rank::spread(MAX_SPREAD)) {
        let before = ColumnImage::from(column.clone());
        column.rank = rank;
        // At most a hundred, and once in thousands of moves.
        set_rank(&tx.db, column.id, &column.rank).await?;
        tx.record_image(Some(&before), ColumnImage::from(column.clone()));
    }
    room(&siblings).ok_or_else(|| Error::internal("fresh ranks leave no room"))
}

const MAX_SPREAD: usize = super::MAX_COLUMNS + 1;

async fn set_rank(db: &WriteTx, column: ColumnId, rank: &str) -> Result<(), Error> {
    board_column::Entity::update_many()
        .col_expr(board_column::Column::Rank, Expr::value(rank))
        .filter(board_column::Column::Id.eq(column))
        .exec(db)
        .await?;
    Ok(())
}
