//! A server with the doors' schema, and accounts that can be taken back.

use std::sync::{Arc, Mutex};

use async_graphql::Request;
use cairn::{
    config::Config,
    operation::{Authenticate, Identity, Presented, Refused},
};
use futures_util::future::BoxFuture;
use tokio_util::sync::CancellationToken;

use super::schema::{Asking, Seen, schema};
use crate::support::server::TestServer;

/// A server, and everything around it that a test looks at.
pub struct World {
    /// The server.
    pub server: TestServer,
    /// What the schema has seen.
    pub seen: Seen,
    /// The accounts.
    pub accounts: Accounts,
}

/// One token and one session, `secret`, of one person, `ann`.
#[derive(Debug, Clone, Default)]
pub struct Accounts {
    revoked: CancellationToken,
    is_silent: Arc<Mutex<bool>>,
}

impl Accounts {
    /// Takes the credential back, and tells.
    pub fn revoke(&self) {
        self.revoked.cancel();
    }

    /// Takes the credential back while the bus that would tell is dead.
    pub fn revoke_silently(&self) {
        *self.is_silent.lock().unwrap() = true;
    }

    fn holds(&self) -> bool {
        !self.revoked.is_cancelled() && !*self.is_silent.lock().unwrap()
    }
}

struct Ann(CancellationToken);
struct Anybody;
/// Panics before anything is executed.
struct Clumsy;

impl Authenticate for Accounts {
    fn authenticate(
        &self,
        presented: Presented,
    ) -> BoxFuture<'_, Result<Arc<dyn Identity>, Refused>> {
        Box::pin(async move {
            match presented {
                Presented::Nothing => Ok(Arc::new(Anybody) as Arc<dyn Identity>),
                Presented::Bearer(secret) | Presented::Cookie(secret)
                    if secret.expose() == "secret" && self.holds() =>
                {
                    Ok(Arc::new(Ann(self.revoked.clone())) as Arc<dyn Identity>)
                }
                Presented::Bearer(secret) if secret.expose() == "clumsy" => {
                    Ok(Arc::new(Clumsy) as Arc<dyn Identity>)
                }
                Presented::Bearer(secret) if secret.expose() == "outage" => {
                    Err(Refused::Unavailable)
                }
                Presented::Bearer(_) | Presented::Cookie(_) => Err(Refused::Invalid),
            }
        })
    }
}

impl Identity for Ann {
    fn log_name(&self) -> String {
        "user_ann".to_owned()
    }

    fn attach(&self, request: Request) -> Request {
        request.data(Asking("ann".to_owned()))
    }

    fn revoked(&self) -> BoxFuture<'static, ()> {
        let revoked = self.0.clone();
        Box::pin(async move { revoked.cancelled().await })
    }
}

impl Identity for Anybody {
    fn log_name(&self) -> String {
        "anonymous".to_owned()
    }

    fn attach(&self, request: Request) -> Request {
        request
    }

    fn revoked(&self) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

impl Identity for Clumsy {
    fn log_name(&self) -> String {
        "user_clumsy".to_owned()
    }

    fn attach(&self, _request: Request) -> Request {
        panic!("this test wants a panic")
    }

    fn revoked(&self) -> BoxFuture<'static, ()> {
        Box::pin(std::future::pending())
    }
}

/// A world with the default settings.
pub async fn world() -> World {
    world_with(|_| {}).await
}

/// A world with other settings.
pub async fn world_with(change: impl FnOnce(&mut Config)) -> World {
    let mut config = Config::default();
    change(&mut config);
    let (schema, seen) = schema();
    let accounts = Accounts::default();
    let server = TestServer::start(config, schema, accounts.clone()).await;
    World { server, seen, accounts }
}
