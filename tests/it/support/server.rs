//! A server in the test's own process, on a free port.

use std::{net::SocketAddr, sync::Arc};

use axum::Router;
use cairn::{
    config::Config,
    operation::{Authenticate, Engine},
    server::{self, AlwaysReady, Lifetime, Parts, RunningServer},
};

/// A running server; it ends with its test's runtime, or by [`TestServer::stop`].
pub struct TestServer {
    /// Where it listens.
    pub address: SocketAddr,
    /// Where it tells its figures.
    pub metrics: Option<SocketAddr>,
    running: RunningServer,
}

impl TestServer {
    /// Starts a server in front of a schema and accounts.
    pub async fn start(
        config: Config,
        engine: impl Engine,
        authenticate: impl Authenticate,
    ) -> Self {
        let parts = Parts {
            engine: Arc::new(engine),
            authenticate: Arc::new(authenticate),
            readiness: Arc::new(AlwaysReady),
            routes: Router::new(),
            figures: Vec::new(),
            lifetime: Lifetime::default(),
        };
        Self::start_with(config, parts).await
    }

    /// Starts a server with all of its parts given; the settings' port is not used.
    pub async fn start_with(config: Config, parts: Parts) -> Self {
        let config = Config { listen: SocketAddr::from(([127, 0, 0, 1], 0)), ..config };
        let running = server::start(&config, parts).await.unwrap();
        Self { address: running.address(), metrics: running.metrics_address(), running }
    }

    /// Stops gracefully.
    pub async fn stop(self) {
        self.running.shutdown().await;
    }
}
