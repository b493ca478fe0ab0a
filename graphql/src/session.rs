//! What resolvers of one operation share.

use std::sync::Arc;

use async_graphql::Context;
use cairn_domain::{Actor, Domain, Reader};

use crate::error::{ApiError, Result};
use crate::loaders::{Loaders, Quiet};
use crate::shared::SharedBoard;

/// What the server tells about itself.
#[derive(Clone, Debug)]
pub struct ServerInfo {
    /// The name to show.
    pub name: String,
    /// The program's version.
    pub version: String,
    /// The address at which people reach it.
    pub public_url: String,
}

/// One operation: who asks, and how it reads.
pub(crate) struct Session {
    pub domain: Domain,
    pub actor: Actor,
    pub reader: Arc<Reader>,
    pub loaders: Loaders,
    pub server: Arc<ServerInfo>,
}

impl Session {
    /// An operation that reads with `reader`, whose quiet moments are told to `quiet`.
    pub fn new(
        domain: Domain,
        actor: Actor,
        reader: Reader,
        server: Arc<ServerInfo>,
        quiet: &Quiet,
    ) -> Self {
        let reader = Arc::new(reader);
        let loaders = Loaders::new(&reader, &actor, quiet);
        Self { domain, actor, reader, loaders, server }
    }
}

/// How resolvers get at the [`Session`].
pub(crate) trait InSession<'a> {
    /// The viewer's own operation. Where the answer is made for several viewers there is none: what
    /// asks for it ends the attempt, and each of them is answered alone.
    fn session(&self) -> Result<&'a Session>;

    /// The board that an answer for several viewers is made from.
    fn shared_board(&self) -> Option<&'a SharedBoard>;
}

impl<'a> InSession<'a> for Context<'a> {
    fn session(&self) -> Result<&'a Session> {
        self.data_opt::<Session>().ok_or_else(ApiError::for_one_viewer_only)
    }

    fn shared_board(&self) -> Option<&'a SharedBoard> {
        self.data_opt::<SharedBoard>()
    }
}
