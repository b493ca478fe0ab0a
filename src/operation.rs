//! A GraphQL request from bytes to answer: what the HTTP and the WebSocket door share.
//!
//! [`Desk`] is where both go: it reads the parameters, asks the [`Guard`], executes, and turns what
//! comes back into the contract's errors. It knows neither HTTP nor sockets, and it must never let a
//! panic or an internal message through.

use std::{
    panic::{AssertUnwindSafe, catch_unwind},
    sync::Arc,
};

use async_graphql::{Request, parser::types::OperationType};
use cairn_domain::views::CacheFigures;
use cairn_graphql::{Frame, Outlet, SharedAnswer, Update};
use futures_util::{FutureExt, Stream, StreamExt};
use tokio::time::{Instant, timeout_at};

use crate::{
    guard::{Admitted, Guard},
    problem::{Code, Problem},
    telemetry::new_id,
};

mod answer;
mod engine;
mod identity;
mod params;

pub use answer::Answer;
pub use engine::Engine;
pub use identity::{Authenticate, Everyone, Identity, Presented, Refused};
pub use params::Params;

/// The schema behind its guard.
#[derive(Clone)]
pub struct Desk {
    engine: Arc<dyn Engine>,
    guard: Arc<Guard>,
}

/// What a running operation gives its client.
#[derive(Debug)]
pub enum Reply {
    /// An answer of its own.
    Answer(Box<Answer>),
    /// The bytes of an answer that others are given as well; it tells of no error.
    Frame(Arc<Frame>),
}

impl From<Answer> for Reply {
    fn from(answer: Answer) -> Self {
        Self::Answer(Box::new(answer))
    }
}

/// An admitted request, ready to run for one identity.
pub struct Admission {
    /// What the guard found.
    pub admitted: Admitted,
    request: Request,
}

impl Admission {
    /// Query, mutation or subscription.
    pub fn kind(&self) -> OperationType {
        self.admitted.kind
    }

    fn into_request(mut self) -> Request {
        self.request.set_parsed_query((*self.admitted.document).clone());
        self.request
    }
}

impl Desk {
    /// A desk in front of `engine`.
    pub fn new(engine: Arc<dyn Engine>, guard: Guard) -> Self {
        Self { engine, guard: Arc::new(guard) }
    }

    /// How many parsed documents are kept, and how often they were of use.
    pub fn documents(&self) -> CacheFigures {
        self.guard.documents()
    }

    /// Guards a request and makes it ready to run as `identity`. A panic becomes `INTERNAL`.
    pub fn admit(&self, params: Params, identity: &dyn Identity) -> Result<Admission, Problem> {
        let admitting = AssertUnwindSafe(|| self.admit_or_panic(params, identity));
        catch_unwind(admitting).unwrap_or_else(|_| Err(panicked()))
    }

    fn admit_or_panic(
        &self,
        params: Params,
        identity: &dyn Identity,
    ) -> Result<Admission, Problem> {
        let Params { query, operation_name, variables } = params;
        let admitted = self.guard.admit(&query, operation_name.as_deref(), &variables)?;
        let mut request = Request::new(query).variables(variables);
        request.operation_name = operation_name;
        Ok(Admission { admitted, request: identity.attach(request) })
    }

    /// Runs a query or a mutation. A panic becomes `INTERNAL`.
    pub async fn run(&self, admission: Admission) -> Answer {
        let running = AssertUnwindSafe(self.engine.execute(admission.into_request()));
        match running.catch_unwind().await {
            Ok(response) => Answer::of(response),
            Err(_) => panicked().into(),
        }
    }

    /// The finished answer to a query that the asker shares with others; `None` where there is none in
    /// time, and the query has to be run. A panic is none either.
    pub async fn shared_until(
        &self,
        deadline: Instant,
        admission: &Admission,
    ) -> Option<Arc<SharedAnswer>> {
        let Admission { admitted, request } = admission;
        let finding = AssertUnwindSafe(self.engine.shared(request, &admitted.document));
        timeout_at(deadline, finding.catch_unwind()).await.ok()?.ok()?
    }

    /// Runs a query, which is dropped at the deadline.
    pub async fn run_until(&self, deadline: Instant, admission: Admission) -> Answer {
        timeout_at(deadline, self.run(admission))
            .await
            .unwrap_or_else(|_| Problem::new(Code::Unavailable, "The answer took too long.").into())
    }

    /// Runs a subscription as the stream of its replies; what several are given may go to `outlet`
    /// instead, while the stream is awaited. A panic is the last reply.
    pub fn stream(
        &self,
        admission: Admission,
        outlet: Option<Arc<dyn Outlet>>,
    ) -> impl Stream<Item = Reply> + Send + use<> {
        let updates = self.engine.subscribe(admission.into_request(), outlet);
        AssertUnwindSafe(updates).catch_unwind().map(|update| match update {
            Ok(Update::Own(response)) => Answer::of(*response).into(),
            Ok(Update::Shared(frame)) => Reply::Frame(frame),
            Err(_) => Answer::from(panicked()).into(),
        })
    }
}

/// What a client is told when something of ours broke: the log has the rest under the same id.
pub fn internal(error_id: &str) -> Problem {
    Problem::new(Code::Internal, format!("Something went wrong in the server (error {error_id})."))
}

/// Logs that there was a panic, whose own lines stand above, and tells no more of it.
pub fn panicked() -> Problem {
    let error_id = new_id();
    tracing::error!(error.id = error_id, "a request panicked");
    internal(&error_id)
}
