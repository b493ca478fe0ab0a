//! What all mutations do alike: send the client's id along, and tell refusals as data.

use std::sync::Arc;

use async_graphql::{Context, ID};
use cairn_domain::log::Event;
use cairn_domain::{Domain, Error, Outcome, WriteRequest};

use crate::error::Result;
use crate::event::BoardEvent;
use crate::session::InSession;
use crate::user_error::UserError;

/// What a write came to: an outcome, or the reasons why there is none.
pub(crate) struct Written<T = Outcome> {
    pub client_mutation_id: Option<ID>,
    pub outcome: Option<T>,
    pub user_errors: Vec<UserError>,
}

/// Writes once for each `client_mutation_id`.
pub(crate) async fn write<T>(
    ctx: &Context<'_>,
    client_mutation_id: Option<ID>,
    operation: impl AsyncFnOnce(&Domain, &WriteRequest) -> Result<T, Error>,
) -> Result<Written<T>> {
    let session = ctx.session()?;
    let request = WriteRequest {
        actor: session.actor.clone(),
        client_mutation_id: client_mutation_id.as_ref().map(|id| id.0.clone()),
    };
    let (outcome, user_errors) = match operation(&session.domain, &request).await {
        Ok(outcome) => (Some(outcome), Vec::new()),
        Err(Error::Refused(refusals)) => (None, refusals.iter().map(UserError::from).collect()),
        Err(error) => return Err(error.into()),
    };
    Ok(Written { client_mutation_id, outcome, user_errors })
}

impl Written {
    /// The event that tells of the write.
    pub fn event(&self) -> Option<BoardEvent> {
        Some(BoardEvent::from(Arc::clone(self.outcome.as_ref()?.event.as_ref()?)))
    }

    /// The id of what was written or deleted.
    pub fn subject(&self) -> Option<ID> {
        Some(self.outcome.as_ref()?.subject.clone().into())
    }

    /// What the event says of the thing that was written; `find` gets the event and the thing's id.
    pub fn image<T>(&self, find: impl FnOnce(&Arc<Event>, &str) -> Option<T>) -> Option<T> {
        let outcome = self.outcome.as_ref()?;
        find(outcome.event.as_ref()?, &outcome.subject)
    }
}
