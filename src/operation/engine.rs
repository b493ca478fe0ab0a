//! A schema behind one object-safe face, so that no door depends on what it contains.

use std::{future, sync::Arc};

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{ObjectType, Request, Response, Schema, SubscriptionType};
use cairn_graphql::{Outlet, SharedAnswer, Update};
use futures_util::{StreamExt, future::BoxFuture, stream::BoxStream};

/// Executes GraphQL requests.
pub trait Engine: Send + Sync + 'static {
    /// The schema in its definition language.
    fn sdl(&self) -> String;

    /// Runs a query or a mutation.
    fn execute(&self, request: Request) -> BoxFuture<'static, Response>;

    /// Runs a subscription, or a query as a stream of one. What several are given may go to `outlet`
    /// instead, while the stream is awaited.
    fn subscribe(
        &self,
        request: Request,
        outlet: Option<Arc<dyn Outlet>>,
    ) -> BoxStream<'static, Update>;

    /// The finished answer that the asker shares with others, where there can be one. `document` is the
    /// request's, parsed.
    fn shared<'a>(
        &'a self,
        _request: &'a Request,
        _document: &'a ExecutableDocument,
    ) -> BoxFuture<'a, Option<Arc<SharedAnswer>>> {
        Box::pin(future::ready(None))
    }
}

impl<Q, M, S> Engine for Schema<Q, M, S>
where
    Q: ObjectType + 'static,
    M: ObjectType + 'static,
    S: SubscriptionType + 'static,
{
    fn sdl(&self) -> String {
        Schema::sdl(self)
    }

    fn execute(&self, request: Request) -> BoxFuture<'static, Response> {
        let schema = self.clone();
        Box::pin(async move { Schema::execute(&schema, request).await })
    }

    fn subscribe(
        &self,
        request: Request,
        _outlet: Option<Arc<dyn Outlet>>,
    ) -> BoxStream<'static, Update> {
        let answers = Schema::execute_stream(self, request);
        answers.map(|answer| Update::Own(Box::new(answer))).boxed()
    }
}
