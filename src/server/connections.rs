//! Accepts connections and serves HTTP/1.1 on them, each within its bounds.

use std::{
    net::SocketAddr,
    pin::pin,
    sync::{
        Arc,
        atomic::{AtomicU64, Ordering},
    },
    time::Duration,
};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::sleep,
};
use tower::ServiceExt;

use super::{
    lifetime::Lifetime,
    stall::StallGuard,
    wire::{Wire, Wired},
};
use crate::{config::Limits, http::Peer};

/// Bytes of a request's line and headers.
const HEAD_BYTES: usize = 16 * 1024;
/// Pause after a failed accept, such as with no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A connection, with its place among those that are allowed at one time. A socket keeps a clone after
/// its connection has become its own.
#[derive(Debug, Clone)]
pub struct Connection(Arc<Held>);

#[derive(Debug)]
struct Held {
    _permit: OwnedSemaphorePermit,
    wire: Wire,
}

impl Connection {
    /// Its writing side.
    pub fn wire(&self) -> &Wire {
        &self.0.wire
    }
}

impl AsRef<Wire> for Connection {
    fn as_ref(&self) -> &Wire {
        self.wire()
    }
}

/// The connections of one listener, and how many there may be.
#[derive(Debug)]
pub struct Connections {
    places: Arc<Semaphore>,
    most: usize,
    accepted: AtomicU64,
}

impl Connections {
    /// At most so many at one time.
    pub fn at_most(most: usize) -> Self {
        let most = most.min(Semaphore::MAX_PERMITS);
        Self { places: Arc::new(Semaphore::new(most)), most, accepted: AtomicU64::new(0) }
    }

    /// How many places are taken now.
    pub fn in_use(&self) -> usize {
        self.most.saturating_sub(self.places.available_permits())
    }

    /// How many there may be.
    pub fn most(&self) -> usize {
        self.most
    }

    /// How many were accepted so far.
    pub fn accepted(&self) -> u64 {
        self.accepted.load(Ordering::Relaxed)
    }
}

/// Accepts until the end begins.
pub async fn accept(
    listener: TcpListener,
    router: Router,
    limits: Limits,
    lifetime: Lifetime,
    connections: Arc<Connections>,
) {
    loop {
        let accepting = async {
            let permit = Arc::clone(&connections.places).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            accepted = accepting => accepted,
            () = lifetime.ending() => return,
        };
        match (permit, accepted) {
            (Ok(permit), Ok((stream, peer))) => {
                connections.accepted.fetch_add(1, Ordering::Relaxed);
                let serving =
                    serve(stream, peer, permit, router.clone(), limits.clone(), lifetime.clone());
                lifetime.tasks().spawn(serving);
            }
            (_, Err(error)) => {
                tracing::warn!(%error, "could not accept a connection");
                sleep(ACCEPT_PAUSE).await;
            }
            (Err(_), _) => return,
        }
    }
}

async fn serve(
    stream: TcpStream,
    peer: SocketAddr,
    permit: OwnedSemaphorePermit,
    router: Router,
    limits: Limits,
    lifetime: Lifetime,
) {
    // Answers are written whole; waiting to join them with more only costs time.
    let _ = stream.set_nodelay(true);
    let (stream, connection) =
        Wired::split(stream, |wire| Connection(Arc::new(Held { _permit: permit, wire })));
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        request.extensions_mut().insert(connection.clone());
        router.clone().oneshot(request)
    });
    let connection = http1::Builder::new()
        .timer(TokioTimer::new())
        .header_read_timeout(limits.header_time())
        .max_buf_size(HEAD_BYTES)
        .serve_connection(TokioIo::new(StallGuard::new(stream, limits.stall_time())), service)
        .with_upgrades();
    let mut connection = pin!(connection);
    let mut is_ending = false;
    loop {
        tokio::select! {
            // A connection that broke has nobody left to tell.
            _ = connection.as_mut() => return,
            () = lifetime.ending(), if !is_ending => {
                is_ending = true;
                connection.as_mut().graceful_shutdown();
            }
            () = lifetime.cutting_off() => return,
        }
    }
}
