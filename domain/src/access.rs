//! Who may do what on a board.
//!
//! [`BoardAccess`] is the proof that an actor may; only this module makes one, and whatever writes
//! asks for it. Its `access_seq` is the event that last changed anybody's rights: a transaction
//! that finds a newer one under the board's lock asks again, so a right that was taken away a
//! moment ago is not used.

mod lock;

use std::collections::HashMap;
use std::marker::PhantomData;

use cairn_entities::{
    BoardId, BoardRole, BoardVisibility, Epoch, TeamId, UserId, board, board_member, team_member,
};
use sea_orm::sea_query::Query;
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, QueryFilter, QuerySelect,
};

use crate::log::{BoardImage, BoardState};
use crate::{Actor, Error};
pub(crate) use lock::{Locked, lock};

/// What an access allows: the marker types below.
pub trait Capability: Send + Sync + 'static {
    /// The least role that has it.
    const LEAST_ROLE: BoardRole;
}

/// Reading a board.
#[derive(Debug)]
pub struct Read;
/// Writing comments.
#[derive(Debug)]
pub struct Discuss;
/// Writing columns, cards, labels and milestones.
#[derive(Debug)]
pub struct Edit;
/// Deciding over the board itself and its members.
#[derive(Debug)]
pub struct Administer;

impl Capability for Read {
    const LEAST_ROLE: BoardRole = BoardRole::Viewer;
}
impl Capability for Discuss {
    const LEAST_ROLE: BoardRole = BoardRole::Commenter;
}
impl Capability for Edit {
    const LEAST_ROLE: BoardRole = BoardRole::Editor;
}
impl Capability for Administer {
    const LEAST_ROLE: BoardRole = BoardRole::Admin;
}

/// The proof that an actor may do `C` on one board.
#[derive(Debug)]
pub struct BoardAccess<C: Capability> {
    board: board::Model,
    standing: Standing,
    actor: Actor,
    capability: PhantomData<C>,
}

impl<C: Capability> Clone for BoardAccess<C> {
    fn clone(&self) -> Self {
        Self {
            board: self.board.clone(),
            standing: self.standing,
            actor: self.actor.clone(),
            capability: PhantomData,
        }
    }
}

impl<C: Capability> BoardAccess<C> {
    fn new(board: board::Model, standing: Standing, actor: &Actor) -> Self {
        Self { board, standing, actor: actor.clone(), capability: PhantomData }
    }

    /// The board's id.
    #[must_use]
    pub fn board_id(&self) -> BoardId {
        self.board.id
    }

    /// The board as it was when access was asked for.
    #[must_use]
    pub fn board(&self) -> &board::Model {
        &self.board
    }

    /// The actor's own role; `None` for those who read only because the board is open to them.
    #[must_use]
    pub fn role(&self) -> Option<BoardRole> {
        self.standing.role
    }

    /// The event up to which this proof holds.
    #[must_use]
    pub fn access_seq(&self) -> i64 {
        self.board.access_seq
    }

    /// The log that the board had when access was asked for.
    #[must_use]
    pub fn epoch(&self) -> Epoch {
        self.board.epoch
    }

    /// Who may.
    #[must_use]
    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// The same proof for a lesser capability.
    #[must_use]
    pub fn to_read(&self) -> BoardAccess<Read> {
        BoardAccess {
            board: self.board.clone(),
            standing: self.standing,
            actor: self.actor.clone(),
            capability: PhantomData,
        }
    }
}

/// What an actor is to a board.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Standing {
    role: Option<BoardRole>,
    reads: bool,
}

/// Which board is meant.
#[derive(Clone, Debug)]
pub enum BoardRef<'a> {
    /// By id.
    Id(BoardId),
    /// By human key, in any case.
    Key(&'a str),
}

/// Asks whether `actor` may do `C`. What they may not read is answered like what is not there.
pub async fn board_access<C: Capability>(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    board: BoardRef<'_>,
) -> Result<BoardAccess<C>, Error> {
    let board = found(connection, board).await?;
    access_to(connection, actor, board).await
}

async fn found(
    connection: &impl ConnectionTrait,
    board: BoardRef<'_>,
) -> Result<board::Model, Error> {
    let query = match board {
        BoardRef::Id(id) => board::Entity::find_by_id(id),
        BoardRef::Key(key) => {
            board::Entity::find().filter(board::Column::Key.eq(key.to_ascii_uppercase()))
        }
    };
    query.one(connection).await?.ok_or(Error::NotFound { what: "board" })
}

/// The operator's access: whoever may read the database's files needs no other proof. For commands
/// on the machine itself, and never for a door that anybody else can knock at.
pub(crate) async fn operator_access(
    connection: &impl ConnectionTrait,
    board: BoardRef<'_>,
) -> Result<BoardAccess<Read>, Error> {
    let board = found(connection, board).await?;
    let standing = Standing { role: None, reads: true };
    Ok(BoardAccess::new(board, standing, &Actor::Anonymous))
}

/// Asks whether `actor` may do `C` on a board whose row is at hand.
pub(crate) async fn access_to<C: Capability>(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    board: board::Model,
) -> Result<BoardAccess<C>, Error> {
    let standing = standing(connection, actor, &board).await?;
    if !standing.reads {
        return Err(Error::NotFound { what: "board" });
    }
    if C::LEAST_ROLE > BoardRole::Viewer {
        actor.require_user()?;
        if standing.role < Some(C::LEAST_ROLE) {
            return Err(Error::Forbidden { needed: C::LEAST_ROLE });
        }
    }
    Ok(BoardAccess::new(board, standing, actor))
}

/// The creator's access to a board that their open transaction has just made.
pub(crate) fn access_of_creator(actor: &Actor, board: board::Model) -> BoardAccess<Administer> {
    let standing = Standing { role: Some(BoardRole::Admin), reads: true };
    BoardAccess::new(board, standing, actor)
}

async fn standing(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    board: &board::Model,
) -> Result<Standing, Error> {
    let public = board.visibility == BoardVisibility::Public;
    let Some(user) = actor.user_id() else {
        return Ok(Standing { role: None, reads: public });
    };
    let member = board_member::Entity::find_by_id((board.id, user)).one(connection).await?;
    let role = member.map(|member| member.role);
    let reads = role.is_some()
        || public
        || reads_as_team(connection, user, board.visibility, board.team_id).await?;
    Ok(Standing { role, reads })
}

async fn reads_as_team(
    connection: &impl ConnectionTrait,
    user: UserId,
    visibility: BoardVisibility,
    team: Option<TeamId>,
) -> Result<bool, Error> {
    match team {
        Some(team) if visibility == BoardVisibility::Team => {
            Ok(team_member::Entity::find_by_id((team, user)).one(connection).await?.is_some())
        }
        _ => Ok(false),
    }
}

/// What `actor` is on the board in memory, whose members are those of now, if they may read it.
pub(crate) async fn role_in(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    state: &BoardState,
) -> Result<Option<BoardRole>, Error> {
    let user = actor.user_id();
    let role = user.and_then(|user| state.members.get(&user)).map(|member| member.role);
    let BoardImage { visibility, team_id, .. } = &state.board;
    let reads = role.is_some()
        || *visibility == BoardVisibility::Public
        || match user {
            Some(user) => reads_as_team(connection, user, *visibility, *team_id).await?,
            None => false,
        };
    if reads { Ok(role) } else { Err(Error::NotFound { what: "board" }) }
}

/// Access to those of `boards` that `actor` may read, in their order: two statements at most.
pub(crate) async fn readable_among(
    connection: &impl ConnectionTrait,
    actor: &Actor,
    boards: Vec<board::Model>,
) -> Result<Vec<BoardAccess<Read>>, Error> {
    let roles = match actor.user_id() {
        Some(user) => roles_of(connection, user, &boards).await?,
        None => HashMap::new(),
    };
    let closed_to_strangers = |board: &board::Model| {
        board.visibility == BoardVisibility::Team && !roles.contains_key(&board.id)
    };
    let teams = match actor.user_id() {
        Some(user) if boards.iter().any(closed_to_strangers) => teams_of(connection, user).await?,
        _ => Vec::new(),
    };
    let standing_on = |board: &board::Model| {
        let role = roles.get(&board.id).copied();
        let as_team = board.visibility == BoardVisibility::Team
            && board.team_id.is_some_and(|team| teams.contains(&team));
        let public = board.visibility == BoardVisibility::Public;
        Standing { role, reads: role.is_some() || public || as_team }
    };
    Ok(boards
        .into_iter()
        .filter_map(|board| {
            let standing = standing_on(&board);
            standing.reads.then(|| BoardAccess::new(board, standing, actor))
        })
        .collect())
}

async fn roles_of(
    connection: &impl ConnectionTrait,
    user: UserId,
    boards: &[board::Model],
) -> Result<HashMap<BoardId, BoardRole>, Error> {
    let rows = board_member::Entity::find()
        .filter(board_member::Column::UserId.eq(user))
        .filter(board_member::Column::BoardId.is_in(boards.iter().map(|board| board.id)))
        .all(connection)
        .await?;
    Ok(rows.into_iter().map(|member| (member.board_id, member.role)).collect())
}

/// The condition that `actor` may read a row of `boards`; for queries that must not even count what
/// the actor may not see.
pub(crate) fn readable_by(actor: &Actor) -> Condition {
    let public = board::Column::Visibility.eq(BoardVisibility::Public);
    let Some(user) = actor.user_id() else { return Condition::any().add(public) };
    let memberships = Query::select()
        .column(board_member::Column::BoardId)
        .from(board_member::Entity)
        .and_where(board_member::Column::UserId.eq(user))
        .to_owned();
    let teams = Query::select()
        .column(team_member::Column::TeamId)
        .from(team_member::Entity)
        .and_where(team_member::Column::UserId.eq(user))
        .to_owned();
    Condition::any().add(public).add(board::Column::Id.in_subquery(memberships)).add(
        board::Column::Visibility
            .eq(BoardVisibility::Team)
            .and(board::Column::TeamId.in_subquery(teams)),
    )
}

/// The teams that `user` is in.
pub(crate) async fn teams_of(
    connection: &impl ConnectionTrait,
    user: UserId,
) -> Result<Vec<TeamId>, Error> {
    let teams = team_member::Entity::find()
        .select_only()
        .column(team_member::Column::TeamId)
        .filter(team_member::Column::UserId.eq(user))
        .into_tuple::<TeamId>()
        .all(connection)
        .await?;
    Ok(teams)
}
