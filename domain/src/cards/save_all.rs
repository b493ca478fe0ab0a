//! Changing many cards in one event: what deleting a label or a milestone does to its cards.

use cairn_entities::card;
use sea_orm::{ActiveValue::Set, Condition, EntityTrait, QueryFilter, QueryOrder};

use super::{CardRow, full_images};
use crate::Error;
use crate::access::Capability;
use crate::board_tx::BoardTx;
use crate::log::CardImage;

/// How many cards' links are read at once.
const CHUNK: usize = 5_000;

/// Makes `change` to the cards of `which`, archived ones too, and writes `row`, which holds what
/// changed, and the marks of a change; records each card, by number. Labels and assignees are read
/// as they stand, so the caller deletes links afterwards.
pub(crate) async fn save_all<C: Capability>(
    tx: &mut BoardTx<C>,
    which: Condition,
    row: card::ActiveModel,
    change: impl Fn(&mut CardImage),
) -> Result<(), Error> {
    let rows = CardRow::select()
        .filter(which.clone())
        .order_by_asc(card::Column::Number)
        .into_model::<CardRow>()
        .all(&tx.db)
        .await?;
    if rows.is_empty() {
        return Ok(());
    }
    let row = card::ActiveModel { version: Set(tx.seq()), updated_at: Set(tx.now), ..row };
    card::Entity::update_many().set(row).filter(which).exec(&tx.db).await?;
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk = rows.by_ref().take(CHUNK).collect();
        for before in full_images(&tx.db, chunk, &tx.board.key).await? {
            let mut after = before.clone();
            change(&mut after);
            after.version = tx.seq();
            after.updated_at = tx.now;
            tx.record_card(Some(&before), after);
        }
    }
    Ok(())
}
