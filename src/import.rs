//! Readers of foreign archives: each turns bytes into drafts that the domain can write.
//!
//! Readers take anything that reads and seeks, touch no file system and no database, and trust
//! nothing: sizes, names, ids and nesting are bounded before they cost anything. Start reading at
//! [`focalboard::read_archive`].

pub mod focalboard;
