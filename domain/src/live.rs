//! Following a board as it changes.
//!
//! A doorbell is a hint without data that a board has a new seq; hints may be lost, doubled or late.
//! The truth is the log, and a slow poll finds what no hint told of. What is written on this node is
//! handed over in memory beside the hint. Start reading at [`Follower`]; how thousands of them wait is
//! in [`crowd`].

mod crowd;
mod doorbell;
mod feed;
mod follower;
pub(crate) mod hub;
pub(crate) mod postgres_bus;
mod recent;

pub use crowd::{Recipient, Taken};
pub use doorbell::{Doorbell, DoorbellFigures, Ring};
pub use follower::{BoardUpdate, FollowRequest, Follower};
pub use hub::{Hub, HubFigures};

#[cfg(test)]
fn test_event(seq: i64) -> std::sync::Arc<crate::log::Event> {
    test_event_of(seq, 100)
}

#[cfg(test)]
fn test_event_of(seq: i64, bytes: usize) -> std::sync::Arc<crate::log::Event> {
    use crate::log::{ChangeSet, Event, References};

    let ids = crate::Ids::random(crate::Clock::system());
    std::sync::Arc::new(Event {
        board_id: cairn_entities::BoardId(ids.uuid()),
        seq,
        epoch: cairn_entities::Epoch(uuid::Uuid::nil()),
        at: chrono::DateTime::UNIX_EPOCH,
        actor: None,
        client_mutation_id: None,
        change_set: ChangeSet::new(Vec::new(), References::default()),
        bytes,
    })
}
