//! Making and revoking API tokens. No board's log tells of either.

use async_graphql::{Context, ID, InputObject, Object, SimpleObject};

use super::ApiToken;
use crate::delete_payload::DeletePayload;
use crate::error::Result;
use crate::ids;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// A token to be made.
#[derive(InputObject)]
pub struct CreateApiTokenInput {
    /// Sent again within 24 hours, the write is not repeated; its secret is not told again.
    client_mutation_id: Option<ID>,
    /// What to call the token.
    name: String,
}

/// A token to be revoked.
#[derive(InputObject)]
pub struct RevokeApiTokenInput {
    /// Sent again within 24 hours, the first outcome is returned and nothing changes.
    client_mutation_id: Option<ID>,
    /// Which of the viewer's own tokens.
    token_id: ID,
}

/// What making a token came to.
#[derive(SimpleObject)]
pub struct ApiTokenPayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The token; null when none was made.
    token: Option<ApiToken>,
    /// What programs show from now on. It is told only this once, and not when the write is repeated.
    secret: Option<String>,
    /// Why no token was made; empty when one was.
    user_errors: Vec<UserError>,
}

/// Writes of API tokens.
#[derive(Default)]
pub struct TokenMutations;

#[Object]
impl TokenMutations {
    /// Makes an API token that acts for the viewer.
    async fn create_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The token.")] input: CreateApiTokenInput,
    ) -> Result<ApiTokenPayload> {
        let CreateApiTokenInput { client_mutation_id, name } = input;
        let Written { client_mutation_id, outcome, user_errors } =
            write(ctx, client_mutation_id, async |domain, request| {
                domain.accounts().create_token(request, &name).await
            })
            .await?;
        let (token, secret) = outcome.map(|made| (made.token.into(), made.secret)).unzip();
        let secret = secret.flatten().map(|secret| secret.expose().to_owned());
        Ok(ApiTokenPayload { client_mutation_id, token, secret, user_errors })
    }

    /// Revokes an API token of the viewer: what it has open ends at once.
    async fn revoke_api_token(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which token.")] input: RevokeApiTokenInput,
    ) -> Result<DeletePayload> {
        let RevokeApiTokenInput { client_mutation_id, token_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            domain.accounts().revoke_token(request, ids::parse(&token_id)).await
        })
        .await?;
        Ok(written.into())
    }
}
