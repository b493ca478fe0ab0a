//! One binary for all integration tests.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod access;
mod auth;
mod cli;
mod doors;
mod fanout;
mod import;
mod memory;
mod metrics;
mod misuse;
mod revocation;
mod schema;
mod simulation;
mod support;
mod workspace;
mod world;
