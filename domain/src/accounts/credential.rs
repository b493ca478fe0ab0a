//! What somebody proved themselves with, and the moment it ends.

use cairn_entities::{SessionId, TokenId};
use tokio_util::sync::CancellationToken;

/// Which session or token it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CredentialId {
    /// A signed-in browser.
    Session(SessionId),
    /// A personal API token.
    Token(TokenId),
    /// The command line on the machine itself.
    Local,
}

/// A session or token that was valid when it was shown.
#[derive(Clone, Debug)]
pub struct Credential {
    id: CredentialId,
    ended: CancellationToken,
}

impl Credential {
    /// The command line's: whoever may read the database's files needs no other proof.
    #[must_use]
    pub fn local() -> Self {
        Self { id: CredentialId::Local, ended: CancellationToken::new() }
    }

    /// Which session or token it is.
    #[must_use]
    pub fn id(&self) -> CredentialId {
        self.id
    }

    /// Returns when it was revoked, ran out or was signed out.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }
}
