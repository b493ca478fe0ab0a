//! Listing the members of a board.

use cairn_entities::{BoardId, BoardRole, UserId, board_member, user};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, PaginatorTrait, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};

use crate::log::UserImage;
use crate::{Error, Reader, text};

/// Some members, by username.
#[derive(Debug)]
pub struct MemberPage {
    /// Who, and what they may do.
    pub members: Vec<(UserImage, BoardRole)>,
    /// Whether there are more.
    pub has_more: bool,
}

#[derive(FromQueryResult)]
struct Row {
    role: BoardRole,
    id: UserId,
    username: String,
    display_name: String,
    avatar_url: Option<String>,
}

/// At most `limit` members of `board`, by username, after the one called `after`.
pub async fn member_page(
    reader: &Reader,
    board: BoardId,
    after: Option<&str>,
    limit: u64,
) -> Result<MemberPage, Error> {
    let mut query = board_member::Entity::find()
        .select_only()
        .column(board_member::Column::Role)
        .columns([
            user::Column::Id,
            user::Column::Username,
            user::Column::DisplayName,
            user::Column::AvatarUrl,
        ])
        .join(JoinType::InnerJoin, person())
        .filter(board_member::Column::BoardId.eq(board));
    if let Some(after) = after {
        query = query.filter(user::Column::UsernameKey.gt(text::folded(after)));
    }
    let rows = query
        .order_by_asc(user::Column::UsernameKey)
        .limit(limit + 1)
        .into_model::<Row>()
        .all(&reader.connection().await?)
        .await?;
    let has_more = rows.len() as u64 > limit;
    let members = rows
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(|Row { role, id, username, display_name, avatar_url }| {
            (UserImage { id, username, display_name, avatar_url }, role)
        })
        .collect();
    Ok(MemberPage { members, has_more })
}

/// How many members `board` has.
pub async fn count_members(reader: &Reader, board: BoardId) -> Result<u64, Error> {
    let count = board_member::Entity::find()
        .filter(board_member::Column::BoardId.eq(board))
        .count(&reader.connection().await?)
        .await?;
    Ok(count)
}

fn person() -> RelationDef {
    board_member::Entity::belongs_to(user::Entity)
        .from(board_member::Column::UserId)
        .to(user::Column::Id)
        .into()
}
