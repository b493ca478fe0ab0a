//! Taking a board's lock, which only those get who may write: one statement for the lock, the next
//! seq, the role and the writer's own image.

use std::iter::repeat_n;

use cairn_entities::{BoardRole, UserId, board, board_member, user};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{
    Alias, BinOper, CaseStatement, Expr, Query, SelectStatement, SimpleExpr, SubQueryStatement,
    UpdateStatement,
};
use sea_orm::{
    ColumnTrait, Condition, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, Iterable,
    QueryFilter, Statement, Value,
};

use super::{BoardAccess, Capability, Standing, access_to, readable_by};
use crate::database::{KeptSql, WriteTx};
use crate::log::UserImage;
use crate::subject::Subject;
use crate::{Actor, Error};

/// How often the lock is asked for where rights change at the same time.
const ATTEMPTS: usize = 3;

/// How many columns of the lock's answer are about the writer.
const OF_THE_WRITER: usize = 4;

/// A board whose lock is held.
pub(crate) struct Locked<C: Capability> {
    /// What the actor may do, as it is under the lock; the board has its new seq.
    pub access: BoardAccess<C>,
    /// Who writes.
    pub writer: UserImage,
}

/// Takes the lock and the next seq of the board that `subject` is on, for an actor who may do `C`.
/// What they may not read is answered like what is not there.
pub(crate) async fn lock<C: Capability>(
    db: &WriteTx,
    actor: &Actor,
    subject: Subject,
    now: DateTime<Utc>,
) -> Result<Locked<C>, Error> {
    let user = actor.require_user()?;
    for _ in 0..ATTEMPTS {
        if let Some(locked) = try_lock(db, actor, user, subject, now).await? {
            return Ok(locked);
        }
        let found = board::Entity::find().filter(subject.is_on_board()).one(db).await?;
        let board = found.ok_or(Error::NotFound { what: "board" })?;
        // Says why not. If there is no reason, the right was given a moment ago.
        access_to::<C>(db, actor, board).await?;
    }
    Err(Error::Unavailable("the rights on a board change all the time".into()))
}

async fn try_lock<C: Capability>(
    db: &WriteTx,
    actor: &Actor,
    user: UserId,
    subject: Subject,
    now: DateTime<Utc>,
) -> Result<Option<Locked<C>>, Error> {
    let Some(row) = db.query_one_raw(lock_statement::<C>(db, actor, user, subject, now)).await?
    else {
        return Ok(None);
    };
    let board = board::Model::from_query_result(&row, "")?;
    let writer = UserImage {
        id: user,
        username: row.try_get("", "username")?,
        display_name: row.try_get("", "display_name")?,
        avatar_url: row.try_get("", "avatar_url")?,
    };
    // PostgreSQL looked for the role before it waited for the lock. Had anybody's rights changed
    // meanwhile, it is asked for again.
    let seen: i64 = row.try_get("", "access_seq_seen")?;
    let access = if board.access_seq == seen {
        let standing = Standing { role: row.try_get("", "role")?, reads: true };
        BoardAccess::new(board, standing, actor)
    } else {
        access_to(db, actor, board).await?
    };
    Ok(Some(Locked { access, writer }))
}

fn lock_statement<C: Capability>(
    db: &WriteTx,
    actor: &Actor,
    user: UserId,
    subject: Subject,
    now: DateTime<Utc>,
) -> Statement {
    /// By what is asked for, and what is named.
    static TEXTS: [[KeptSql; Subject::KINDS]; BoardRole::ALL.len()] =
        [const { KeptSql::several() }; BoardRole::ALL.len()];
    let update = || lock_update::<C>(actor, user, subject, now);
    // Who may read it is asked in another way for each kind of actor.
    if C::LEAST_ROLE == BoardRole::Viewer {
        return db.get_database_backend().build(&update());
    }
    let (user, roles) = (Value::from(user), roles_from(C::LEAST_ROLE).map(Value::from));
    let values = [1.into(), now.into(), now.into(), subject.id().into(), user.clone()].into_iter();
    let values = values.chain(roles).chain(repeat_n(user, OF_THE_WRITER));
    TEXTS[C::LEAST_ROLE as usize][subject.kind()].statement(db, values, update)
}

fn lock_update<C: Capability>(
    actor: &Actor,
    user: UserId,
    subject: Subject,
    now: DateTime<Utc>,
) -> UpdateStatement {
    let mut returning: Vec<SimpleExpr> = board::Column::iter().map(board_column).collect();
    returning.extend([
        aliased(role_of(user), "role"),
        aliased(access_seq_seen(), "access_seq_seen"),
        aliased(of_user(user, user::Column::Username), "username"),
        aliased(of_user(user, user::Column::DisplayName), "display_name"),
        aliased(of_user(user, user::Column::AvatarUrl), "avatar_url"),
    ]);
    Query::update()
        .table(board::Entity)
        .value(board::Column::Seq, Expr::col(board::Column::Seq).add(1))
        .value(board::Column::UpdatedAt, now_or_later(now))
        .and_where(subject.is_on_board())
        .cond_where(allowed_to::<C>(actor, user))
        .returning(Query::returning().exprs(returning))
        .to_owned()
}

/// `now`, unless the board's last event was later: another node's clock may be ahead, and who waited for
/// the lock looked at theirs before.
fn now_or_later(now: DateTime<Utc>) -> CaseStatement {
    let last = Expr::col(board::Column::UpdatedAt);
    CaseStatement::new().case(last.clone().gt(now), last).finally(now)
}

fn roles_from(least: BoardRole) -> impl Iterator<Item = BoardRole> {
    BoardRole::ALL.iter().copied().filter(move |role| *role >= least)
}

/// The condition that `user` may do `C` on a row of `boards`.
fn allowed_to<C: Capability>(actor: &Actor, user: UserId) -> Condition {
    if C::LEAST_ROLE == BoardRole::Viewer {
        return readable_by(actor);
    }
    let boards = Query::select()
        .column(board_member::Column::BoardId)
        .from(board_member::Entity)
        .and_where(board_member::Column::UserId.eq(user))
        .and_where(board_member::Column::Role.is_in(roles_from(C::LEAST_ROLE)))
        .to_owned();
    Condition::all().add(board::Column::Id.in_subquery(boards))
}

fn role_of(user: UserId) -> SelectStatement {
    Query::select()
        .column(board_member::Column::Role)
        .from(board_member::Entity)
        .and_where(
            board_member::Column::BoardId.into_expr().equals((board::Entity, board::Column::Id)),
        )
        .and_where(board_member::Column::UserId.eq(user))
        .to_owned()
}

/// The `access_seq` of the moment that the role is from.
fn access_seq_seen() -> SelectStatement {
    let seen = Alias::new("seen");
    Query::select()
        .column((seen.clone(), board::Column::AccessSeq))
        .from_as(board::Entity, seen.clone())
        .and_where(Expr::col((seen, board::Column::Id)).equals((board::Entity, board::Column::Id)))
        .to_owned()
}

fn of_user(user: UserId, column: user::Column) -> SelectStatement {
    Query::select()
        .column(column)
        .from(user::Entity)
        .and_where(user::Column::Id.eq(user))
        .to_owned()
}

fn board_column(column: board::Column) -> SimpleExpr {
    Expr::col((board::Entity, column))
}

/// RETURNING has aliases in both databases, and none in `SeaQuery`.
fn aliased(select: SelectStatement, name: &'static str) -> SimpleExpr {
    let select = SimpleExpr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(select)));
    select.binary(BinOper::Custom("AS"), Expr::col(Alias::new(name)))
}
