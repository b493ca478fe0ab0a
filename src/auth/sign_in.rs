//! `POST /auth/sign-in`.

use std::sync::Arc;

use axum::{
    Extension,
    body::Body,
    extract::State,
    response::{IntoResponse, Response},
};
use cairn_domain::accounts::{SignIn, SignedIn};
use http::{HeaderMap, HeaderValue, StatusCode, header};
use serde::Deserialize;

use super::{Door, cookie, refusal::Refusal, request};
use crate::http::{ClientAddress, credential::session_cookie};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Credentials {
    username: String,
    password: String,
}

/// 204 and the cookie, or 401 in one shape.
pub async fn handle(
    State(door): State<Arc<Door>>,
    Extension(client): Extension<ClientAddress>,
    headers: HeaderMap,
    body: Body,
) -> Result<Response, Refusal> {
    let Credentials { username, password } = request::read(&door, &headers, body).await?;
    let mut guess = door.guesses.begin(client)?;
    guess.of(&username).inspect_err(|_| guess.was_no_guess())?;
    let request = SignIn { username, password, session_length: door.session_length };
    let signing_in = door.domain.accounts().sign_in(request).await;
    match signing_in.inspect_err(|_| guess.was_no_guess())? {
        Some(signed_in) => {
            guess.was_right();
            Ok(welcome(&door, &headers, &signed_in).await)
        }
        None => Err(Refusal::invalid_credentials()),
    }
}

/// Answers with the new session's cookie. The session that the browser had ends, so that nobody who
/// planted or knew its cookie shares the new one.
pub async fn welcome(door: &Door, headers: &HeaderMap, signed_in: &SignedIn) -> Response {
    tracing::info!(user.id = %signed_in.user, session.id = %signed_in.session, "signed in");
    if let Some(old) = session_cookie(headers)
        && let Err(error) = door.domain.accounts().sign_out(old.expose()).await
    {
        // The person is signed in all the same; the old session ends on its day.
        tracing::warn!(%error, "the browser's earlier session was not ended");
    }
    let headers = [
        (header::SET_COOKIE, cookie::of_session(door, signed_in)),
        (header::CACHE_CONTROL, HeaderValue::from_static("no-store")),
    ];
    (StatusCode::NO_CONTENT, headers).into_response()
}
