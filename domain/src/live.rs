//! Following a board as it changes.
//!
//! A doorbell is a hint without data that a board has a new seq; hints may be lost, doubled or late.
//! The truth is the log, and a slow poll finds what no hint told of. Start reading at
//! [`board_updates`].

mod doorbell;
pub(crate) mod hub;
pub(crate) mod postgres_bus;
mod stream;

pub use doorbell::{Doorbell, Ring};
pub use hub::Hub;
pub use stream::{BoardUpdate, FollowRequest, board_updates};
