//! Who asks: the seam between the doors and the accounts behind them.

use std::{future, sync::Arc};

use async_graphql::Request;
use futures_util::future::BoxFuture;

use crate::config::Secret;

/// What a client showed at the door.
#[derive(Debug, Clone)]
pub enum Presented {
    /// No credential: anybody.
    Nothing,
    /// `Authorization: Bearer ...`, or the same in `connection_init`.
    Bearer(Secret),
    /// The cookie `cairn_session`.
    Cookie(Secret),
}

/// Why a credential was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Refused {
    /// It is unknown, has ended or was taken back.
    #[error("the credential does not hold")]
    Invalid,
    /// It cannot be looked up now.
    #[error("credentials cannot be checked now")]
    Unavailable,
}

/// Turns a credential into an identity.
pub trait Authenticate: Send + Sync + 'static {
    /// Resolves what was shown. [`Presented::Nothing`] is the anonymous identity, never an error.
    fn authenticate(
        &self,
        presented: Presented,
    ) -> BoxFuture<'_, Result<Arc<dyn Identity>, Refused>>;
}

/// Somebody, known or not, for as long as the credential holds.
pub trait Identity: Send + Sync + 'static {
    /// A name for log lines: an id, never a name or an address of a person.
    fn log_name(&self) -> String;

    /// Puts into a request what resolvers need to know about who asks.
    fn attach(&self, request: Request) -> Request;

    /// Resolves when the credential ends or is taken back; for anybody, never.
    fn revoked(&self) -> BoxFuture<'static, ()>;
}

/// Takes no credential, and everybody is anonymous: for schemas that ask for nobody.
#[derive(Debug, Clone, Copy, Default)]
pub struct Everyone;

impl Authenticate for Everyone {
    fn authenticate(
        &self,
        presented: Presented,
    ) -> BoxFuture<'_, Result<Arc<dyn Identity>, Refused>> {
        Box::pin(future::ready(match presented {
            Presented::Nothing => Ok(Arc::new(Self) as Arc<dyn Identity>),
            Presented::Bearer(_) | Presented::Cookie(_) => Err(Refused::Invalid),
        }))
    }
}

impl Identity for Everyone {
    fn log_name(&self) -> String {
        "anonymous".to_owned()
    }

    fn attach(&self, request: Request) -> Request {
        request
    }

    fn revoked(&self) -> BoxFuture<'static, ()> {
        Box::pin(future::pending())
    }
}
