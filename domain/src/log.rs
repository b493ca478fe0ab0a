//! The log: what happened on each board, in order, without gaps.
//!
//! One committed transaction is one [`Event`]; its [`ChangeSet`] holds an after-image of each
//! touched thing, and the old values of what changed. That is enough to render the event without
//! reading anything else, to undo it, and to rebuild the board as it was at any seq ([`past`]).
//! Nothing here writes: events are written by [`board_tx`](crate::board_tx) alone.

pub(crate) mod change;
mod event;
mod image;
mod order;
pub mod past;
mod state;
mod state_reads;

pub use change::{Change, ChangeSet, References};
pub(crate) use event::events_read;
pub use event::{Event, EventPage, PageRequest, event, event_page, events_after, events_between};
pub(crate) use image::card_key;
pub use image::{
    ActorImage, BoardImage, BotImage, CardImage, Checklist, ColumnImage, CommentImage, LabelImage,
    MemberImage, MilestoneImage, UserImage,
};
pub use state::BoardState;
