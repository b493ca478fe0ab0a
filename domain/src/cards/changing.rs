//! What every change of one card begins and ends with.

use cairn_entities::{CardId, ColumnId, WipPolicy, board_column, card};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::links::links_of;
use super::row_in;
use crate::access::Capability;
use crate::board_tx::BoardTx;
use crate::database::WriteTx;
use crate::log::CardImage;
use crate::{Error, Refusal};

/// The card as it is under the lock.
pub(super) async fn locked_card<C: Capability>(
    tx: &BoardTx<C>,
    card: CardId,
) -> Result<CardImage, Error> {
    let row = row_in(&tx.db, tx.board_id(), card)
        .await?
        .ok_or_else(|| Refusal::not_found("cardId", "card"))?;
    let mut image = row.into_image(&tx.board.key);
    (image.label_ids, image.assignee_ids) = links_of(&tx.db, card).await?;
    Ok(image)
}

/// Refuses to change an archived card.
pub(super) fn not_archived(card: &CardImage) -> Result<(), Refusal> {
    match card.archived_at {
        Some(_) => Err(Refusal::Archived { what: "card".to_owned() }),
        None => Ok(()),
    }
}

/// Writes `row`, which holds what changed, and the marks of a change; records the event's part.
pub(super) async fn save<C: Capability>(
    tx: &mut BoardTx<C>,
    before: &CardImage,
    mut after: CardImage,
    row: card::ActiveModel,
) -> Result<(), Error> {
    after.version = tx.seq();
    after.updated_at = tx.now;
    let row =
        card::ActiveModel { version: Set(after.version), updated_at: Set(after.updated_at), ..row };
    card::Entity::update_many().set(row).filter(card::Column::Id.eq(after.id)).exec(&tx.db).await?;
    tx.record_card(Some(before), after);
    Ok(())
}

/// Refuses `more` cards where the column is, or would be, over a limit that blocks.
pub(super) async fn room_for(
    db: &WriteTx,
    column: &board_column::Model,
    more: u64,
) -> Result<(), Error> {
    let Some(limit) = column.wip_limit.filter(|_| column.wip_policy == WipPolicy::Block) else {
        return Ok(());
    };
    let standing = unarchived_in(db, column.id).await?;
    if standing + more > u64::try_from(limit).unwrap_or(0) {
        return Err(Refusal::WipLimit { column: column.title.clone(), limit }.into());
    }
    Ok(())
}

pub(super) async fn unarchived_in(db: &WriteTx, column: ColumnId) -> Result<u64, Error> {
    let count = card::Entity::find()
        .filter(card::Column::ColumnId.eq(column))
        .filter(card::Column::ArchivedAt.is_null())
        .count(db)
        .await?;
    Ok(count)
}
