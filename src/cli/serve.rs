//! `cairn serve`.

use std::{io::Write, time::Duration};

use cairn_domain::Background;
use clap::Args;
use tokio::signal::unix::{SignalKind, signal};

use super::{
    Failure,
    open_domain::{open_domain, told},
};
use crate::{
    auth, compose,
    config::Config,
    demo,
    server::{self, Lifetime},
};

/// How late a reader hears of an event at most, when every hint of it was lost.
const SLOW_POLL: Duration = Duration::from_secs(2);

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
        let domain = open_domain(&config, config.database_connections).await?;
        domain.run_background(Background { slow_poll: SLOW_POLL, bus: config.bus });
        let bound = server::bind(config).await?;
        let parts = compose::parts(&domain, bound.config(), Lifetime::default());
        let server = bound.serve(parts)?;
        tell(&format!(
            "Cairn listens on http://{} and is reached at {}",
            server.address(),
            server.public_url()
        ));
        if let Some(address) = server.metrics_address() {
            tell(&format!("Metrics are at http://{address}/metrics"));
        }
        if let Some(secret) = domain.accounts().setup_secret().await.map_err(told)? {
            tell(&format!(
                "Nobody has an account yet. Make the first one, an administrator, at {}",
                auth::setup_address(server.public_url(), &secret)
            ));
        }
        if let Some(ways) = demo::ways_to_sign_in(&domain).await? {
            tell(&ways);
        }
        tokio::select! {
            _ = terminate.recv() => {}
            _ = interrupt.recv() => {}
        }
        tracing::info!("stopping");
        server.shutdown().await;
        domain.tasks.stop().await;
        Ok(())
    }
}

/// Tells the operator. A server does not end because nobody reads its output any more.
fn tell(line: &str) {
    let _ = writeln!(std::io::stdout(), "{line}");
}
