//! Who may do what on a board.

mod mutations;

pub use mutations::MemberMutations;

use std::sync::Arc;

use async_graphql::{Context, Object};
use cairn_domain::entities::{self, BoardId, UserId};
use cairn_domain::log::{Change, Event, UserImage};
use cairn_domain::members::{MemberPage, count_members, member_page};

use crate::connection::{Connection, PageRequest, total_if_asked};
use crate::enums::BoardRole;
use crate::error::{ApiError, Result};
use crate::person::{self, User};
use crate::session::InSession;
use crate::shared::Listed;
use crate::source::Source;

/// A member of a board.
#[derive(Clone, Debug)]
pub struct BoardMember {
    user_id: UserId,
    role: entities::BoardRole,
    /// The person, where that came along.
    user: Option<UserImage>,
}

impl BoardMember {
    fn new(user: UserImage, role: entities::BoardRole) -> Self {
        Self { user_id: user.id, role, user: Some(user) }
    }

    /// The member that `event` made or changed.
    pub(crate) fn after(event: &Event, user_id: UserId, role: entities::BoardRole) -> Self {
        Self { user_id, role, user: event.change_set.references.user(user_id).cloned() }
    }

    /// The member with this person's id, if `event` changed it.
    fn in_event(event: &Arc<Event>, id: &str) -> Option<Self> {
        event.change_set.changes.iter().find_map(|change| match change {
            Change::Member { after, .. } if after.user_id.to_string() == id => {
                Some(Self::after(event, after.user_id, after.role))
            }
            _ => None,
        })
    }
}

impl Listed for BoardMember {}

/// A member of a board, and what they may do.
#[Object]
impl BoardMember {
    /// The person.
    async fn user(&self, ctx: &Context<'_>) -> Result<User> {
        if let Some(user) = &self.user {
            return Ok(user.clone().into());
        }
        let user = person::person(ctx, self.user_id).await?;
        user.ok_or_else(|| ApiError::not_found("person"))
    }

    /// What they may do.
    async fn role(&self) -> BoardRole {
        self.role.into()
    }
}

/// What the cursors of this list begin with, so that those of others are told apart. The username
/// follows: whoever has left since, the list goes on after their name.
const CURSOR: &str = "member ";

/// A page of the members of a board that comes from `source`, by username.
pub(crate) async fn list(
    ctx: &Context<'_>,
    source: &Source,
    board: BoardId,
    request: PageRequest,
) -> Result<Connection<BoardMember>> {
    let item = |(user, role): (UserImage, entities::BoardRole)| {
        (format!("{CURSOR}{}", user.username), BoardMember::new(user, role))
    };
    let at_hand = match source {
        Source::Past(state) => Some(state.members_in_order()),
        Source::Now(view) => Some(view.members_in_order()),
        Source::Live | Source::Event(_) => None,
    };
    if let Some(members) = at_hand {
        let members = members.into_iter();
        let items = members.map(|(user, role)| item((user.clone(), role))).collect();
        return Connection::of(&request, items);
    }
    let after = request.after.as_deref().map(username).transpose()?;
    let reader = &ctx.session()?.reader;
    let total = total_if_asked(ctx, count_members(reader, board)).await?;
    let MemberPage { members, has_more } = member_page(reader, board, after, request.limit).await?;
    Ok(Connection::new(&request, members.into_iter().map(item), has_more, total))
}

fn username(cursor: &str) -> Result<&str> {
    let username = cursor.strip_prefix(CURSOR).filter(|username| !username.is_empty());
    username.ok_or_else(|| ApiError::bad_request("`after` is no cursor of this list."))
}
