//! What somebody proved themselves with, and the moment it ends.

use std::sync::Arc;

use cairn_entities::{SessionId, TokenId};
use tokio_util::sync::CancellationToken;

use super::registry::Lease;

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
    /// Keeps the credential under watch for as long as anybody holds it.
    _lease: Option<Arc<Lease>>,
}

impl Credential {
    /// The command line's: whoever may read the database's files needs no other proof.
    #[must_use]
    pub fn local() -> Self {
        Self { id: CredentialId::Local, ended: CancellationToken::new(), _lease: None }
    }

    /// One that the registry watches.
    pub(super) fn watched(id: CredentialId, ended: CancellationToken, lease: Arc<Lease>) -> Self {
        Self { id, ended, _lease: Some(lease) }
    }

    /// Which session or token it is.
    #[must_use]
    pub fn id(&self) -> CredentialId {
        self.id
    }

    /// Whether it was revoked, ran out or was signed out.
    #[must_use]
    pub fn has_ended(&self) -> bool {
        self.ended.is_cancelled()
    }

    /// Returns when it was revoked, ran out or was signed out.
    pub async fn ended(&self) {
        self.ended.cancelled().await;
    }
}
