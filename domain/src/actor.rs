//! Who asks.

use cairn_entities::{ActorRef, UserId};

use crate::Error;
use crate::accounts::{Credential, Person};

/// Somebody at a door: a signed-in person, or anybody.
#[derive(Clone, Debug)]
pub enum Actor {
    /// Nobody signed in.
    Anonymous,
    /// A person, and what they proved themselves with.
    User {
        /// The person.
        id: UserId,
        /// Whether they administer the server.
        is_server_admin: bool,
        /// What they proved themselves with; it may end at any time.
        credential: Credential,
    },
}

impl Actor {
    /// A person for whom the command line acts: whoever may read the database's files needs no
    /// other proof.
    #[must_use]
    pub fn by_command_line(person: &Person) -> Self {
        Self::User {
            id: person.id,
            is_server_admin: person.is_admin,
            credential: Credential::local(),
        }
    }

    /// The person, when one is signed in.
    #[must_use]
    pub fn user_id(&self) -> Option<UserId> {
        match self {
            Self::Anonymous => None,
            Self::User { id, .. } => Some(*id),
        }
    }

    /// The person, or the error that says to sign in.
    pub fn require_user(&self) -> Result<UserId, Error> {
        self.user_id().ok_or(Error::Unauthenticated)
    }

    /// As the log names them.
    #[must_use]
    pub fn as_ref(&self) -> Option<ActorRef> {
        self.user_id().map(ActorRef::User)
    }

    /// Whether the credential has ended.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        match self {
            Self::Anonymous => false,
            Self::User { credential, .. } => credential.has_ended(),
        }
    }

    /// Returns when the credential has ended; never for those who showed none.
    pub async fn revoked(&self) {
        match self {
            Self::Anonymous => std::future::pending().await,
            Self::User { credential, .. } => credential.ended().await,
        }
    }
}
