//! Puts the parts together: the one place where the doors meet the domain and the schema.

use std::sync::Arc;

use cairn_domain::Domain;
use futures_util::future::BoxFuture;

use crate::{
    auth,
    config::Config,
    server::{Lifetime, Parts, Readiness},
};

/// Everything that stands behind the doors of a server over `domain`.
pub fn parts(domain: &Domain, config: &Config, lifetime: Lifetime) -> Parts {
    Parts {
        engine: Arc::new(cairn_graphql::build()),
        authenticate: Arc::new(auth::Accounts::new(domain.clone())),
        readiness: Arc::new(DatabaseAnswers(domain.clone())),
        routes: auth::routes(domain.clone(), config),
        lifetime,
    }
}

struct DatabaseAnswers(Domain);

impl Readiness for DatabaseAnswers {
    fn is_ready(&self) -> BoxFuture<'_, bool> {
        Box::pin(self.0.database.answers())
    }
}
