//! SeaORM entities, one file per table, and the id types.
//!
//! No rules live here: what may be written, and by whom, is `cairn-domain`'s business.
//! The tables themselves are made by `cairn-migrations`.

pub mod api_token;
pub mod board;
pub mod board_column;
pub mod board_import;
pub mod board_member;
pub mod bot;
pub mod card;
pub mod card_assignee;
pub mod card_label;
pub mod checkpoint;
pub mod comment;
pub mod event;
pub mod idempotency_key;
pub mod ids;
pub mod kinds;
pub mod label;
pub mod milestone;
pub mod session;
pub mod setting;
pub mod team;
pub mod team_member;
pub mod user;

pub use ids::{
    ActorRef, BoardId, BotId, CardId, ColumnId, CommentId, Epoch, ImportId, LabelId, MilestoneId,
    NotAnId, SessionId, TeamId, TokenId, UserId,
};
pub use kinds::{BoardRole, BoardVisibility, Color, ColumnKind, MilestoneState, WipPolicy};
