//! Changing a label.

use cairn_entities::{Color, LabelId, label};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::read::label_in;
use super::taken_or;
use crate::access::Edit;
use crate::log::LabelImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, text};

/// What is to be different; `None` leaves a field as it is.
#[derive(Clone, Debug)]
pub struct UpdateLabel {
    /// Which label.
    pub label_id: LabelId,
    /// Its name.
    pub name: Option<String>,
    /// Its colour.
    pub color: Option<Color>,
}

/// Changes a label. Its cards do not change: they have it by its id.
pub async fn update_label(
    domain: &Domain,
    request: &WriteRequest,
    input: UpdateLabel,
) -> Result<Outcome, Error> {
    request
        .once(domain, "updateLabel", async |write| {
            let UpdateLabel { label_id, name, color } = input;
            let mut tx = write.board_tx::<Edit>("labelId", label_id).await?;
            let row = label_in(&tx.db, tx.board_id(), label_id)
                .await?
                .ok_or_else(|| Refusal::not_found("labelId", "label"))?;
            let before = LabelImage::from(row);
            let mut after = before.clone();
            if let Some(name) = name {
                after.name = text::title("name", &name, text::LABEL_NAME)?;
            }
            after.color = color.unwrap_or(after.color);
            let row = label::ActiveModel {
                name: Set(after.name.clone()),
                name_key: Set(text::folded(&after.name)),
                color: Set(after.color),
                ..Default::default()
            };
            label::Entity::update_many()
                .set(row)
                .filter(label::Column::Id.eq(label_id))
                .exec(&tx.db)
                .await
                .map_err(taken_or)?;
            tx.record_image(Some(&before), after);
            tx.commit(label_id.to_string()).await
        })
        .await
}
