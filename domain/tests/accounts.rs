//! People, sessions, tokens and the first administrator, over real databases.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

#[path = "accounts/world.rs"]
mod world;

#[path = "accounts/first_administrator.rs"]
mod first_administrator;
#[path = "accounts/people.rs"]
mod people;
#[path = "accounts/sessions.rs"]
mod sessions;
#[path = "accounts/tokens.rs"]
mod tokens;
#[path = "accounts/users.rs"]
mod users;
#[path = "accounts/watch.rs"]
mod watch;
