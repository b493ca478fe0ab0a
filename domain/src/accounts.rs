//! People and how they prove who they are.

mod credential;

pub use credential::Credential;
