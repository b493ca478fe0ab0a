//! Changing a milestone, opening and closing it.

use cairn_entities::{MilestoneId, MilestoneState, milestone};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::read::milestone_in;
use crate::access::Edit;
use crate::log::MilestoneImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, text};

/// What is to be different; `None` leaves a field as it is.
#[derive(Clone, Debug)]
pub struct UpdateMilestone {
    /// Which milestone.
    pub milestone_id: MilestoneId,
    /// Its title.
    pub title: Option<String>,
    /// What it means, in Markdown.
    pub description: Option<String>,
    /// When it starts; `Some(None)` takes the day away.
    pub start_on: Option<Option<NaiveDate>>,
    /// When it is due; `Some(None)` takes the day away.
    pub due_on: Option<Option<NaiveDate>>,
    /// Whether it is still worked towards.
    pub state: Option<MilestoneState>,
}

/// Changes a milestone. Its cards stay in it, whatever its state.
pub async fn update_milestone(
    domain: &Domain,
    request: &WriteRequest,
    input: UpdateMilestone,
) -> Result<Outcome, Error> {
    request
        .once(domain, "updateMilestone", async |write| {
            let UpdateMilestone { milestone_id, title, description, start_on, due_on, state } =
                input;
            let mut tx = write.board_tx::<Edit>("milestoneId", milestone_id).await?;
            let row = milestone_in(&tx.db, tx.board_id(), milestone_id)
                .await?
                .ok_or_else(|| Refusal::not_found("milestoneId", "milestone"))?;
            let before = MilestoneImage::from(row);
            let mut after = before.clone();
            if let Some(title) = title {
                after.title = text::title("title", &title, text::MILESTONE_TITLE)?;
            }
            if let Some(text) = description {
                after.description = text::markdown("description", &text, text::SHORT_DESCRIPTION)?;
            }
            if let Some(day) = start_on {
                after.start_on = text::date("startOn", day)?;
            }
            if let Some(day) = due_on {
                after.due_on = text::date("dueOn", day)?;
            }
            // An import may bring days in the wrong order; they must not stop a new title.
            if (before.start_on, before.due_on) != (after.start_on, after.due_on) {
                text::date_order(after.start_on, after.due_on)?;
            }
            after.state = state.unwrap_or(after.state);
            let row = milestone::ActiveModel {
                title: Set(after.title.clone()),
                description: Set(after.description.clone()),
                start_on: Set(after.start_on),
                due_on: Set(after.due_on),
                state: Set(after.state),
                ..Default::default()
            };
            milestone::Entity::update_many()
                .set(row)
                .filter(milestone::Column::Id.eq(milestone_id))
                .exec(&tx.db)
                .await?;
            tx.record_image(Some(&before), after);
            tx.commit(milestone_id.to_string()).await
        })
        .await
}
