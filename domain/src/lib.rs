//! The rules of Cairn: who may do what, what a change is, and the log that keeps it.
//!
//! No HTTP and no GraphQL here, and nobody else talks to the database. Each subject has its folder
//! (`boards`, `cards`, ...), with a file for each thing that can be done to it. Start reading at
//! [`board_tx`], through which every write goes, and at [`log`], which is the truth that all
//! readers follow.

pub mod access;
pub mod accounts;
mod actor;
mod board_tx;
pub mod boards;
pub mod cards;
mod checklist;
mod clock;
pub mod columns;
pub mod comments;
mod database;
pub mod demo_mark;
mod domain;
mod error;
pub mod health;
pub mod import;
pub mod labels;
pub mod live;
pub mod log;
pub mod members;
mod memo;
pub mod milestones;
mod rank;
mod reader;
mod request;
pub mod search;
mod settings;
pub mod statements;
mod subject;
mod tasks;
pub mod teams;
pub mod text;
mod text_budget;
pub mod views;

pub use actor::Actor;
pub use cairn_entities as entities;
pub use clock::{Clock, Ids};
pub use database::{Database, OpenError, PointFigures, PoolFigures, WriteGroups, Writer};
pub use domain::{Background, Domain, Memory};
pub use error::{Error, Refusal};
pub use reader::Reader;
pub use request::{Outcome, WriteRequest};
pub use tasks::Tasks;
