//! The whole product as its users meet it: the real binary in a process of its own, on SQLite or on
//! the PostgreSQL server that `CAIRN_TEST_POSTGRES_URL` names, and people who use its API.

mod board;
mod figures;
mod person;
mod process;

pub use board::Board;
pub use figures::Figures;
pub use person::{Person, document, id_of};
pub use process::Cairn;
