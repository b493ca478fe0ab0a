//! What the server tells about itself.

use async_graphql::{Context, Object};

use crate::error::Result;
use crate::scalars::DateTime;
use crate::session::InSession;

/// The server.
pub struct Server;

/// The server itself.
#[Object]
#[expect(clippy::unused_async, reason = "the macro takes async functions only")]
impl Server {
    /// The name to show.
    async fn name(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(ctx.session()?.server.name.clone())
    }

    /// The program's version.
    async fn version(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(ctx.session()?.server.version.clone())
    }

    /// The address at which people reach it, without a slash at the end.
    async fn public_url(&self, ctx: &Context<'_>) -> Result<String> {
        Ok(ctx.session()?.server.public_url.clone())
    }

    /// The time by its clock.
    async fn time(&self, ctx: &Context<'_>) -> Result<DateTime> {
        Ok(ctx.session()?.domain.clock.now().into())
    }
}

/// Reads about the server.
#[derive(Default)]
pub struct ServerQueries;

#[Object]
impl ServerQueries {
    /// The server itself.
    async fn server(&self) -> Server {
        Server
    }
}
