//! Following a board as it changes.
//!
//! A doorbell is a hint without data that a board has a new seq; hints may be lost, doubled or late.
//! The truth is the log, and a slow poll finds what no hint told of. What is written on this node is
//! handed over in memory beside the hint. Start reading at [`Follower`].

mod doorbell;
mod follower;
pub(crate) mod hub;
pub(crate) mod postgres_bus;

pub use doorbell::{Doorbell, DoorbellFigures, Ring};
pub use follower::{BoardUpdate, FollowRequest, Follower};
pub use hub::{Hub, HubFigures};
