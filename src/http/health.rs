//! Two questions of load balancers.

use std::sync::Arc;

use axum::extract::State;
use http::StatusCode;

use crate::server::Doors;

/// The process lives.
pub async fn alive() -> &'static str {
    "ok\n"
}

/// It can serve: its parts are ready and it is not stopping.
pub async fn ready(State(doors): State<Arc<Doors>>) -> (StatusCode, &'static str) {
    if doors.lifetime.is_ending() {
        (StatusCode::SERVICE_UNAVAILABLE, "stopping\n")
    } else if doors.readiness.is_ready().await {
        (StatusCode::OK, "ready\n")
    } else {
        (StatusCode::SERVICE_UNAVAILABLE, "not ready\n")
    }
}
