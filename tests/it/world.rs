//! The whole product as its users meet it: the real binary in a process of its own, on SQLite or on
//! the PostgreSQL server that `CAIRN_TEST_POSTGRES_URL` names, and people who use its API.

mod board;
mod figures;
mod memory;
mod person;
mod process;

pub use board::Board;
pub use figures::Figures;
pub use memory::Memory;
pub(crate) use memory::with_each_memory;
pub use person::{Person, document, id_of};
pub use process::Cairn;
