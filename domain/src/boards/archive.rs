//! Closing a board and opening it again.

use cairn_entities::{BoardId, board};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::access::Administer;
use crate::log::BoardImage;
use crate::{Domain, Error, Outcome, WriteRequest};

/// Closes a board: it can be read, but accepts no write until it is restored.
pub async fn archive_board(
    domain: &Domain,
    request: &WriteRequest,
    board: BoardId,
) -> Result<Outcome, Error> {
    set_archived(domain, request, "archiveBoard", board, true).await
}

/// Opens an archived board again.
pub async fn restore_board(
    domain: &Domain,
    request: &WriteRequest,
    board: BoardId,
) -> Result<Outcome, Error> {
    set_archived(domain, request, "restoreBoard", board, false).await
}

async fn set_archived(
    domain: &Domain,
    request: &WriteRequest,
    operation: &'static str,
    board_id: BoardId,
    archived: bool,
) -> Result<Outcome, Error> {
    request
        .once(domain, operation, async |write| {
            let mut tx = write.board_tx_even_archived::<Administer>("boardId", board_id).await?;
            let before = BoardImage::from(&tx.board);
            let mut after = before.clone();
            after.archived_at = archived.then(|| before.archived_at.unwrap_or(tx.now));
            board::Entity::update_many()
                .col_expr(board::Column::ArchivedAt, Expr::value(after.archived_at))
                .filter(board::Column::Id.eq(board_id))
                .exec(&tx.db)
                .await?;
            tx.record_image(Some(&before), after);
            tx.commit(board_id.to_string()).await
        })
        .await
}
