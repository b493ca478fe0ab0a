//! Deleting a milestone.

use cairn_entities::{MilestoneId, card, milestone};
use sea_orm::{ActiveValue::Set, ColumnTrait, Condition, EntityTrait};

use super::read::milestone_in;
use crate::access::Edit;
use crate::cards;
use crate::log::{Change, MilestoneImage, change};
use crate::{Domain, Error, Outcome, Refusal, WriteRequest};

/// Deletes a milestone. Its cards, archived ones too, leave it in the same event.
pub async fn delete_milestone(
    domain: &Domain,
    request: &WriteRequest,
    milestone_id: MilestoneId,
) -> Result<Outcome, Error> {
    request
        .once(domain, "deleteMilestone", async |write| {
            let mut tx = write.board_tx::<Edit>("milestoneId", milestone_id).await?;
            let milestone = milestone_in(&tx.db, tx.board_id(), milestone_id)
                .await?
                .ok_or_else(|| Refusal::not_found("milestoneId", "milestone"))?;
            let its_cards = Condition::all().add(card::Column::MilestoneId.eq(milestone_id));
            let row = card::ActiveModel { milestone_id: Set(None), ..Default::default() };
            cards::save_all(&mut tx, its_cards, row, |card| card.milestone_id = None).await?;
            milestone::Entity::delete_by_id(milestone_id).exec(&tx.db).await?;
            let old = change::object(&MilestoneImage::from(milestone));
            tx.record(Change::MilestoneDeleted { id: milestone_id, old });
            tx.commit(milestone_id.to_string()).await
        })
        .await
}
