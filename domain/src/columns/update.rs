//! Changing a column.

use cairn_entities::{Color, ColumnId, ColumnKind, WipPolicy, board_column};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{column_in, wip_limit};
use crate::access::Edit;
use crate::log::ColumnImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, text};

/// What is to be different; `None` leaves a field as it is.
#[derive(Clone, Debug)]
pub struct UpdateColumn {
    /// Which column.
    pub column_id: ColumnId,
    /// Its title.
    pub title: Option<String>,
    /// Its colour.
    pub color: Option<Color>,
    /// What a card in it counts as.
    pub kind: Option<ColumnKind>,
    /// How many cards it should hold at most; `Some(None)` takes the limit away.
    pub wip_limit: Option<Option<i32>>,
    /// What happens over the limit.
    pub wip_policy: Option<WipPolicy>,
    /// What belongs here, in Markdown.
    pub description: Option<String>,
}

/// Changes a column.
pub async fn update_column(
    domain: &Domain,
    request: &WriteRequest,
    input: UpdateColumn,
) -> Result<Outcome, Error> {
    request
        .once(domain, "updateColumn", async |write| {
            let UpdateColumn {
                column_id,
                title,
                color,
                kind,
                wip_limit: limit,
                wip_policy,
                description,
            } = input;
            let mut tx = write.board_tx::<Edit>("columnId", column_id).await?;
            let row = column_in(&tx.db, tx.board_id(), column_id)
                .await?
                .ok_or_else(|| Refusal::not_found("columnId", "column"))?;
            let before = ColumnImage::from(row);
            let mut after = before.clone();
            if let Some(title) = title {
                after.title = text::title("title", &title, text::COLUMN_TITLE)?;
            }
            if let Some(limit) = limit {
                after.wip_limit = wip_limit(limit)?;
            }
            if let Some(text) = description {
                after.description = text::markdown("description", &text, text::SHORT_DESCRIPTION)?;
            }
            after.color = color.unwrap_or(after.color);
            after.kind = kind.unwrap_or(after.kind);
            after.wip_policy = wip_policy.unwrap_or(after.wip_policy);
            let row = board_column::ActiveModel {
                title: Set(after.title.clone()),
                color: Set(after.color),
                kind: Set(after.kind),
                wip_limit: Set(after.wip_limit),
                wip_policy: Set(after.wip_policy),
                description: Set(after.description.clone()),
                ..Default::default()
            };
            board_column::Entity::update_many()
                .set(row)
                .filter(board_column::Column::Id.eq(column_id))
                .exec(&tx.db)
                .await?;
            tx.record_image(Some(&before), after);
            tx.commit(column_id.to_string()).await
        })
        .await
}
