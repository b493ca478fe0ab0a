//! The HTTP door: routes, and what every request passes through.
//!
//! Every request goes through [`pass`]. GraphQL itself is in [`graphql`]; sockets leave this door in
//! [`crate::live`]. Nothing here knows what the schema contains or how accounts work.

use std::{panic::AssertUnwindSafe, sync::Arc};

use axum::{
    Router,
    extract::{Request, State},
    middleware::{self, Next},
    response::{IntoResponse, Response},
    routing::{any, get},
};
use futures_util::FutureExt;
use http::StatusCode;
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    compression::{CompressionLayer, predicate::SizeAbove},
};

use crate::{assets, live, operation::panicked, server::Doors};

mod body;
mod canonical_line;
mod client_address;
pub mod coding;
pub mod credential;
mod graphql;
mod health;
mod host;
mod negotiate;
mod origin;
mod refusal;
mod security_headers;
pub mod shared;

pub use body::drain;
use canonical_line::CanonicalLine;
pub use client_address::{ClientAddress, Peer};
pub use host::Host;
pub use negotiate::is_json;
pub use origin::is_same_origin;
pub use refusal::Refusal;

/// All routes: the doors' own, those of `more` (sign-in and the like), and the web app behind them.
pub fn router(doors: &Arc<Doors>, more: Router) -> Router {
    let doors_routes = Router::new()
        .route("/graphql", get(graphql::get).post(graphql::post).fallback(method_not_allowed))
        .route("/graphql/ws", any(live::upgrade))
        .route("/healthz", get(health::alive))
        .route("/readyz", get(health::ready))
        .with_state(Arc::clone(doors));
    let compression = CompressionLayer::new()
        .quality(CompressionLevel::Fastest)
        .compress_when(SizeAbove::new(coding::FROM_BYTES as u64));
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(Arc::clone(doors), pass))
        .layer(compression);
    doors_routes.merge(more).fallback(assets::serve).layer(layers)
}

/// What every request passes through, in one step: were these layers, each would have all below it cloned
/// for each request.
async fn pass(State(doors): State<Arc<Doors>>, mut request: Request, next: Next) -> Response {
    let line = CanonicalLine::begin(&doors, &mut request);
    let host = Host::of(request.headers());
    let answering = AssertUnwindSafe(answer(request, host.clone(), next)).catch_unwind();
    let answered = line.counted(answering).await;
    let mut response = answered.unwrap_or_else(|_| Refusal::from(panicked()).into_response());
    security_headers::add(&mut response, &doors.public_url, host.as_ref());
    line.write(&doors.traffic, &mut response);
    response
}

/// Refuses requests without a proper Host header, and leaves [`Host`] in the extensions of others.
async fn answer(mut request: Request, host: Option<Host>, next: Next) -> Response {
    let Some(host) = host else {
        let reason = "The Host header is not one address.";
        return Refusal::with_status(StatusCode::BAD_REQUEST, reason).into_response();
    };
    request.extensions_mut().insert(host);
    coding::take_any_answer(request.headers_mut());
    next.run(request).await
}

async fn method_not_allowed() -> Response {
    Refusal::method_not_allowed("GET, POST").into_response()
}

/// Marks a response with what the canonical line tells about a GraphQL operation.
#[derive(Debug, Clone, Default)]
pub struct Operation {
    /// `query`, `mutation` or `subscription`.
    pub kind: &'static str,
    /// The operation's name, as the client wrote it.
    pub name: Option<String>,
    /// What it cost, as the guard reckons.
    pub cost: u64,
    /// Who asked, as [`crate::operation::Identity::log_name`] says.
    pub actor: Option<String>,
    /// The code of the first error.
    pub code: Option<String>,
}
