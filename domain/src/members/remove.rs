//! Taking somebody off a board.

use cairn_entities::{BoardId, UserId, board_member};
use sea_orm::EntityTrait;

use super::{member_in, not_the_last_admin};
use crate::access::{Administer, Capability, Read};
use crate::log::{Change, MemberImage, change};
use crate::request::Write;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest};

/// Takes `user` off the board. Anybody may leave; sending somebody else away needs an administrator.
pub async fn remove_board_member(
    domain: &Domain,
    request: &WriteRequest,
    board: BoardId,
    user: UserId,
) -> Result<Outcome, Error> {
    request
        .once(domain, "removeBoardMember", async |write| {
            if user == write.user {
                remove::<Read>(&write, board, user).await
            } else {
                remove::<Administer>(&write, board, user).await
            }
        })
        .await
}

async fn remove<C: Capability>(
    write: &Write,
    board: BoardId,
    user: UserId,
) -> Result<Outcome, Error> {
    let mut tx = write.board_tx_even_archived::<C>("boardId", board).await?;
    let member = member_in(&tx, user)
        .await?
        .ok_or_else(|| Refusal::not_found("userId", "member of this board"))?;
    not_the_last_admin(&tx, &member).await?;
    board_member::Entity::delete_by_id((board, user)).exec(&tx.db).await?;
    let old = change::object(&MemberImage::from(member));
    tx.record(Change::MemberRemoved { id: user, old });
    tx.commit(user.to_string()).await
}
