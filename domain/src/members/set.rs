//! Giving somebody a role.

use cairn_entities::{BoardId, BoardRole, UserId, board_member, user};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter};

use super::{member_in, not_the_last_admin};
use crate::access::Administer;
use crate::database::WriteTx;
use crate::log::MemberImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, text};

/// Whom to give a role.
#[derive(Clone, Debug)]
pub enum Who {
    /// By id.
    Id(UserId),
    /// By the name they sign in with.
    Username(String),
}

/// Who is to have which role.
#[derive(Clone, Debug)]
pub struct SetBoardMember {
    /// On which board.
    pub board_id: BoardId,
    /// Who; exactly one way to say it.
    pub who: Option<Who>,
    /// What they may do.
    pub role: BoardRole,
}

/// Makes somebody a member, or changes what a member may do.
pub async fn set_board_member(
    domain: &Domain,
    request: &WriteRequest,
    input: SetBoardMember,
) -> Result<Outcome, Error> {
    request
        .once(domain, "setBoardMember", async |write| {
            let SetBoardMember { board_id, who, role } = input;
            let mut tx = write.board_tx::<Administer>("boardId", board_id).await?;
            let person = find(&tx.db, who).await?;
            let former = member_in(&tx, person.id).await?;
            if let Some(former) = former.as_ref().filter(|_| role != BoardRole::Admin) {
                not_the_last_admin(&tx, former).await?;
            }
            let row = board_member::ActiveModel {
                board_id: Set(board_id),
                user_id: Set(person.id),
                role: Set(role),
            };
            let key = [board_member::Column::BoardId, board_member::Column::UserId];
            board_member::Entity::insert(row)
                .on_conflict(
                    OnConflict::columns(key).update_column(board_member::Column::Role).to_owned(),
                )
                .exec_without_returning(&tx.db)
                .await?;
            let former = former.map(MemberImage::from);
            tx.record_image(former.as_ref(), MemberImage { user_id: person.id, role });
            tx.commit(person.id.to_string()).await
        })
        .await
}

async fn find(db: &WriteTx, who: Option<Who>) -> Result<user::Model, Error> {
    let (query, field) = match who {
        Some(Who::Id(id)) => (user::Entity::find_by_id(id), "userId"),
        Some(Who::Username(name)) => {
            let key = text::folded(&name);
            (user::Entity::find().filter(user::Column::UsernameKey.eq(key)), "username")
        }
        None => {
            let reason = "say who by either userId or username";
            return Err(Refusal::invalid("userId", reason).into());
        }
    };
    let person = query.one(db).await?;
    person.ok_or_else(|| Refusal::not_found(field, "person").into())
}
