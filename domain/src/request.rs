//! One write, carried out once however often it is sent.

use std::sync::Arc;

use cairn_entities::{UserId, idempotency_key};
use sea_orm::sea_query::Expr;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, ConnectionTrait, DbErr, EntityTrait, ExprTrait, Insert,
    QueryFilter,
};
use serde::{Deserialize, Serialize};

use crate::error::violates_unique;
use crate::log::{self, Event};
use crate::{Actor, Domain, Error, Refusal};

/// How long the first outcome of a write is remembered, as the contract promises.
const REMEMBERED: chrono::Duration = chrono::Duration::hours(24);
/// The longest id that a client may give a write, in bytes.
const MAX_ID_LENGTH: usize = 200;

/// Who writes, and under which id.
#[derive(Clone, Debug)]
pub struct WriteRequest {
    /// Who.
    pub actor: Actor,
    /// The client's id for this write: sent again within 24 hours, it returns the first outcome.
    pub client_mutation_id: Option<String>,
}

/// What a write came to.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// The id of the thing that was written or deleted, in its wire form.
    pub subject: String,
    /// The event that says so; none where no board's log tells of it.
    pub event: Option<Arc<Event>>,
}

/// An [`Outcome`] or a refusal as it is remembered.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
enum Remembered {
    Done { subject: String, event: Option<(cairn_entities::BoardId, i64)> },
    Refused(Vec<Refusal>),
}

/// A write under way: what [`board_tx`](crate::board_tx) needs to remember its outcome.
#[derive(Clone, Debug)]
pub(crate) struct Write {
    pub(crate) domain: Domain,
    pub(crate) actor: Actor,
    pub(crate) user: UserId,
    operation: &'static str,
    id: Option<String>,
}

impl WriteRequest {
    /// Carries out `work`, unless this request was carried out before: then its first outcome is
    /// returned, be it a refusal, and nothing changes.
    ///
    /// Few requests are sent twice, so nothing is looked up before: `work` remembers its outcome in
    /// the transaction that makes it, runs into the first one there, and is taken back.
    pub(crate) async fn once<W>(
        &self,
        domain: &Domain,
        operation: &'static str,
        work: W,
    ) -> Result<Outcome, Error>
    where
        W: AsyncFnOnce(Write) -> Result<Outcome, Error>,
    {
        let user = self.actor.require_user()?;
        let id = self.client_mutation_id.as_deref();
        if id.is_some_and(|id| id.is_empty() || id.len() > MAX_ID_LENGTH || id.contains('\0')) {
            let reason = format!("a clientMutationId has 1 to {MAX_ID_LENGTH} bytes");
            return Err(Refusal::invalid("clientMutationId", reason).into());
        }
        let write = Write {
            domain: domain.clone(),
            actor: self.actor.clone(),
            user,
            operation,
            id: self.client_mutation_id.clone(),
        };
        // In a box, because it is large, and whoever awaits it would move it about.
        match Box::pin(work(write.clone())).await {
            Ok(outcome) => Ok(outcome),
            Err(Error::Refused(refusals)) => write.refused(refusals).await,
            Err(error @ (Error::Unavailable(_) | Error::Internal(_))) => Err(error),
            Err(error) => write.not_done(error).await,
        }
    }
}

impl Write {
    /// The id under which the client sent it.
    pub(crate) fn client_mutation_id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The outcome of an earlier attempt. Asked of the writer: the attempt may be uncommitted yet, and
    /// is committed when this returns.
    async fn first_outcome(&self) -> Result<Option<Result<Outcome, Error>>, Error> {
        let Some(id) = self.id.as_deref() else { return Ok(None) };
        let row = idempotency_key::Entity::find_by_id((self.user, id.to_owned()))
            .filter(idempotency_key::Column::At.gt(self.domain.clock.now() - REMEMBERED))
            .one(self.domain.database.writer())
            .await?;
        let Some(row) = row else { return Ok(None) };
        if row.operation != self.operation {
            let reason = format!("this clientMutationId was used for {} before", row.operation);
            return Ok(Some(Err(Refusal::invalid("clientMutationId", reason).into())));
        }
        match serde_json::from_str(&row.outcome).map_err(Error::internal)? {
            Remembered::Refused(refusals) => Ok(Some(Err(Error::Refused(refusals)))),
            Remembered::Done { subject, event } => {
                let event = match event {
                    Some((board, seq)) => log::event(&self.domain.latest(), board, seq).await?,
                    None => None,
                };
                Ok(Some(Ok(Outcome { subject, event: event.map(Arc::new) })))
            }
        }
    }

    /// Remembers that it was done, in the transaction that does it.
    pub(crate) async fn remember_done(
        &self,
        connection: &impl ConnectionTrait,
        subject: &str,
        event: Option<(cairn_entities::BoardId, i64)>,
    ) -> Result<(), DbErr> {
        match self.done(subject, event)? {
            Some(key) => kept(key.exec_without_returning(connection).await?),
            None => Ok(()),
        }
    }

    /// The statement that remembers that it was done, where there is an id to remember it under; it
    /// writes no row where another attempt of the same write came first.
    pub(crate) fn done(
        &self,
        subject: &str,
        event: Option<(cairn_entities::BoardId, i64)>,
    ) -> Result<Option<Insert<idempotency_key::ActiveModel>>, DbErr> {
        self.remember(&Remembered::Done { subject: subject.to_owned(), event })
    }

    /// Whether remembering failed because another attempt of the same write came first.
    pub(crate) fn came_second(&self, error: &DbErr) -> bool {
        self.id.is_some()
            && (matches!(error, DbErr::RecordNotInserted)
                || violates_unique(error, "idempotency_keys_unique", "idempotency_keys."))
    }

    /// The outcome of the attempt that came first.
    pub(crate) async fn outcome_of_first(&self) -> Result<Outcome, Error> {
        match self.first_outcome().await? {
            Some(outcome) => outcome,
            None => Err(Error::internal("the first attempt of a write left no outcome")),
        }
    }

    /// A refusal is an outcome too, unless another attempt was carried out meanwhile.
    async fn refused(&self, refusals: Vec<Refusal>) -> Result<Outcome, Error> {
        let Some(key) = self.remember(&Remembered::Refused(refusals.clone()))? else {
            return self.not_done(Error::Refused(refusals)).await;
        };
        let written = key.exec_without_returning(self.domain.database.writer()).await?;
        if written == 0 { self.outcome_of_first().await } else { Err(Error::Refused(refusals)) }
    }

    /// Answers `error`, which is no outcome that is remembered, unless an earlier attempt has one.
    /// What the error rests on is committed by then.
    async fn not_done(&self, error: Error) -> Result<Outcome, Error> {
        if self.id.is_none() {
            self.domain.database.writer().settled().await?;
            return Err(error);
        }
        self.first_outcome().await?.unwrap_or(Err(error))
    }

    fn remember(
        &self,
        outcome: &Remembered,
    ) -> Result<Option<Insert<idempotency_key::ActiveModel>>, DbErr> {
        let Some(id) = self.id.as_deref() else { return Ok(None) };
        let outcome =
            serde_json::to_string(outcome).map_err(|error| DbErr::Custom(error.to_string()))?;
        let row = idempotency_key::ActiveModel {
            user_id: Set(self.user),
            client_mutation_id: Set(id.to_owned()),
            operation: Set(self.operation.to_owned()),
            outcome: Set(outcome),
            at: Set(self.domain.clock.now()),
        };
        let key = idempotency_key::Entity::insert(row).on_conflict(self.replace_if_expired());
        Ok(Some(key))
    }

    /// An outcome older than a day gives way; a fresh one stays, and no row is written.
    fn replace_if_expired(&self) -> OnConflict {
        use idempotency_key::Column;
        OnConflict::columns([Column::UserId, Column::ClientMutationId])
            .update_columns([Column::Operation, Column::Outcome, Column::At])
            .action_and_where(
                Expr::col((idempotency_key::Entity, Column::At))
                    .lte(self.domain.clock.now() - REMEMBERED),
            )
            .to_owned()
    }
}

/// Whether [`Write::done`] wrote its row.
pub(crate) fn kept(rows: u64) -> Result<(), DbErr> {
    if rows == 0 { Err(DbErr::RecordNotInserted) } else { Ok(()) }
}

/// Forgets outcomes that are older than a day.
pub async fn forget_old_outcomes(domain: &Domain) -> Result<u64, Error> {
    let deleted = idempotency_key::Entity::delete_many()
        .filter(idempotency_key::Column::At.lte(domain.clock.now() - REMEMBERED))
        .exec(domain.database.writer())
        .await?;
    Ok(deleted.rows_affected)
}
