//! Cairn's doors: the command line, HTTP, sockets, and what runs beside them.
//!
//! The rules are in `cairn-domain` and the schema in `cairn-graphql`; nothing here queries a
//! database. Start reading at [`server`] for what listens, and at [`cli`] for what starts it.

pub mod assets;
pub mod auth;
pub mod cli;
pub mod compose;
pub mod config;
mod demo;
mod doctor;
pub mod export;
pub mod guard;
pub mod http;
pub mod import;
pub mod live;
pub mod metrics;
pub mod operation;
pub mod problem;
pub mod server;
pub mod telemetry;
mod watch;
