//! Boards that come from elsewhere: real archives, their mapping, and archives made to hurt.

mod archives;
mod command;
mod fixtures;
mod fuzz;
mod hostile;
mod mapping;
mod sketch;
mod versions;
