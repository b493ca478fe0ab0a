//! The doors, from outside: real sockets on a real server, in front of a small schema of their own.

mod command;
mod files;
mod headers;
mod http;
mod http_limits;
mod noise;
mod origins;
mod schema;
mod shutdown;
mod socket;
mod socket_limits;
mod web_app;
mod world;

pub use world::world_with;
