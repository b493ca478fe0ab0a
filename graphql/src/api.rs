//! The schema over a domain: what doors hold.

use std::sync::Arc;

use async_graphql::parser::types::{DocumentOperations, ExecutableDocument, OperationType};
use async_graphql::{Request, Response};
use cairn_domain::{Actor, Domain};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;

use crate::completion::{Completion, FieldTypes};
use crate::schema::{self, Definition};
use crate::session::{ServerInfo, Session};

/// Executes GraphQL over a domain. Cheap to clone.
///
/// The one who asks is the [`Actor`] in the request's data; without one it is nobody.
#[derive(Clone)]
pub struct Api {
    definition: Definition,
    types: Arc<FieldTypes>,
    domain: Domain,
    server: Arc<ServerInfo>,
}

impl Api {
    /// The schema over `domain`.
    #[must_use]
    pub fn new(domain: Domain, server: ServerInfo) -> Self {
        let definition = schema::build();
        let types = Arc::new(FieldTypes::read(&definition.sdl()));
        Self { definition, types, domain, server: Arc::new(server) }
    }

    /// Runs a query or a mutation.
    pub async fn execute(&self, request: Request) -> Response {
        let (request, document) = match self.prepared(request) {
            Ok(prepared) => prepared,
            Err(response) => return response,
        };
        let operation = request.operation_name.clone();
        let mut response = self.definition.execute(request).await;
        self.complete(&mut response, &document, operation.as_deref());
        response
    }

    /// Runs a subscription, or a query as a stream of one.
    #[must_use]
    pub fn execute_stream(&self, request: Request) -> BoxStream<'static, Response> {
        let (request, document) = match self.prepared(request) {
            Ok(prepared) => prepared,
            Err(response) => return futures_util::stream::iter([response]).boxed(),
        };
        let api = self.clone();
        let operation = request.operation_name.clone();
        let responses = self.definition.execute_stream(request);
        responses
            .map(move |mut response| {
                api.complete(&mut response, &document, operation.as_deref());
                response
            })
            .boxed()
    }

    fn complete(&self, response: &mut Response, document: &ExecutableDocument, name: Option<&str>) {
        if !response.errors.is_empty() {
            let completion = Completion { types: &self.types, document, operation: name };
            completion.complete(response);
        }
    }

    /// Parses the request, unless the door did, and gives it its session.
    fn prepared(
        &self,
        mut request: Request,
    ) -> Result<(Request, Arc<ExecutableDocument>), Response> {
        let name = request.operation_name.clone();
        let document = match request.parsed_query() {
            Ok(document) => Arc::new(document.clone()),
            Err(error) => return Err(Response::from_errors(vec![error])),
        };
        // What was read at one moment would be out of date in the answer to a write, and all the
        // more in a subscription's.
        let reader = match kind(&document, name.as_deref()) {
            Some(OperationType::Query) => self.domain.snapshot(),
            _ => self.domain.latest(),
        };
        let actor = actor(&request);
        let session = Session::new(self.domain.clone(), actor, reader, Arc::clone(&self.server));
        Ok((request.data(session), document))
    }
}

impl std::fmt::Debug for Api {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Api").field("server", &self.server).finish_non_exhaustive()
    }
}

fn actor(request: &Request) -> Actor {
    let data = request.data.get(&std::any::TypeId::of::<Actor>());
    let actor = data.and_then(|actor| actor.downcast_ref::<Actor>());
    actor.cloned().unwrap_or(Actor::Anonymous)
}

fn kind(document: &ExecutableDocument, name: Option<&str>) -> Option<OperationType> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(operation.node.ty),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| operation.node.ty)
        }
        (DocumentOperations::Multiple(_), None) => None,
    }
}
