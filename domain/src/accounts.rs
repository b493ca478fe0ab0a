//! People and how they prove who they are.
//!
//! A password is worth a session, a session or a token is worth an [`Actor`](crate::Actor), and
//! each of these can be taken back at any moment. Passwords rest as Argon2id, everything else as
//! SHA-256 of a random secret that is told once. Changes to accounts are no events: they belong to
//! no board. Start reading at [`Accounts`], and at [`Credentials`] for how an ending is noticed.

mod add_user;
mod authenticate;
mod credential;
mod first_administrator;
mod names;
mod passwords;
pub mod people;
mod registry;
mod secret;
mod set_password;
mod sign_in;
mod tokens;
mod watch;

pub use add_user::NewUser;
pub(crate) use authenticate::Holders;
pub use credential::{Credential, CredentialId};
pub use first_administrator::FirstAdministrator;
pub use names::username_key;
pub use passwords::{HashingFigures, Passwords};
pub use people::Person;
pub use registry::{CredentialFigures, Credentials};
pub use secret::Secret;
pub use sign_in::{SignIn, SignedIn};
pub use tokens::{ApiToken, CreatedToken, tokens};

use crate::Domain;

/// What can be done with accounts; a file for each.
#[derive(Clone, Copy, Debug)]
pub struct Accounts<'a> {
    domain: &'a Domain,
}

impl Domain {
    /// People's accounts.
    #[must_use]
    pub fn accounts(&self) -> Accounts<'_> {
        Accounts { domain: self }
    }
}
