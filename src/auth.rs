//! Signing in and out over plain HTTP, and what a credential shown at another door is worth.
//!
//! Cookies are set here and nowhere else. Whether a credential holds is the domain's to say; this
//! door only limits how often somebody may guess. Nothing here tells by its answer or its time
//! whether a username exists. Start reading at [`routes`], and at [`Accounts`] for the other doors.

use std::sync::Arc;

use axum::{Router, routing::post};
use cairn_domain::Domain;

use crate::config::{Config, PublicUrl};

mod allowance;
mod cookie;
mod guesses;
mod identity;
mod refusal;
mod request;
mod set_up;
mod sign_in;
mod sign_out;

pub use guesses::{GuessFigures, Guesses};
pub use identity::{Accounts, Caller};

/// The shortest and the longest session, in days.
const SESSION_DAYS: std::ops::RangeInclusive<u32> = 1..=3_660;

/// What the handlers share.
struct Door {
    domain: Domain,
    public_url: Option<PublicUrl>,
    session_length: chrono::Duration,
    body_time: std::time::Duration,
    guesses: Arc<Guesses>,
}

/// `POST /auth/sign-in`, `/auth/sign-out` and `/auth/setup`, each with a JSON object of at most 8 KiB.
/// They answer 204, or `{"error": {"code", "message"}}`. `guesses` says who may still try to sign in.
pub fn routes(domain: Domain, config: &Config, guesses: Arc<Guesses>) -> Router {
    let session_days = config.session_days.clamp(*SESSION_DAYS.start(), *SESSION_DAYS.end());
    let door = Door {
        domain,
        public_url: config.public_url.clone(),
        session_length: chrono::Duration::days(i64::from(session_days)),
        body_time: config.limits.body_time(),
        guesses,
    };
    Router::new()
        .route("/auth/sign-in", post(sign_in::handle))
        .route("/auth/sign-out", post(sign_out::handle))
        .route("/auth/setup", post(set_up::handle))
        .method_not_allowed_fallback(refusal::method_not_allowed)
        .with_state(Arc::new(door))
}

/// The address of the page where the first administrator is made.
pub fn setup_address(public_url: &PublicUrl, secret: &cairn_domain::accounts::Secret) -> String {
    format!("{public_url}/setup?token={}", secret.expose())
}
