//! `cairn serve`.

use std::sync::Arc;

use axum::Router;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::Failure;
use crate::{
    config::Config,
    operation::Everyone,
    server::{self, AlwaysReady, Lifetime, Parts},
};

/// Run the server.
#[derive(Debug, Args)]
pub struct Serve {}

impl Serve {
    /// Serves until SIGTERM or SIGINT.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let Self {} = self;
        // Before anything listens, so that an early signal is not lost.
        let mut terminate = signal(SignalKind::terminate())?;
        let mut interrupt = signal(SignalKind::interrupt())?;
        let parts = Parts {
            engine: Arc::new(cairn_graphql::build()),
            authenticate: Arc::new(Everyone),
            readiness: Arc::new(AlwaysReady),
            routes: Router::new(),
            lifetime: Lifetime::default(),
        };
        let server = server::start(&config, parts).await?;
        println!(
            "Cairn listens on http://{} and is reached at {}",
            server.address(),
            server.public_url()
        );
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        server.shutdown().await;
        Ok(())
    }
}
