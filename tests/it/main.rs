//! One binary for all integration tests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod auth;
mod doors;
mod import;
mod support;
mod workspace;
