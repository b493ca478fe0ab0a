//! Accounts from outside: signing in and out, limits, the first administrator, the command line.

mod command_line;
mod credentials;
mod limits;
mod schema;
mod setup;
mod sign_in;
mod sign_out;
mod world;
