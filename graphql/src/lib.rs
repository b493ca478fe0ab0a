//! The GraphQL face of Cairn: types and thin resolvers over `cairn-domain`.
//!
//! A resolver parses, calls one function of the domain, and maps; it cannot query, and rules do not
//! belong here. Types wrap the domain's images, wherever these were read ([`source`]); what belongs to
//! them comes from batched reads ([`loaders`]). Start reading at [`schema`] for the roots, and at
//! [`card`] for a subject that has everything.

mod api;
mod board;
mod card;
mod column;
mod comment;
mod completion;
mod connection;
mod delete_payload;
mod enums;
mod error;
mod event;
mod fanout;
mod ids;
mod input;
mod items;
mod label;
mod loaders;
mod member;
mod milestone;
mod node;
mod person;
mod scalars;
mod schema;
mod search;
mod server;
mod session;
mod shared;
mod source;
mod team;
mod token;
mod user_error;
mod write;

pub use api::Api;
pub use fanout::{FanoutFigures, Frame, Outlet, Update};
pub use schema::sdl;
pub use session::ServerInfo;
pub use shared::SharedAnswer;
