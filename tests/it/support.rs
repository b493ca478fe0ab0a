//! What integration tests stand on: real servers on free ports, and clients that can misbehave.

pub mod database;
pub mod http;
pub mod server;
pub mod socket;

use std::{future::Future, time::Duration};

use tokio::time::timeout;

/// How long a test waits for something that must happen.
pub const SOON: Duration = Duration::from_secs(20);

/// Waits for something that must happen.
///
/// # Panics
///
/// When it does not.
pub async fn soon<T>(what: impl Future<Output = T>) -> T {
    timeout(SOON, what).await.expect("it did not happen in time")
}
