//! Adding a label.

use cairn_entities::{BoardId, Color, LabelId, label};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use super::{MAX_LABELS, taken_or};
use crate::access::Edit;
use crate::log::LabelImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, text};

/// A label to be.
#[derive(Clone, Debug)]
pub struct CreateLabel {
    /// Where.
    pub board_id: BoardId,
    /// Its name: unique on the board, in any case.
    pub name: String,
    /// Its colour; unless said, each new label gets the next one, gray aside.
    pub color: Option<Color>,
}

/// Adds a label.
pub async fn create_label(
    domain: &Domain,
    request: &WriteRequest,
    input: CreateLabel,
) -> Result<Outcome, Error> {
    request
        .once(domain, "createLabel", async |write| {
            let CreateLabel { board_id, name, color } = input;
            let name = text::title("name", &name, text::LABEL_NAME)?;
            let mut tx = write.board_tx::<Edit>("boardId", board_id).await?;
            let count = label::Entity::find()
                .filter(label::Column::BoardId.eq(board_id))
                .count(&tx.db)
                .await?;
            let count = usize::try_from(count).unwrap_or(usize::MAX);
            if count >= MAX_LABELS {
                let what = "labels on a board".to_owned();
                return Err(Refusal::LimitReached { what, max: MAX_LABELS }.into());
            }
            let row = label::ActiveModel {
                id: Set(LabelId(domain.ids.uuid())),
                board_id: Set(board_id),
                name_key: Set(text::folded(&name)),
                name: Set(name),
                color: Set(color.unwrap_or_else(|| next_color(count))),
            };
            let row =
                label::Entity::insert(row).exec_with_returning(&tx.db).await.map_err(taken_or)?;
            let id = row.id;
            tx.record_image(None, LabelImage::from(row));
            tx.commit(id.to_string()).await
        })
        .await
}

/// The colour of the label after `count` others: all in turn, but for gray.
fn next_color(count: usize) -> Color {
    let colors = &Color::ALL[1..];
    colors[count % colors.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colors_come_in_turn_and_never_gray() {
        let colors: Vec<Color> = (0..10).map(next_color).collect();
        assert_eq!(colors[..3], [Color::Brown, Color::Orange, Color::Yellow]);
        assert_eq!(colors[9], colors[0]);
        assert!(!colors.contains(&Color::Gray));
    }
}
