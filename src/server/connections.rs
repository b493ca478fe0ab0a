//! Accepts connections and serves HTTP/1.1 on them, each within its bounds.

use std::{net::SocketAddr, pin::pin, sync::Arc, time::Duration};

use axum::{Router, body::Body};
use hyper::{body::Incoming, server::conn::http1, service::service_fn};
use hyper_util::rt::{TokioIo, TokioTimer};
use tokio::{
    net::{TcpListener, TcpStream},
    sync::{OwnedSemaphorePermit, Semaphore},
    time::sleep,
};
use tower::ServiceExt;

use super::{lifetime::Lifetime, stall::StallGuard};
use crate::{config::Limits, http::Peer};

/// Bytes of a request's line and headers.
const HEAD_BYTES: usize = 16 * 1024;
/// Pause after a failed accept, such as with no file descriptor left.
const ACCEPT_PAUSE: Duration = Duration::from_millis(100);

/// A connection's place among those that are allowed at one time. A socket keeps a clone after its
/// connection has become its own.
#[derive(Debug, Clone)]
pub struct ConnectionPermit(
    #[expect(dead_code, reason = "held for its drop")] Arc<OwnedSemaphorePermit>,
);

/// Accepts until the end begins.
pub async fn accept(listener: TcpListener, router: Router, limits: Limits, lifetime: Lifetime) {
    let places = Arc::new(Semaphore::new(limits.connections));
    loop {
        let accepting = async {
            let permit = Arc::clone(&places).acquire_owned().await;
            (permit, listener.accept().await)
        };
        let (permit, accepted) = tokio::select! {
            accepted = accepting => accepted,
            () = lifetime.ending() => return,
        };
        match (permit, accepted) {
            (Ok(permit), Ok((stream, peer))) => {
                let permit = ConnectionPermit(Arc::new(permit));
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
    permit: ConnectionPermit,
    router: Router,
    limits: Limits,
    lifetime: Lifetime,
) {
    // Answers are written whole; waiting to join them with more only costs time.
    let _ = stream.set_nodelay(true);
    let service = service_fn(move |request: hyper::Request<Incoming>| {
        let mut request = request.map(Body::new);
        request.extensions_mut().insert(Peer(peer));
        request.extensions_mut().insert(permit.clone());
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
