//! One log line for each request, with everything that is known about it.

use std::{
    net::{IpAddr, Ipv4Addr},
    sync::Arc,
    time::Instant,
};

use axum::{extract::Request, response::Response};
use cairn_domain::statements::{Statements, counted};
use http::{HeaderName, HeaderValue, Method, Uri};

use super::{ClientAddress, Operation, Peer};
use crate::{
    metrics::{Kind, Outcome, Traffic},
    server::Doors,
    telemetry::{millis, new_id},
};

const REQUEST_ID: HeaderName = HeaderName::from_static("x-request-id");

/// What the line tells of a request, while it is answered.
#[derive(Debug)]
pub struct CanonicalLine {
    started: Instant,
    id: String,
    client: ClientAddress,
    method: Method,
    uri: Uri,
    statements: Arc<Statements>,
}

impl CanonicalLine {
    /// Gives the request an id, and its client's address.
    pub fn begin(doors: &Doors, request: &mut Request) -> Self {
        let started = Instant::now();
        let peer = request
            .extensions()
            .get::<Peer>()
            .map_or(IpAddr::V4(Ipv4Addr::UNSPECIFIED), |Peer(address)| address.ip());
        let client = ClientAddress::of(peer, request.headers(), &doors.trusted_proxies);
        request.extensions_mut().insert(client);
        Self {
            started,
            id: new_id(),
            client,
            method: request.method().clone(),
            uri: request.uri().clone(),
            statements: Arc::default(),
        }
    }

    /// Counts the statements of `answering`.
    pub async fn counted<T>(&self, answering: impl Future<Output = T>) -> T {
        counted(Arc::clone(&self.statements), answering).await
    }

    /// Writes the line, and tells the client the request's id.
    pub fn write(self, traffic: &Traffic, response: &mut Response) {
        let Self { started, id, client, method, uri, statements } = self;
        let operation = response.extensions_mut().remove::<Operation>();
        let elapsed = started.elapsed();
        traffic.request(response.status(), elapsed);
        if let Some(operation) = &operation {
            let outcome = Outcome::of(operation.code.as_deref());
            traffic.operation(Kind::of(operation.kind), outcome, elapsed);
        }
        let operation = operation.unwrap_or_default();
        tracing::info!(
            request.id = id,
            client = %client.0,
            method = method.as_str(),
            // The path alone: a query may hold what a person wrote.
            path = uri.path().chars().take(200).collect::<String>(),
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
    }
}
