//! The session's cookie as it is set and taken away.

use axum_extra::extract::cookie::{Cookie, SameSite};
use cairn_domain::accounts::SignedIn;
use http::HeaderValue;

use super::Door;
use crate::{config::PublicUrl, http::credential::SESSION_COOKIE};

/// Sets the cookie of a new session, for as long as the session lasts.
pub fn of_session(door: &Door, signed_in: &SignedIn) -> HeaderValue {
    header_value(door, signed_in.secret.expose(), door.session_length.num_seconds())
}

/// Takes the cookie away.
pub fn none(door: &Door) -> HeaderValue {
    header_value(door, "", 0)
}

fn header_value(door: &Door, value: &str, seconds: i64) -> HeaderValue {
    let is_secure = door.public_url.as_ref().is_some_and(PublicUrl::is_secure);
    let cookie = Cookie::build((SESSION_COOKIE, value))
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(is_secure)
        .build()
        .to_string();
    HeaderValue::try_from(format!("{cookie}; Max-Age={seconds}"))
        .expect("a cookie of base64url is plain text")
}
