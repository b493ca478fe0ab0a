//! Moving a card, by drag, by menu or by key: all are this.

use cairn_entities::{CardId, ColumnId, card};
use sea_orm::ActiveValue::Set;

use super::changing::{locked_card, not_archived, room_for, save};
use super::place::{Place, rank_at};
use crate::access::Edit;
use crate::columns::column_in;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest};

/// Where a person wants a card.
#[derive(Clone, Debug)]
pub struct MoveCard {
    /// Which card.
    pub card_id: CardId,
    /// Into which column, which may be its own.
    pub column_id: ColumnId,
    /// Right after this card.
    pub after: Option<CardId>,
    /// Right before this card, where `after` does not say; at the end if neither does.
    pub before: Option<CardId>,
}

/// Moves a card. A neighbour that has left the column meanwhile is ignored.
pub async fn move_card(
    domain: &Domain,
    request: &WriteRequest,
    input: MoveCard,
) -> Result<Outcome, Error> {
    request
        .once(domain, "moveCard", async |write| {
            let MoveCard { card_id, column_id, after, before } = input;
            let mut tx = write.board_tx::<Edit>("cardId", card_id).await?;
            let former = locked_card(&tx, card_id).await?;
            not_archived(&former)?;
            let column = column_in(&tx.db, tx.board_id(), column_id)
                .await?
                .ok_or_else(|| Refusal::not_found("columnId", "column"))?;
            tx.known.columns.push(column.clone().into());
            if column.id != former.column_id {
                room_for(&tx.db, &column, 1).await?;
            }
            let mut moved = former.clone();
            moved.column_id = column.id;
            moved.rank =
                rank_at(&mut tx, column.id, Some(card_id), Place { after, before }).await?;
            let row = card::ActiveModel {
                column_id: Set(moved.column_id),
                rank: Set(moved.rank.clone()),
                ..Default::default()
            };
            save(&mut tx, &former, moved, row).await?;
            tx.commit(card_id.to_string()).await
        })
        .await
}
