//! Who may do what on a board.

mod read;
mod remove;
mod set;

pub use read::{MemberPage, count_members, member_page};
pub use remove::remove_board_member;
pub use set::{SetBoardMember, Who, set_board_member};

use cairn_entities::{BoardRole, UserId, board_member};
use sea_orm::{ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter};

use crate::access::Capability;
use crate::board_tx::BoardTx;
use crate::{Error, Refusal};

/// A board without anybody who may decide over it would be stuck, so the last one stays.
async fn not_the_last_admin<C: Capability>(
    tx: &BoardTx<C>,
    member: &board_member::Model,
) -> Result<(), Error> {
    if member.role != BoardRole::Admin {
        return Ok(());
    }
    let others = board_member::Entity::find()
        .filter(board_member::Column::BoardId.eq(tx.board_id()))
        .filter(board_member::Column::Role.eq(BoardRole::Admin))
        .filter(board_member::Column::UserId.ne(member.user_id))
        .count(&tx.db)
        .await?;
    if others == 0 {
        let reason = "a board needs an administrator: make somebody else one first".to_owned();
        return Err(Refusal::Conflict { field: Some("userId".to_owned()), reason }.into());
    }
    Ok(())
}

async fn member_in<C: Capability>(
    tx: &BoardTx<C>,
    user: UserId,
) -> Result<Option<board_member::Model>, Error> {
    Ok(board_member::Entity::find_by_id((tx.board_id(), user)).one(&tx.db).await?)
}
