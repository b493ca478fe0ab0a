//! Writing who may do what on a board.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};
use cairn_domain::members::{self, SetBoardMember, Who};

use super::BoardMember;
use crate::delete_payload::DeletePayload;
use crate::enums::BoardRole;
use crate::error::Result;
use crate::event::BoardEvent;
use crate::ids;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// Who is to have which role.
#[derive(InputObject)]
pub struct SetBoardMemberInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// On which board.
    board_id: ID,
    /// Who, by id; say exactly one of `userId` and `username`.
    user_id: Option<ID>,
    /// Who, by the name they sign in with.
    username: Option<String>,
    /// What they may do from now on.
    role: BoardRole,
}

impl From<SetBoardMemberInput> for SetBoardMember {
    fn from(input: SetBoardMemberInput) -> Self {
        let SetBoardMemberInput { client_mutation_id: _, board_id, user_id, username, role } =
            input;
        let who = match (user_id, username) {
            (Some(id), None) => Some(Who::Id(ids::parse(&id))),
            (None, Some(name)) => Some(Who::Username(name)),
            _ => None,
        };
        Self { board_id: ids::parse(&board_id), who, role: role.into() }
    }
}

/// Who is to leave a board.
#[derive(InputObject)]
#[expect(clippy::struct_field_names, reason = "the contract names them")]
pub struct RemoveBoardMemberInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// Which board.
    board_id: ID,
    /// Who.
    user_id: ID,
}

/// What giving somebody a role came to.
#[derive(SimpleObject)]
pub struct BoardMemberPayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The member after the write; null when nothing was written.
    member: Option<BoardMember>,
    /// The event that tells of it.
    event: Option<BoardEvent>,
    /// Why nothing was written; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for BoardMemberPayload {
    fn from(written: Written) -> Self {
        Self {
            member: written.image(BoardMember::in_event),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}

/// Writes of members.
#[derive(Default)]
pub struct MemberMutations;

#[Object]
impl MemberMutations {
    /// Makes somebody a member of a board, or changes what a member may do. Only the board's
    /// administrators can; the last of them cannot be lowered: CONFLICT.
    async fn set_board_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who, and what they may do.")] mut input: SetBoardMemberInput,
    ) -> Result<BoardMemberPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            members::set_board_member(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Takes somebody off a board. Anybody may leave; sending somebody else away needs the role
    /// ADMIN. The last administrator cannot go: CONFLICT.
    async fn remove_board_member(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Who is to leave.")] input: RemoveBoardMemberInput,
    ) -> Result<DeletePayload> {
        let RemoveBoardMemberInput { client_mutation_id, board_id, user_id } = input;
        let (board, user) = (ids::parse(&board_id), ids::parse(&user_id));
        let written = write(ctx, client_mutation_id, async |domain, request| {
            members::remove_board_member(domain, request, board, user).await
        })
        .await?;
        Ok(written.into())
    }
}
