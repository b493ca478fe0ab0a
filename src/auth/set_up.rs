//! `POST /auth/setup`.

use std::sync::Arc;

use axum::{Extension, body::Body, extract::State, response::Response};
use cairn_domain::accounts::FirstAdministrator;
use http::HeaderMap;
use serde::Deserialize;

use super::{Door, refusal::Refusal, request, sign_in::welcome};
use crate::http::ClientAddress;

#[derive(Deserialize)]
#[serde(deny_unknown_fields, rename_all = "camelCase")]
struct Setup {
    token: String,
    username: String,
    display_name: Option<String>,
    password: String,
}

/// 204 and the cookie of the first administrator; 403 for a token that is not, or no longer, the one.
pub async fn handle(
    State(door): State<Arc<Door>>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let Setup { token, username, display_name, password } =
        request::read(&door, &headers, body).await?;
    let guess = door.guesses.begin(client)?;
    let first = FirstAdministrator {
        secret: token,
        username,
        display_name,
        password,
        session_length: door.session_length,
    };
    let setting_up = door.domain.accounts().set_up(first).await;
    match setting_up.inspect_err(|_| guess.was_no_guess())? {
        Some(signed_in) => {
            guess.was_right();
            Ok(welcome(&door, &headers, &signed_in).await)
        }
        None => Err(Refusal::invalid_setup_token()),
    }
}
