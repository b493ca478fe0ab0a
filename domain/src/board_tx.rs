//! The one way to write to a board.
//!
//! A transaction first adds 1 to the board's `seq`: that row lock makes the order of commits the
//! order of events, on SQLite and PostgreSQL and over all nodes. Then come the rules and rows, the
//! event that tells of them, and the remembered outcome. After the commit only the doorbell rings,
//! and nothing that it does can fail the write. Start reading at `Write::board_tx`.

mod references;

use std::sync::Arc;

use cairn_entities::{ActorRef, BoardId, board, event};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{CommonTableExpression, Expr, Query};
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbBackend, DbErr, EntityTrait, QueryFilter,
    QueryTrait,
};
use serde::Serialize;

use crate::access::{Administer, BoardAccess, Capability, Locked, access_of_creator, lock};
use crate::database::WriteTx;
use crate::error::violates_unique;
use crate::log::{
    ActorImage, BoardImage, CardImage, Change, ChangeSet, ColumnImage, CommentImage, Event,
    LabelImage, MemberImage, MilestoneImage, References, change,
};
use crate::request::{self, Outcome, Write};
use crate::subject::Subject;
use crate::{Error, Refusal};

/// A transaction on one board: the lock is held, and `access` was checked under it. Dropped without
/// [`commit`](Self::commit), it leaves nothing behind.
pub(crate) struct BoardTx<C: Capability> {
    write: Write,
    pub(crate) db: WriteTx,
    pub(crate) access: BoardAccess<C>,
    /// The board's row, with the new seq.
    pub(crate) board: board::Model,
    pub(crate) now: DateTime<Utc>,
    changes: Vec<Change>,
    access_changed: bool,
    /// What was read already of what the event may refer to, and does not change.
    pub(crate) known: References,
}

impl Write {
    /// Begins to write, as somebody who may do `C`, to the board that `subject` is on, which input
    /// `field` names. It must not be archived.
    pub(crate) async fn board_tx<C: Capability>(
        &self,
        field: &str,
        subject: impl Into<Subject>,
    ) -> Result<BoardTx<C>, Error> {
        let tx = self.board_tx_even_archived(field, subject).await?;
        if tx.board.archived_at.is_some() {
            return Err(Refusal::Archived { what: "board".to_owned() }.into());
        }
        Ok(tx)
    }

    /// As [`board_tx`](Self::board_tx), to a board that may be archived. What is not there and what
    /// the actor may not see are refused alike.
    pub(crate) async fn board_tx_even_archived<C: Capability>(
        &self,
        field: &str,
        subject: impl Into<Subject>,
    ) -> Result<BoardTx<C>, Error> {
        let subject = subject.into();
        let db = self.domain.database.begin_write().await?;
        let now = self.domain.clock.now();
        let Locked { access, writer } = match lock(&db, &self.actor, subject, now).await {
            Err(Error::NotFound { .. }) => {
                return Err(Refusal::not_found(field, subject.what()).into());
            }
            locked => locked?,
        };
        let board = access.board().clone();
        let now = board.updated_at;
        let mut tx = self.tx(db, access, board, now);
        tx.known.actors.push(ActorImage::User(writer));
        Ok(tx)
    }

    /// Begins with a board that does not exist yet, whose first event this becomes.
    pub(crate) async fn new_board_tx(
        &self,
        row: board::ActiveModel,
    ) -> Result<BoardTx<Administer>, Error> {
        let db = self.domain.database.begin_write().await?;
        let board = match board::Entity::insert(row).exec_with_returning(&db).await {
            Ok(board) => board,
            Err(error) if violates_unique(&error, "boards_key_unique", "boards.key") => {
                return Err(Refusal::taken("key").into());
            }
            Err(error) => return Err(error.into()),
        };
        let access = access_of_creator(&self.actor, board.clone());
        // Not `created_at`, which may be long ago where a board is imported.
        let now = board.updated_at;
        Ok(self.tx(db, access, board, now))
    }

    fn tx<C: Capability>(
        &self,
        db: WriteTx,
        access: BoardAccess<C>,
        board: board::Model,
        now: DateTime<Utc>,
    ) -> BoardTx<C> {
        let write = self.clone();
        BoardTx {
            write,
            db,
            access,
            board,
            now,
            changes: Vec::new(),
            access_changed: false,
            known: References::default(),
        }
    }
}

impl<C: Capability> BoardTx<C> {
    /// The number of the event that this transaction becomes.
    pub(crate) fn seq(&self) -> i64 {
        self.board.seq
    }

    pub(crate) fn board_id(&self) -> BoardId {
        self.board.id
    }

    /// Adds a change to the event. Changes are applied in the order in which they are added.
    pub(crate) fn record(&mut self, change: Change) {
        self.access_changed |= change.touches_access();
        self.changes.push(change);
    }

    /// Adds a new or changed card.
    pub(crate) fn record_card(&mut self, before: Option<&CardImage>, mut after: CardImage) {
        let (fields, old) = change::difference(before, &after);
        if before.is_some() && !fields.iter().any(|field| field == "description") {
            after.description = None;
        }
        self.record(Change::Card { fields, old, after: Box::new(after) });
    }

    /// Adds a new or changed thing other than a card.
    pub(crate) fn record_image<T: Recorded>(&mut self, before: Option<&T>, after: T) {
        let (fields, old) = change::difference(before, &after);
        self.record(after.into_change(fields, old));
    }

    /// Writes the event and the outcome, commits, and rings the doorbell. `subject` is the id of
    /// what was written, in its wire form.
    pub(crate) async fn commit(mut self, subject: String) -> Result<Outcome, Error> {
        let actor = ActorRef::User(self.write.user);
        let changes = std::mem::take(&mut self.changes);
        let known = std::mem::take(&mut self.known);
        let references = references::collect(&self.db, &changes, actor, known).await?;
        let change_set = ChangeSet::new(changes, references);
        let in_log = serde_json::to_string(&change_set).map_err(Error::internal)?;
        let event = Event {
            board_id: self.board.id,
            seq: self.board.seq,
            epoch: self.board.epoch,
            at: self.now,
            actor: Some(actor),
            client_mutation_id: self.write.client_mutation_id().map(str::to_owned),
            change_set,
            bytes: in_log.len(),
        };
        if self.access_changed {
            mark_access_changed(&self.db, &self.board).await?;
        }
        match self.write_last_rows(&subject, &event, in_log).await {
            Ok(()) => {}
            Err(error) if self.write.came_second(&error) => {
                self.db.rollback().await?;
                return self.write.outcome_of_first().await;
            }
            Err(error) => return Err(error.into()),
        }
        let event = Arc::new(event);
        let (domain, news) = (self.write.domain.clone(), Arc::clone(&event));
        self.db.commit_then(move || domain.announce(&news)).await?;
        Ok(Outcome { subject, event: Some(event) })
    }

    /// Remembers the outcome and commits, where no log is left that could tell of it.
    pub(crate) async fn commit_without_event(self, subject: String) -> Result<Outcome, Error> {
        match self.write.remember_done(&self.db, &subject, None).await {
            Ok(()) => {}
            Err(error) if self.write.came_second(&error) => {
                self.db.rollback().await?;
                return self.write.outcome_of_first().await;
            }
            Err(error) => return Err(error.into()),
        }
        let (doorbell, board, seq) =
            (self.write.domain.doorbell.clone(), self.board.id, self.board.seq);
        self.db.commit_then(move || doorbell.ring(board, seq)).await?;
        Ok(Outcome { subject, event: None })
    }

    /// On PostgreSQL, where a round trip is what costs, in one statement.
    async fn write_last_rows(
        &self,
        subject: &str,
        event: &Event,
        changes: String,
    ) -> Result<(), DbErr> {
        let position = Some((event.board_id, event.seq));
        let key = self.write.done(subject, position)?;
        let event = event::Entity::insert(event_row(event, changes));
        match key {
            Some(key) if self.db.get_database_backend() == DbBackend::Postgres => {
                let event = CommonTableExpression::new()
                    .table_name("event")
                    .query(event.into_query())
                    .to_owned();
                let both = key.into_query().with(Query::with().cte(event).to_owned());
                request::kept(self.db.execute(&both).await?.rows_affected())
            }
            key => {
                event.exec_without_returning(&self.db).await?;
                match key {
                    Some(key) => request::kept(key.exec_without_returning(&self.db).await?),
                    None => Ok(()),
                }
            }
        }
    }
}

async fn mark_access_changed(db: &WriteTx, board: &board::Model) -> Result<(), DbErr> {
    board::Entity::update_many()
        .col_expr(board::Column::AccessSeq, Expr::value(board.seq))
        .filter(board::Column::Id.eq(board.id))
        .exec(db)
        .await
        .map(drop)
}

fn event_row(event: &Event, changes: String) -> event::ActiveModel {
    event::ActiveModel {
        board_id: Set(event.board_id),
        seq: Set(event.seq),
        epoch: Set(event.epoch),
        at: Set(event.at),
        actor_user: Set(event.actor.and_then(ActorRef::user)),
        actor_bot: Set(event.actor.and_then(ActorRef::bot)),
        client_mutation_id: Set(event.client_mutation_id.clone()),
        changes: Set(changes),
    }
}

/// An image that becomes a change of its own kind.
pub(crate) trait Recorded: Serialize {
    fn into_change(
        self,
        fields: Vec<String>,
        old: serde_json::Map<String, serde_json::Value>,
    ) -> Change;
}

macro_rules! recorded {
    ($($image:ident => $change:ident),* $(,)?) => {$(
        impl Recorded for $image {
            fn into_change(
                self,
                fields: Vec<String>,
                old: serde_json::Map<String, serde_json::Value>,
            ) -> Change {
                Change::$change { fields, old, after: self }
            }
        }
    )*};
}

recorded! {
    BoardImage => Board,
    ColumnImage => Column,
    LabelImage => Label,
    MilestoneImage => Milestone,
    CommentImage => Comment,
    MemberImage => Member,
}
