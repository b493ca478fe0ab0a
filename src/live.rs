//! The WebSocket door: `graphql-transport-ws` at `/graphql/ws`, for queries and subscriptions.
//!
//! One task per socket reads, runs the operations and writes; nothing waits in a queue of ours, so a
//! client that reads slowly holds back its own streams and nobody else. While the task has nothing to
//! write, [`direct`] writes what many are given at the same moment without waking it. Mutations are for HTTP, where
//! a retry knows what happened. Start at [`upgrade`], then [`socket`]; the close codes are in [`close`].

use std::{
    collections::HashMap,
    net::IpAddr,
    sync::{Arc, Mutex, PoisonError},
};

use axum::{
    Extension,
    extract::{State, WebSocketUpgrade, ws::rejection::WebSocketUpgradeRejection},
    response::Response,
};
use http::HeaderMap;

use crate::{
    http::{ClientAddress, Refusal, credential, is_same_origin},
    problem::{Code, Problem},
    server::{Connection, Doors},
};

mod close;
mod direct;
mod message;
mod occasions;
mod operations;
mod outgoing;
mod socket;

/// The one subprotocol.
pub const SUBPROTOCOL: &str = "graphql-transport-ws";
/// Bytes read from a client at once; each socket keeps as many, and what clients say is short. The
/// library's own buffers are 128 KiB.
const READ_BYTES: usize = 1024;
/// Bytes that wait until they are written together.
const WRITE_BYTES: usize = 4096;

/// `GET /graphql/ws`. Refuses foreign origins before the upgrade; a wrong subprotocol is told by the
/// close code 4406 after it, as the protocol's reference server does.
pub async fn upgrade(
    State(doors): State<Arc<Doors>>,
    Extension(client): Extension<ClientAddress>,
    Extension(connection): Extension<Connection>,
    headers: HeaderMap,
    upgrade: Result<WebSocketUpgrade, WebSocketUpgradeRejection>,
) -> Result<Response, Refusal> {
    let upgrade = upgrade.map_err(|rejection| {
        Refusal::with_status(rejection.status(), "This address is for WebSockets.")
    })?;
    if !is_same_origin(&headers, Some(&doors.public_url)) {
        return Err(Problem::new(
            Code::Forbidden,
            "A page of another origin must not open this socket.",
        )
        .into());
    }
    // A token belongs into `connection_init`; in the headers of the upgrade it is taken as well.
    let presented = credential::presented(&headers)?;
    let Some(place) = doors.sockets.take(client.counted(), doors.limits.sockets_per_address) else {
        doors.traffic.socket_refused();
        return Err(Problem::new(Code::RateLimited, "Too many sockets from this address.").into());
    };
    let limits = &doors.limits;
    let upgrade = upgrade
        .protocols([SUBPROTOCOL])
        .read_buffer_size(READ_BYTES)
        .write_buffer_size(WRITE_BYTES)
        // Room for one message of the largest size, its frame, and the close frame behind it.
        .max_write_buffer_size(limits.socket_queue_bytes + 2 * WRITE_BYTES)
        // A message that is a little too long is read whole, so that the close code reaches its sender.
        .max_message_size(2 * limits.socket_message_bytes)
        .max_frame_size(2 * limits.socket_message_bytes);
    let tracked = doors.lifetime.tasks().token();
    Ok(upgrade.on_upgrade(move |socket| async move {
        socket::serve(socket, doors, presented, client, connection).await;
        drop((place, tracked));
    }))
}

/// How many sockets each client address has open.
#[derive(Debug, Clone, Default)]
pub struct Sockets(Arc<Mutex<HashMap<IpAddr, usize>>>);

/// One socket's place in [`Sockets`], given back when dropped.
#[derive(Debug)]
pub struct Place {
    sockets: Sockets,
    address: IpAddr,
}

impl Sockets {
    /// A place for one more socket of `address`, unless it has `limit` already.
    pub fn take(&self, address: IpAddr, limit: usize) -> Option<Place> {
        let mut open = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let count = open.entry(address).or_default();
        if *count >= limit {
            return None;
        }
        *count += 1;
        Some(Place { sockets: self.clone(), address })
    }

    /// How many addresses have any: never more than there are connections.
    pub fn addresses(&self) -> usize {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).len()
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        let mut open = self.sockets.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(count) = open.get_mut(&self.address) {
            *count -= 1;
            if *count == 0 {
                open.remove(&self.address);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_are_given_back() {
        let sockets = Sockets::default();
        let address = "192.0.2.1".parse().unwrap();
        let first = sockets.take(address, 1).unwrap();
        assert!(sockets.take(address, 1).is_none());
        drop(first);
        assert!(sockets.take(address, 1).is_some());
        assert!(sockets.0.lock().unwrap().is_empty());
    }
}
