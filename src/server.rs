//! Binds, serves and stops.
//!
//! [`start`] is used by `cairn serve` and by tests alike. Stopping goes in this order: no new
//! connections; running requests get their time; sockets are closed with 1012 so that their clients
//! come back; every tracked task ends; what is left is cut off.

use std::{io, net::SocketAddr, sync::Arc};

use axum::Router;
use futures_util::future::BoxFuture;
use ipnet::IpNet;
use tokio::{net::TcpListener, time::timeout};

use crate::{
    config::{Config, Limits, PublicUrl},
    guard::{Guard, ShapeError},
    http,
    live::Sockets,
    metrics::{ConfiguredLimits, Metrics, Source, Traffic},
    operation::{Authenticate, Desk, Engine},
};

mod connections;
mod lifetime;
mod stall;
mod wire;

pub use connections::{Connection, Connections};
pub use lifetime::Lifetime;
pub use wire::Wire;

/// What the doors stand in front of.
pub struct Parts {
    /// The schema.
    pub engine: Arc<dyn Engine>,
    /// The accounts.
    pub authenticate: Arc<dyn Authenticate>,
    /// Whether the parts can serve.
    pub readiness: Arc<dyn Readiness>,
    /// More routes: sign-in, files and the like.
    pub routes: Router,
    /// What else has figures to tell, beside the doors.
    pub figures: Vec<Arc<dyn Source>>,
    /// Shared with whatever runs in the background.
    pub lifetime: Lifetime,
}

/// Whether what stands behind the doors can serve now.
pub trait Readiness: Send + Sync + 'static {
    /// Asks; must answer within a second or so.
    fn is_ready(&self) -> BoxFuture<'_, bool>;
}

/// Always ready: for parts that need nothing.
#[derive(Debug, Clone, Copy, Default)]
pub struct AlwaysReady;

impl Readiness for AlwaysReady {
    fn is_ready(&self) -> BoxFuture<'_, bool> {
        Box::pin(std::future::ready(true))
    }
}

/// What every handler shares.
pub struct Doors {
    /// The schema behind its guard.
    pub desk: Desk,
    /// The accounts.
    pub authenticate: Arc<dyn Authenticate>,
    /// Whether the parts can serve.
    pub readiness: Arc<dyn Readiness>,
    /// The end of the server, and what must be waited for.
    pub lifetime: Lifetime,
    /// What one client may cost.
    pub limits: Limits,
    /// Where people reach the server.
    pub public_url: PublicUrl,
    /// Proxies whose word about addresses is taken.
    pub trusted_proxies: Vec<IpNet>,
    /// Open sockets by client address.
    pub sockets: Sockets,
    /// Connections, sockets among them.
    pub connections: Arc<Connections>,
    /// What passes.
    pub traffic: Arc<Traffic>,
}

/// Connections that ask for metrics at one time.
const METRICS_CONNECTIONS: usize = 8;

/// Why a server did not start.
#[derive(Debug, thiserror::Error)]
pub enum StartError {
    /// The address is taken, or not this machine's.
    #[error("cannot listen on {address}: {source}")]
    Listen {
        /// The address of the settings.
        address: SocketAddr,
        /// What the system said.
        source: io::Error,
    },
    /// The schema cannot be guarded.
    #[error(transparent)]
    Shape(#[from] ShapeError),
}

/// A server that accepts connections.
#[derive(Debug)]
pub struct RunningServer {
    address: SocketAddr,
    metrics_address: Option<SocketAddr>,
    public_url: PublicUrl,
    lifetime: Lifetime,
    limits: Limits,
}

/// An address that is taken, and not served yet.
#[derive(Debug)]
pub struct Bound {
    listener: TcpListener,
    metrics_listener: Option<TcpListener>,
    config: Config,
}

/// Takes the addresses that `config` says.
pub async fn bind(config: Config) -> Result<Bound, StartError> {
    let (listener, listen) = listener_at(config.listen).await?;
    let (metrics_listener, metrics_listen) = match config.metrics_listen {
        Some(address) => Some(listener_at(address).await?).unzip(),
        None => (None, None),
    };
    Ok(Bound { listener, metrics_listener, config: Config { listen, metrics_listen, ..config } })
}

async fn listener_at(address: SocketAddr) -> Result<(TcpListener, SocketAddr), StartError> {
    let refused = |source| StartError::Listen { address, source };
    let listener = TcpListener::bind(address).await.map_err(refused)?;
    let address = listener.local_addr().map_err(refused)?;
    Ok((listener, address))
}

/// Binds, and serves until the lifetime of `parts` ends.
pub async fn start(config: &Config, parts: Parts) -> Result<RunningServer, StartError> {
    bind(config.clone()).await?.serve(parts)
}

impl Bound {
    /// The settings, with the port that was free.
    pub fn config(&self) -> &Config {
        &self.config
    }

    /// Serves until the lifetime of `parts` ends.
    pub fn serve(self, parts: Parts) -> Result<RunningServer, StartError> {
        let Self { listener, metrics_listener, config } = self;
        let Parts { engine, authenticate, readiness, routes, mut figures, lifetime } = parts;
        let guard = Guard::new(config.limits.clone(), &engine.sdl())?;
        let public_url = config.reached_at(config.listen);
        let configured = ConfiguredLimits::of(&config);
        let connections = Arc::new(Connections::at_most(config.limits.connections));
        let doors = Arc::new(Doors {
            desk: Desk::new(engine, guard),
            authenticate,
            readiness,
            lifetime: lifetime.clone(),
            limits: config.limits.clone(),
            public_url: public_url.clone(),
            trusted_proxies: config.trusted_proxies,
            sockets: Sockets::default(),
            connections: Arc::clone(&connections),
            traffic: Arc::default(),
        });
        let router = http::router(&doors, routes);
        let limits = config.limits;
        let accept = |listener, router, connections| {
            connections::accept(listener, router, limits.clone(), lifetime.clone(), connections)
        };
        lifetime.tasks().spawn(accept(listener, router, connections));
        if let Some(listener) = metrics_listener {
            figures.extend([doors as Arc<dyn Source>, Arc::new(configured)]);
            let connections = Arc::new(Connections::at_most(METRICS_CONNECTIONS));
            lifetime.tasks().spawn(accept(listener, Metrics::of(figures).router(), connections));
        }
        let (address, metrics_address) = (config.listen, config.metrics_listen);
        Ok(RunningServer { address, metrics_address, public_url, lifetime, limits })
    }
}

impl RunningServer {
    /// The address it listens on, with the port that was free.
    pub fn address(&self) -> SocketAddr {
        self.address
    }

    /// The address where it tells its figures, with the port that was free.
    pub fn metrics_address(&self) -> Option<SocketAddr> {
        self.metrics_address
    }

    /// Where people reach it.
    pub fn public_url(&self) -> &PublicUrl {
        &self.public_url
    }

    /// Stops; returns when everything has ended, or the time for it is over.
    pub async fn shutdown(self) {
        self.lifetime.end();
        if timeout(self.limits.shutdown_time(), self.lifetime.tasks().wait()).await.is_err() {
            tracing::warn!(tasks = self.lifetime.tasks().len(), "cut off what did not end in time");
            self.lifetime.cut_off();
        }
    }
}
