//! Deleting a label.

use cairn_entities::{LabelId, card, card_label, label};
use sea_orm::sea_query::Query;
use sea_orm::{ColumnTrait, Condition, EntityTrait};

use super::read::label_in;
use crate::access::Edit;
use crate::cards;
use crate::log::{Change, LabelImage, change};
use crate::{Domain, Error, Outcome, Refusal, WriteRequest};

/// Deletes a label. Its cards, archived ones too, lose it in the same event.
pub async fn delete_label(
    domain: &Domain,
    request: &WriteRequest,
    label_id: LabelId,
) -> Result<Outcome, Error> {
    request
        .once(domain, "deleteLabel", async |write| {
            let mut tx = write.board_tx::<Edit>("labelId", label_id).await?;
            let label = label_in(&tx.db, tx.board_id(), label_id)
                .await?
                .ok_or_else(|| Refusal::not_found("labelId", "label"))?;
            cards::save_all(&mut tx, has_label(label_id), card::ActiveModel::default(), |card| {
                card.label_ids.retain(|label| *label != label_id);
            })
            .await?;
            // The cards' links go with it: they reference the label with ON DELETE CASCADE.
            label::Entity::delete_by_id(label_id).exec(&tx.db).await?;
            let old = change::object(&LabelImage::from(label));
            tx.record(Change::LabelDeleted { id: label_id, old });
            tx.commit(label_id.to_string()).await
        })
        .await
}

fn has_label(label: LabelId) -> Condition {
    let cards = Query::select()
        .column(card_label::Column::CardId)
        .from(card_label::Entity)
        .and_where(card_label::Column::LabelId.eq(label))
        .to_owned();
    Condition::all().add(card::Column::Id.in_subquery(cards))
}
