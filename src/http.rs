//! The HTTP door: routes, and what every request passes through.
//!
//! From outside in: request id and canonical line, panics, security headers, the Host header,
//! compression. GraphQL itself is in [`graphql`]; sockets leave this door in [`crate::live`].
//! Nothing here knows what the schema contains or how accounts work.

use std::sync::Arc;

use axum::{
    Router, middleware,
    response::{IntoResponse, Response},
    routing::{any, get},
};
use tower::ServiceBuilder;
use tower_http::{
    CompressionLevel,
    catch_panic::CatchPanicLayer,
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
    let layers = ServiceBuilder::new()
        .layer(middleware::from_fn_with_state(Arc::clone(doors), canonical_line::write))
        .layer(middleware::from_fn_with_state(Arc::clone(doors), security_headers::add))
        .layer(CatchPanicLayer::custom(|_| Refusal::from(panicked()).into_response()))
        .layer(middleware::from_fn(host::check))
        .layer(middleware::from_fn(coding::answer_in_any_case))
        .layer(
            CompressionLayer::new()
                .quality(CompressionLevel::Fastest)
                .compress_when(SizeAbove::new(coding::FROM_BYTES as u64)),
        );
    doors_routes.merge(more).fallback(assets::serve).layer(layers)
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
