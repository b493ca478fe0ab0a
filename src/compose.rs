//! Puts the parts together: the one place where the doors meet the domain and the schema.

use std::sync::Arc;

use async_graphql::{Request, Response, parser::types::ExecutableDocument};
use cairn_domain::Domain;
use cairn_graphql::{Api, Outlet, ServerInfo, SharedAnswer, Update};
use futures_util::{future::BoxFuture, stream::BoxStream};

use crate::{
    auth,
    config::Config,
    metrics::{DomainSource, Process, Source},
    operation::Engine,
    server::{Lifetime, Parts, Readiness},
};

/// Everything that stands behind the doors of a server over `domain`.
pub fn parts(domain: &Domain, config: &Config, lifetime: Lifetime) -> Parts {
    let api = Api::new(domain.clone(), server_info(config))
        .keeping(config.limits.shared_event_bytes)
        .with_text_bytes(config.limits.answer_text_bytes)
        .with_items(config.limits.document_cost);
    let guesses = Arc::<auth::Guesses>::default();
    let most_writes = config.limits.connections;
    let figures: Vec<Arc<dyn Source>> = vec![
        Arc::new(DomainSource { domain: domain.clone(), most_writes }),
        Arc::new(api.clone()),
        Arc::clone(&guesses) as Arc<dyn Source>,
        Arc::new(Process::starts(domain.clock.clone())),
    ];
    Parts {
        engine: Arc::new(api),
        authenticate: Arc::new(auth::Accounts::new(domain.clone())),
        readiness: Arc::new(DatabaseAnswers(domain.clone())),
        routes: auth::routes(domain.clone(), config, guesses),
        figures,
        lifetime,
    }
}

fn server_info(config: &Config) -> ServerInfo {
    ServerInfo {
        name: config.server_name.clone(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        public_url: config.reached_at(config.listen).to_string(),
    }
}

impl Engine for Api {
    fn sdl(&self) -> String {
        cairn_graphql::sdl()
    }

    fn execute(&self, request: Request) -> BoxFuture<'static, Response> {
        let api = self.clone();
        Box::pin(async move { Self::execute(&api, request).await })
    }

    fn subscribe(
        &self,
        request: Request,
        outlet: Option<Arc<dyn Outlet>>,
    ) -> BoxStream<'static, Update> {
        Self::subscribe(self, request, outlet)
    }

    fn shared<'a>(
        &'a self,
        request: &'a Request,
        document: &'a ExecutableDocument,
    ) -> BoxFuture<'a, Option<Arc<SharedAnswer>>> {
        Box::pin(Self::shared(self, request, document))
    }
}

struct DatabaseAnswers(Domain);

impl Readiness for DatabaseAnswers {
    fn is_ready(&self) -> BoxFuture<'_, bool> {
        Box::pin(self.0.database.answers())
    }
}
