//! Whether what is stored is what it must be, for those who run a server.
//!
//! Nothing here writes. Each part looks at one promise: that the database keeps what it was given
//! ([`storage`]), that no log has a gap ([`logs`]), that rows refer to rows of their own board
//! ([`strays`]), and that a board rebuilt from its log is the board in the tables
//! ([`differences`]).

mod logs;
mod replay;
mod storage;
mod strays;

pub use logs::{BoardLog, logs};
pub use replay::differences;
pub use storage::{Storage, storage};
pub use strays::{Stray, strays};
