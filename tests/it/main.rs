//! One binary for all integration tests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod doors;
mod import;
mod support;
mod workspace;
