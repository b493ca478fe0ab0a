//! Deleting a board for good.

use cairn_entities::{BoardId, board, card};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::access::Administer;
use crate::{Domain, Error, Outcome, WriteRequest};

/// Deletes a board with all that is on it, and its log. No event tells of it, since the log that
/// would hold it is gone: followers learn from the doorbell, or the slow poll, that there is
/// nothing left to follow.
pub async fn delete_board(
    domain: &Domain,
    request: &WriteRequest,
    board_id: BoardId,
) -> Result<Outcome, Error> {
    request
        .once(domain, "deleteBoard", async |write| {
            let tx = write.board_tx_even_archived::<Administer>("boardId", board_id).await?;
            // Cards refer to columns and milestones, which go with the board in no set order.
            card::Entity::delete_many()
                .filter(card::Column::BoardId.eq(board_id))
                .exec(&tx.db)
                .await?;
            board::Entity::delete_by_id(board_id).exec(&tx.db).await?;
            tracing::info!(board.id = %board_id, board.key = %tx.board.key, actor = %write.user, "board deleted");
            tx.commit_without_event(board_id.to_string()).await
        })
        .await
}
