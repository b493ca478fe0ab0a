//! Putting a card away and bringing it back.

use cairn_entities::{CardId, card};
use sea_orm::ActiveValue::Set;

use super::changing::{locked_card, room_for, save};
use crate::access::Edit;
use crate::columns::column_in;
use crate::{Domain, Error, Outcome, WriteRequest};

/// Puts a card away: it keeps its place, but is not shown, counted or changed.
pub async fn archive_card(
    domain: &Domain,
    request: &WriteRequest,
    card: CardId,
) -> Result<Outcome, Error> {
    set_archived(domain, request, "archiveCard", card, true).await
}

/// Brings an archived card back to its place.
pub async fn restore_card(
    domain: &Domain,
    request: &WriteRequest,
    card: CardId,
) -> Result<Outcome, Error> {
    set_archived(domain, request, "restoreCard", card, false).await
}

async fn set_archived(
    domain: &Domain,
    request: &WriteRequest,
    operation: &'static str,
    card_id: CardId,
    archived: bool,
) -> Result<Outcome, Error> {
    request
        .once(domain, operation, async |write| {
            let mut tx = write.board_tx::<Edit>("cardId", card_id).await?;
            let before = locked_card(&tx, card_id).await?;
            if !archived && before.archived_at.is_some() {
                let column = column_in(&tx.db, tx.board_id(), before.column_id)
                    .await?
                    .ok_or_else(|| Error::internal("a card stands in no column"))?;
                room_for(&tx.db, &column, 1).await?;
            }
            let mut after = before.clone();
            after.archived_at = archived.then(|| before.archived_at.unwrap_or(tx.now));
            let row =
                card::ActiveModel { archived_at: Set(after.archived_at), ..Default::default() };
            save(&mut tx, &before, after, row).await?;
            tx.commit(card_id.to_string()).await
        })
        .await
}
