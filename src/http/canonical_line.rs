//! One log line for each request, with everything that is known about it.

use std::{net::IpAddr, net::Ipv4Addr, sync::Arc, time::Instant};

use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use cairn_domain::statements::{Statements, counted};
use http::{HeaderName, HeaderValue};

use super::{ClientAddress, Operation, Peer};
use crate::{
    metrics::{Kind, Outcome},
    server::Doors,
    telemetry::{millis, new_id},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// Gives the request an id and its client's address, and writes the line when it is answered.
pub async fn write(State(doors): State<Arc<Doors>>, mut request: Request, next: Next) -> Response {
    let started = Instant::now();
    let peer = request
        .extensions()
        .get::<Peer>()
        .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Peer(address)| address.ip());
    let client = ClientAddress::of(peer, request.headers(), &doors.trusted_proxies);
    request.extensions_mut().insert(client);
    let id = new_id();
    let method = request.method().clone();
    // The path alone: a query may hold what a person wrote.
    let path: String = request.uri().path().chars().take(200).collect();

    let statements = Arc::new(Statements::default());
    let mut response = counted(Arc::clone(&statements), next.run(request)).await;

    let operation = response.extensions_mut().remove::<Operation>();
    let elapsed = started.elapsed();
    doors.traffic.request(response.status(), elapsed);
    if let Some(operation) = &operation {
        let outcome = Outcome::of(operation.code.as_deref());
        doors.traffic.operation(Kind::of(operation.kind), outcome, elapsed);
    }
    let operation = operation.unwrap_or_default();
    tracing::info!(
        request.id = id,
        client = %client.0,
        method = method.as_str(),
        path,
        status = response.status().as_u16(),
        operation.kind = operation.kind,
        operation.name = operation.name.as_deref().unwrap_or_default(),
        operation.cost = operation.cost,
        actor = operation.actor.as_deref().unwrap_or_default(),
        code = operation.code.as_deref().unwrap_or_default(),
        statements = statements.count(),
        db_ms = millis(statements.elapsed()),
        elapsed_ms = millis(elapsed),
        "request"
    );
    if let Ok(id) = HeaderValue::from_str(&id) {
        response.headers_mut().insert(REQUEST_ID, id);
    }
    response
}
