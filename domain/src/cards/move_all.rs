//! Moving all cards of a column to the end of another.

use cairn_entities::{CardId, ColumnId, board_column, card};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::changing::{room_for, unarchived_in};
use super::place::write_positions;
use super::{CardRow, full_images};
use crate::access::Capability;
use crate::board_tx::BoardTx;
use crate::{Error, rank};

/// Moves the cards of `from`, archived ones too, to the end of `to`, in their order.
pub(crate) async fn move_all<C: Capability>(
    tx: &mut BoardTx<C>,
    from: ColumnId,
    to: &board_column::Model,
) -> Result<(), Error> {
    room_for(&tx.db, to, unarchived_in(&tx.db, from).await?).await?;
    let rows = CardRow::select()
        .filter(card::Column::ColumnId.eq(from))
        .order_by_asc(card::Column::Rank)
        .order_by_asc(card::Column::Id)
        .into_model::<CardRow>()
        .all(&tx.db)
        .await?;
    let images = full_images(&tx.db, rows, &tx.board.key).await?;
    let mut last: Option<String> = card::Entity::find()
        .select_only()
        .column(card::Column::Rank)
        .filter(card::Column::ColumnId.eq(to.id))
        .order_by_desc(card::Column::Rank)
        .into_tuple()
        .one(&tx.db)
        .await?;
    let mut positions: Vec<(CardId, ColumnId, String)> = Vec::with_capacity(images.len());
    for image in &images {
        let rank = rank::between(last.as_deref(), None)
            .ok_or_else(|| Error::internal("a column has a rank that is none"))?;
        positions.push((image.id, to.id, rank.clone()));
        last = Some(rank);
    }
    write_positions(&tx.db, &positions, tx.seq()).await?;
    for (before, (_, column, rank)) in images.into_iter().zip(positions) {
        let mut after = before.clone();
        after.column_id = column;
        after.rank = rank;
        after.version = tx.seq();
        tx.record_card(Some(&before), after);
    }
    Ok(())
}
