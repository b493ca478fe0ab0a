//! The schema over a real database, without a door in between.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod budget;
mod errors;
mod fanout;
mod following;
mod items;
mod lists;
mod past;
mod reads;
mod sdl;
mod shared;
mod texts;
mod world;
mod writes;
