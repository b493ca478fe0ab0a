//! What the printed schema promises.
//!
//! `contract.graphql` is the part of the API that other people's clients are written against, word by
//! word. `promised.graphql` has that and what was added to it since; a name that is in it is in use.

mod current;
mod described;
mod promises;
mod sdl;
