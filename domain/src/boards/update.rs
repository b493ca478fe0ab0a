//! Changing a board.

use cairn_entities::{BoardId, BoardVisibility, board};
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::create::check_team;
use crate::access::Administer;
use crate::log::BoardImage;
use crate::{Domain, Error, Outcome, WriteRequest, text};

/// What is to be different; `None` leaves a field as it is.
#[derive(Clone, Debug)]
pub struct UpdateBoard {
    /// Which board.
    pub board_id: BoardId,
    /// Its title.
    pub title: Option<String>,
    /// What it is for, in Markdown.
    pub description: Option<String>,
    /// One emoji; `Some(None)` takes it away.
    pub icon: Option<Option<String>>,
    /// Who may read it beside its members.
    pub visibility: Option<BoardVisibility>,
}

/// Changes a board.
pub async fn update_board(
    domain: &Domain,
    request: &WriteRequest,
    input: UpdateBoard,
) -> Result<Outcome, Error> {
    request
        .once(domain, "updateBoard", async |write| {
            let UpdateBoard { board_id, title, description, icon, visibility } = input;
            let mut tx = write.board_tx::<Administer>("boardId", board_id).await?;
            let before = BoardImage::from(&tx.board);
            let mut after = before.clone();
            if let Some(title) = title {
                after.title = text::title("title", &title, text::BOARD_TITLE)?;
            }
            if let Some(text) = description {
                after.description = text::markdown("description", &text, text::SHORT_DESCRIPTION)?;
            }
            if let Some(icon) = icon {
                after.icon = text::icon(icon.as_deref())?;
            }
            if let Some(visibility) = visibility.filter(|new| *new != before.visibility) {
                check_team(&write, after.team_id, visibility).await?;
                after.visibility = visibility;
            }
            let row = board::ActiveModel {
                title: Set(after.title.clone()),
                description: Set(after.description.clone()),
                icon: Set(after.icon.clone()),
                visibility: Set(after.visibility),
                ..Default::default()
            };
            board::Entity::update_many()
                .set(row)
                .filter(board::Column::Id.eq(board_id))
                .exec(&tx.db)
                .await?;
            tx.record_image(Some(&before), after);
            tx.commit(board_id.to_string()).await
        })
        .await
}
