//! Boards that come from elsewhere.
//!
//! A reader of some archive format makes plain [`draft`]s; this module turns a draft into a board,
//! in one transaction, and keeps what came and what did not as a [`report`]. It trusts no id, role
//! or date of the source. Start reading at [`draft::BoardDraft`].

pub mod draft;
pub mod report;
