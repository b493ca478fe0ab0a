//! Personal API tokens.

mod mutations;

pub use mutations::TokenMutations;

use async_graphql::{ID, Object};
use cairn_domain::accounts;

use crate::scalars::DateTime;

/// A personal API token, without its secret.
#[derive(Clone, Debug)]
pub struct ApiToken {
    token: accounts::ApiToken,
}

impl From<accounts::ApiToken> for ApiToken {
    fn from(token: accounts::ApiToken) -> Self {
        Self { token }
    }
}

/// A personal API token: a program that shows its secret acts for its owner.
#[Object]
impl ApiToken {
    /// The token's id, such as `token_…`; it is no secret.
    async fn id(&self) -> ID {
        self.token.id.to_string().into()
    }

    /// What its owner calls it.
    async fn name(&self) -> &str {
        &self.token.name
    }

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.token.created_at.into()
    }

    /// When it was last used, give or take a minute; null when never.
    async fn last_used_at(&self) -> Option<DateTime> {
        self.token.last_used_at.map(Into::into)
    }
}
