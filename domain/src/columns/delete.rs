//! Deleting a column.

use cairn_entities::{ColumnId, board_column, card};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::column_in;
use crate::access::Edit;
use crate::cards;
use crate::database::WriteTx;
use crate::log::{Change, ColumnImage, change};
use crate::{Domain, Error, Outcome, Refusal, WriteRequest};

/// Which column to delete.
#[derive(Clone, Debug)]
pub struct DeleteColumn {
    /// Which column.
    pub column_id: ColumnId,
    /// Where its cards go, archived ones too; needed when it holds any.
    pub move_cards_to: Option<ColumnId>,
}

/// Deletes a column. Its cards go to the end of another one, in their order, in the same event.
pub async fn delete_column(
    domain: &Domain,
    request: &WriteRequest,
    input: DeleteColumn,
) -> Result<Outcome, Error> {
    request
        .once(domain, "deleteColumn", async |write| {
            let DeleteColumn { column_id, move_cards_to } = input;
            let mut tx = write.board_tx::<Edit>("columnId", column_id).await?;
            let column = column_in(&tx.db, tx.board_id(), column_id)
                .await?
                .ok_or_else(|| Refusal::not_found("columnId", "column"))?;
            let target = match move_cards_to {
                None => None,
                Some(target) if target == column_id => {
                    let reason = "the cards cannot go to the column that is deleted";
                    return Err(Refusal::invalid("moveCardsTo", reason).into());
                }
                Some(target) => Some(
                    column_in(&tx.db, tx.board_id(), target)
                        .await?
                        .ok_or_else(|| Refusal::not_found("moveCardsTo", "column"))?,
                ),
            };
            match target {
                Some(target) => cards::move_all(&mut tx, column_id, &target).await?,
                None if holds_cards(&tx.db, column_id).await? => {
                    return Err(Refusal::required("moveCardsTo").into());
                }
                None => {}
            }
            board_column::Entity::delete_by_id(column_id).exec(&tx.db).await?;
            let old = change::object(&ColumnImage::from(column));
            tx.record(Change::ColumnDeleted { id: column_id, old });
            tx.commit(column_id.to_string()).await
        })
        .await
}

async fn holds_cards(db: &WriteTx, column: ColumnId) -> Result<bool, Error> {
    let count = card::Entity::find().filter(card::Column::ColumnId.eq(column)).count(db).await?;
    Ok(count > 0)
}
