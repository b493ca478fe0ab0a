//! What the holder of the writer's place works with: the connection, and the group that is open.
//!
//! Writes that are carried out one after the other share a transaction and its fsync. The first of
//! a group needs no savepoint, as nobody else's work is lost with the transaction. Nobody in a group
//! is answered before it is committed; if that fails, all are told so and nothing is kept.

use std::fmt;
use std::mem;
use std::sync::Arc;
use std::time::{Duration, Instant};

use sea_orm::{DbErr, RuntimeErr};
use tokio::sync::oneshot;

use super::connection::Connection;
use super::figures::Figures;

/// How many writes share a commit at most.
pub(super) const MOST_MEMBERS: usize = 256;

/// The connection, and what is not committed yet.
#[derive(Debug)]
pub(super) struct Session {
    connection: Connection,
    group: Option<Group>,
    groups_begun: u64,
    /// How old a group gets before it is committed, though others wait to join it.
    oldest: Duration,
    figures: Arc<Figures>,
}

/// Writes that are committed together.
#[derive(Debug)]
struct Group {
    number: u64,
    since: Instant,
    members: Vec<Member>,
}

/// A write that waits for its group's commit.
pub(super) struct Member {
    /// What happens after the commit, in the order of the writes.
    then: Box<dyn FnOnce() + Send>,
    answer: oneshot::Sender<Result<(), DbErr>>,
}

impl fmt::Debug for Member {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Member")
    }
}

/// What a write that joins a group waits for.
pub(super) type Answer = oneshot::Receiver<Result<(), DbErr>>;

impl Member {
    pub(super) fn new(then: impl FnOnce() + Send + 'static) -> (Self, Answer) {
        let (answer, answered) = oneshot::channel();
        (Self { then: Box::new(then), answer }, answered)
    }
}

/// When a group that a write has joined is to be committed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Due {
    /// At once.
    Now,
    /// After those that wait for the place by now; this is the group's number.
    AfterThoseWhoWait(u64),
    /// Somebody sees to it already.
    SeenTo,
}

impl Session {
    pub(super) fn new(connection: Connection, oldest: Duration, figures: Arc<Figures>) -> Self {
        Self { connection, group: None, groups_begun: 0, oldest, figures }
    }

    pub(super) fn connection(&self) -> &Connection {
        &self.connection
    }

    /// Begins a write, in the open group or a new one; `false` when another process writes for
    /// longer than `patience`.
    pub(super) fn begin(&mut self, patience: Duration) -> Result<bool, DbErr> {
        if self.group.is_some() {
            self.connection.run("SAVEPOINT write")?;
            return Ok(true);
        }
        if self.connection.in_transaction() {
            self.connection.run("ROLLBACK")?;
        }
        if !self.connection.begin(patience)? {
            return Ok(false);
        }
        self.groups_begun += 1;
        let number = self.groups_begun;
        self.group = Some(Group { number, since: Instant::now(), members: Vec::new() });
        Ok(true)
    }

    /// Keeps the write for the group's commit.
    pub(super) fn keep(&mut self, member: Member) -> Result<Due, DbErr> {
        self.check_transaction()?;
        let Some(group) = &mut self.group else { return Err(lost()) };
        if !group.members.is_empty() {
            self.connection.run("RELEASE write")?;
        }
        group.members.push(member);
        Ok(if group.members.len() >= MOST_MEMBERS || group.since.elapsed() >= self.oldest {
            Due::Now
        } else if group.members.len() == 1 {
            Due::AfterThoseWhoWait(group.number)
        } else {
            Due::SeenTo
        })
    }

    /// Waits for the open group with those whose writes are in it; nobody where none is open.
    pub(super) fn wait_along(&mut self) -> Option<Answer> {
        let group = self.group.as_mut()?;
        let (member, answer) = Member::new(|| ());
        group.members.push(member);
        Some(answer)
    }

    /// Takes back the write that has begun and was not kept. The others of the group stay.
    pub(super) fn undo(&mut self) {
        let Some(group) = &self.group else { return };
        let others = !group.members.is_empty();
        if others
            && self.connection.in_transaction()
            && self.connection.run("ROLLBACK TO write").is_ok()
            && self.connection.run("RELEASE write").is_ok()
        {
            return;
        }
        self.give_up(&lost());
    }

    /// Commits group `number`, unless it is over.
    pub(super) fn commit(&mut self, number: u64) {
        if self.group.as_ref().is_some_and(|group| group.number == number) {
            self.commit_open();
        }
    }

    /// Commits the open group and answers everybody in it.
    pub(super) fn commit_open(&mut self) {
        let committed = self.check_transaction().and_then(|()| self.connection.run("COMMIT"));
        if let Err(error) = committed {
            tracing::error!(%error, "a group of writes was not committed");
            return self.give_up(&error);
        }
        let Some(group) = self.group.take() else { return };
        self.figures.committed(group.members.len());
        for Member { then, answer } in group.members {
            then();
            let _went_away = answer.send(Ok(()));
        }
    }

    /// Fails where SQLite has ended the transaction: what followed would be committed one by one.
    pub(super) fn check_transaction(&self) -> Result<(), DbErr> {
        if self.connection.in_transaction() { Ok(()) } else { Err(lost()) }
    }

    fn give_up(&mut self, error: &DbErr) {
        if self.connection.in_transaction()
            && let Err(error) = self.connection.run("ROLLBACK")
        {
            tracing::error!(%error, "a group of writes was not rolled back");
        }
        let members = self.group.take().map(|mut group| mem::take(&mut group.members));
        for member in members.into_iter().flatten() {
            let _went_away = member.answer.send(Err(error.clone()));
        }
    }
}

fn lost() -> DbErr {
    DbErr::Conn(RuntimeErr::Internal("SQLite gave up a transaction by itself".to_owned()))
}
