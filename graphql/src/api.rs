//! The schema over a domain: what doors hold.

use std::sync::Arc;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{Request, Response, ServerError};
use cairn_domain::views::CacheFigures;
use cairn_domain::{Actor, Domain};
use futures_util::StreamExt;
use futures_util::stream::{self, BoxStream};

use crate::completion::{Completion, FieldTypes};
use crate::fanout::{self, FanoutFigures, Groups, Outlet, Update};
use crate::items::Items;
use crate::loaders::{Quiet, Watched};
use crate::schema::{self, Definition};
use crate::session::{ServerInfo, Session};
use crate::shared::{Question, SharedAnswer, SharedAnswers};

/// Executes GraphQL over a domain. Cheap to clone.
///
/// The one who asks is the [`Actor`] in the request's data; without one it is nobody.
#[derive(Clone)]
pub struct Api {
    definition: Definition,
    types: Arc<FieldTypes>,
    domain: Domain,
    server: Arc<ServerInfo>,
    shared: Arc<SharedAnswers>,
    groups: Arc<Groups>,
    text_bytes: u64,
    items: u64,
}

/// Bytes of rendered events that are kept for other subscribers, unless said otherwise.
const SHARED_BYTES: usize = 32 * 1024 * 1024;

impl Api {
    /// The schema over `domain`.
    #[must_use]
    pub fn new(domain: Domain, server: ServerInfo) -> Self {
        let definition = schema::build();
        let types = Arc::new(FieldTypes::read(&definition.sdl()));
        let shared = Arc::new(SharedAnswers::new(domain.memory.answers));
        let groups = Arc::new(Groups::with_limit(SHARED_BYTES));
        Self {
            definition,
            types,
            domain,
            server: Arc::new(server),
            shared,
            groups,
            text_bytes: u64::MAX,
            items: u64::MAX,
        }
    }

    /// The answer that the asker shares with others, where there can be one: a question about one
    /// board, all of which is the same for everybody of the asker's role.
    pub async fn shared(
        &self,
        request: &Request,
        document: &ExecutableDocument,
    ) -> Option<Arc<SharedAnswer>> {
        let question = Question {
            text: &request.query,
            document,
            operation_name: request.operation_name.as_deref(),
            variables: &request.variables,
            actor: &actor(request),
        };
        let items = Items::new(self.items, self.text_bytes);
        self.shared.answer(&self.definition, &self.domain, question, items).await
    }

    /// How much of what is shared is kept, and how often it was of use.
    #[must_use]
    pub fn shared_figures(&self) -> CacheFigures {
        self.shared.figures()
    }

    /// How many questions are remembered to have no answer that is shared, and how often that was of
    /// use; each weighs one.
    #[must_use]
    pub fn alone_figures(&self) -> CacheFigures {
        self.shared.alone_figures()
    }

    /// Keeps at most `bytes` of rendered events for other subscribers; 0 for none.
    #[must_use]
    pub fn keeping(mut self, bytes: usize) -> Self {
        self.groups = Arc::new(Groups::with_limit(bytes));
        self
    }

    /// With at most so many bytes of descriptions, comments and events in an answer.
    #[must_use]
    pub fn with_text_bytes(self, text_bytes: u64) -> Self {
        Self { text_bytes, ..self }
    }

    /// With at most so many fields of items of lists that the guard cannot know the length of, such as
    /// labels, in an answer.
    #[must_use]
    pub fn with_items(self, items: u64) -> Self {
        Self { items, ..self }
    }

    /// Runs a query or a mutation.
    pub async fn execute(&self, request: Request) -> Response {
        let Prepared { request, operation, quiet, items } = match self.prepared(request) {
            Ok(prepared) => prepared,
            Err(error) => return Response::from_errors(vec![error]),
        };
        let response = Watched::new(self.definition.execute(request), quiet).await;
        let mut response = items.judge(response);
        operation.complete(&mut response);
        response
    }

    /// Runs a subscription, or a query as a stream of one.
    #[must_use]
    pub fn execute_stream(&self, request: Request) -> BoxStream<'static, Response> {
        let Prepared { request, operation, quiet, items } = match self.prepared(request) {
            Ok(prepared) => prepared,
            Err(error) => return stream::iter([Response::from_errors(vec![error])]).boxed(),
        };
        Watched::new(self.definition.execute_stream(request), quiet)
            .map(move |response| {
                let mut response = items.judge(response);
                operation.complete(&mut response);
                response
            })
            .boxed()
    }

    /// Runs a subscription, or a query as a stream of one; subscribers who ask for the same share what
    /// is the same for them, and with an `outlet` may be given it there.
    #[must_use]
    pub fn subscribe(
        &self,
        request: Request,
        outlet: Option<Arc<dyn Outlet>>,
    ) -> BoxStream<'static, Update> {
        fanout::subscribe(self.clone(), request, outlet)
    }

    /// How much subscriptions share.
    #[must_use]
    pub fn fanout(&self) -> FanoutFigures {
        self.groups.figures()
    }

    pub(crate) fn groups(&self) -> &Groups {
        &self.groups
    }

    /// Runs a subscription with no session: what needs a viewer fails, and so does what reads.
    pub(crate) fn execute_for_nobody(&self, request: Request) -> BoxStream<'static, Response> {
        self.definition.execute_stream(request)
    }

    /// Parses the request, unless the door did, and gives it its session.
    fn prepared(&self, mut request: Request) -> Result<Prepared, ServerError> {
        let operation = Operation {
            document: request.parsed_query()?.clone(),
            name: request.operation_name.clone(),
            types: Arc::clone(&self.types),
        };
        // What was read at one moment would be out of date in the answer to a write, and all the
        // more in a subscription's.
        let reader = match operation.kind() {
            Some(OperationType::Query) => self.domain.snapshot(),
            _ => self.domain.latest(),
        };
        let reader = reader.with_text_budget(self.text_bytes);
        let (actor, quiet) = (actor(&request), Quiet::default());
        let server = Arc::clone(&self.server);
        let session = Session::new(self.domain.clone(), actor, reader, server, &quiet);
        let items = Items::new(self.items, self.text_bytes);
        let request = request.data(session).data(items.clone());
        Ok(Prepared { request, operation, quiet, items })
    }
}

/// A request that is ready to run.
struct Prepared {
    request: Request,
    operation: Operation,
    quiet: Quiet,
    items: Items,
}

/// What is known of an operation before and after it runs.
struct Operation {
    document: ExecutableDocument,
    name: Option<String>,
    types: Arc<FieldTypes>,
}

impl Operation {
    fn kind(&self) -> Option<OperationType> {
        match (&self.document.operations, self.name.as_deref()) {
            (DocumentOperations::Single(operation), _) => Some(operation.node.ty),
            (DocumentOperations::Multiple(operations), Some(name)) => {
                operations.get(name).map(|operation| operation.node.ty)
            }
            (DocumentOperations::Multiple(_), None) => None,
        }
    }

    fn complete(&self, response: &mut Response) {
        if !response.errors.is_empty() {
            let completion = Completion {
                types: &self.types,
                document: &self.document,
                operation: self.name.as_deref(),
            };
            completion.complete(response);
        }
    }
}

impl std::fmt::Debug for Api {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Api").field("server", &self.server).finish_non_exhaustive()
    }
}

pub(crate) fn actor(request: &Request) -> Actor {
    let data = request.data.get(&std::any::TypeId::of::<Actor>());
    let actor = data.and_then(|actor| actor.downcast_ref::<Actor>());
    actor.cloned().unwrap_or(Actor::Anonymous)
}
