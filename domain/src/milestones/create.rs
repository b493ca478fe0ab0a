//! Adding a milestone.

use cairn_entities::{BoardId, MilestoneId, MilestoneState, milestone};
use chrono::NaiveDate;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::MAX_MILESTONES;
use crate::access::Edit;
use crate::log::MilestoneImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, text};

/// A milestone to be; it begins open.
#[derive(Clone, Debug)]
pub struct CreateMilestone {
    /// Where.
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// What it means, in Markdown.
    pub description: Option<String>,
    /// When it starts.
    pub start_on: Option<NaiveDate>,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
}

/// Adds a milestone.
pub async fn create_milestone(
    domain: &Domain,
    request: &WriteRequest,
    input: CreateMilestone,
) -> Result<Outcome, Error> {
    request
        .once(domain, "createMilestone", async |write| {
            let CreateMilestone { board_id, title, description, start_on, due_on } = input;
            let title = text::title("title", &title, text::MILESTONE_TITLE)?;
            let description = text::markdown(
                "description",
                &description.unwrap_or_default(),
                text::SHORT_DESCRIPTION,
            )?;
            let start_on = text::date("startOn", start_on)?;
            let due_on = text::date("dueOn", due_on)?;
            text::date_order(start_on, due_on)?;
            let mut tx = write.board_tx::<Edit>("boardId", board_id).await?;
            let count = milestone::Entity::find()
                .filter(milestone::Column::BoardId.eq(board_id))
                .count(&tx.db)
                .await?;
            if count >= MAX_MILESTONES as u64 {
                let what = "milestones on a board".to_owned();
                return Err(Refusal::LimitReached { what, max: MAX_MILESTONES }.into());
            }
            let row = milestone::ActiveModel {
                id: Set(MilestoneId(domain.ids.uuid())),
                board_id: Set(board_id),
                title: Set(title),
                description: Set(description),
                start_on: Set(start_on),
                due_on: Set(due_on),
                state: Set(MilestoneState::Open),
            };
            let row = milestone::Entity::insert(row).exec_with_returning(&tx.db).await?;
            let id = row.id;
            tx.record_image(None, MilestoneImage::from(row));
            tx.commit(id.to_string()).await
        })
        .await
}
