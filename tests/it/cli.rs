//! The operator's commands, as the binary itself runs them.

mod demo;
mod doctor;
mod migrate;
mod place;
mod serve;
mod watch;
