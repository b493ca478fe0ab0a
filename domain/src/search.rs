//! Full text over the boards, cards and comments that somebody may read.
//!
//! `docs/search.md` tells people what they can type. What they type is never syntax to a database:
//! [`query`] reads all of it, and [`fts5`] and [`tsquery`] say it again in words that cannot be
//! mistaken. Who may read what is decided in the statement, so that neither a count nor a page
//! says anything about what is hidden. Start reading at [`find`].

mod excerpt;
mod find;
mod fts5;
mod matches;
mod query;
mod texts;
mod tsquery;
mod words;

pub use find::{MAX_HITS, SearchHit, SearchPage, count_hits, search};
pub use query::{MAX_QUERY, MAX_TERMS};
pub use texts::SearchSubject;
