//! Finds the credential in a request's headers.

use http::{HeaderMap, header};

use crate::{config::Secret, operation::Presented, problem::Problem};

/// The cookie of a browser's session.
pub const SESSION_COOKIE: &str = "cairn_session";

/// What the headers show. A token in `Authorization` is over the cookie.
pub fn presented(headers: &HeaderMap) -> Result<Presented, Problem> {
    if let Some(value) = headers.get(header::AUTHORIZATION) {
        let token = value.to_str().ok().and_then(bearer);
        return token.map(Presented::Bearer).ok_or_else(|| {
            Problem::bad_request("The Authorization header is not \"Bearer\" and a token.")
        });
    }
    Ok(session_cookie(headers).map_or(Presented::Nothing, Presented::Cookie))
}

/// What the session's cookie holds.
pub fn session_cookie(headers: &HeaderMap) -> Option<Secret> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(name, value)| *name == SESSION_COOKIE && !value.is_empty())
        .map(|(_, value)| Secret::new(value))
}

/// The token of `Bearer TOKEN`.
pub fn bearer(value: &str) -> Option<Secret> {
    let (scheme, token) = value.trim().split_once(' ')?;
    let token = token.trim();
    let is_bearer = scheme.eq_ignore_ascii_case("bearer");
    (is_bearer && !token.is_empty() && !token.contains(' ')).then(|| Secret::new(token))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(given: &[(&'static str, &'static str)]) -> String {
        let mut headers = HeaderMap::new();
        for (name, value) in given {
            headers.append(*name, value.parse().unwrap());
        }
        match presented(&headers) {
            Ok(Presented::Nothing) => "nothing".to_owned(),
            Ok(Presented::Bearer(token)) => format!("bearer {}", token.expose()),
            Ok(Presented::Cookie(token)) => format!("cookie {}", token.expose()),
            Err(_) => "refused".to_owned(),
        }
    }

    #[test]
    fn the_token_is_over_the_cookie() {
        let cookie = ("cookie", "theme=dark; cairn_session=abc");
        assert_eq!(shown(&[]), "nothing");
        assert_eq!(shown(&[cookie]), "cookie abc");
        assert_eq!(shown(&[cookie, ("authorization", "bearer t1")]), "bearer t1");
        assert_eq!(shown(&[cookie, ("authorization", "Basic dTpw")]), "refused");
        assert_eq!(shown(&[("authorization", "Bearer ")]), "refused");
    }
}
