//! What a credential that is shown at another door is worth.

use std::sync::Arc;

use async_graphql::Request;
use cairn_domain::{Actor, Domain, Error};
use futures_util::future::BoxFuture;

use crate::operation::{Authenticate, Identity, Presented, Refused};

/// The accounts behind the GraphQL doors.
///
/// A token or a cookie that does not hold is refused rather than taken for nobody's: a client that
/// believes to be signed in must learn that it is not. The door takes such a cookie away, so that
/// the browser's next request is anonymous.
#[derive(Debug, Clone)]
pub struct Accounts {
    domain: Domain,
}

impl Accounts {
    /// The accounts of `domain`.
    pub fn new(domain: Domain) -> Self {
        Self { domain }
    }

    async fn actor(&self, presented: Presented) -> Result<Actor, Refused> {
        let accounts = self.domain.accounts();
        let found = match presented {
            Presented::Nothing => return Ok(Actor::Anonymous),
            Presented::Bearer(token) => accounts.authenticate_token(token.expose()).await,
            Presented::Cookie(session) => accounts.authenticate_session(session.expose()).await,
        };
        match found {
            Ok(actor) => actor.ok_or(Refused::Invalid),
            Err(error) => Err(unavailable(&error)),
        }
    }
}

impl Authenticate for Accounts {
    fn authenticate(
        &self,
        presented: Presented,
    ) -> BoxFuture<'_, Result<Arc<dyn Identity>, Refused>> {
        Box::pin(async move {
            let actor = self.actor(presented).await?;
            Ok(Arc::new(Caller { actor }) as Arc<dyn Identity>)
        })
    }
}

/// Somebody at a GraphQL door; resolvers find their [`Actor`] in the request's data.
#[derive(Debug, Clone)]
pub struct Caller {
    actor: Actor,
}

impl Identity for Caller {
    fn log_name(&self) -> String {
        self.actor.user_id().map_or_else(|| "anonymous".to_owned(), |id| id.to_string())
    }

    fn attach(&self, request: Request) -> Request {
        request.data(self.actor.clone())
    }

    fn revoked(&self) -> BoxFuture<'static, ()> {
        let actor = self.actor.clone();
        Box::pin(async move { actor.revoked().await })
    }
}

fn unavailable(error: &Error) -> Refused {
    tracing::warn!(%error, ?error, "a credential could not be looked up");
    Refused::Unavailable
}
