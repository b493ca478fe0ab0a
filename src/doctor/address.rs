//! How people reach the server.

use http::Uri;

use super::{Config, Finding};

const CHECK: &str = "address";

/// Looks at whether `public_url` and `listen` fit together.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let public_url = config.reached_at(config.listen);
    let is_local = config.listen.ip().is_loopback();
    let listens = format!("people reach {public_url}, the server listens on {}", config.listen);
    if config.public_url.is_none() {
        return vec![if is_local {
            Finding::ok(CHECK, format!("{listens}: only this machine can reach it"))
        } else {
            let advice = "set public_url to the address that people type";
            Finding::warn(CHECK, format!("{listens}, and public_url is not set"), advice)
        }];
    }
    if public_url.is_secure() {
        return vec![if config.trusted_proxies.is_empty() {
            let advice = "name the proxy's network in trusted_proxies, or the limits for one \
                          address will count for everybody together";
            Finding::warn(CHECK, format!("{listens}, but no proxy is trusted"), advice)
        } else {
            Finding::ok(CHECK, format!("{listens}, behind a proxy with TLS"))
        }];
    }
    if is_loopback_host(public_url.as_str()) {
        return vec![Finding::ok(CHECK, format!("{listens}: only this machine can reach it"))];
    }
    let advice = "put a proxy with TLS in front, and let public_url begin with https://";
    vec![Finding::warn(CHECK, format!("{listens}: passwords travel in the open"), advice)]
}

fn is_loopback_host(url: &str) -> bool {
    let uri: Option<Uri> = url.parse().ok();
    let host = uri.as_ref().and_then(Uri::host).unwrap_or_default();
    let address = host.trim_start_matches('[').trim_end_matches(']');
    host == "localhost"
        || address.parse().is_ok_and(|address: std::net::IpAddr| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;
    use crate::config::PublicUrl;

    fn verdict(listen: &str, public_url: Option<&str>, proxies: &[&str]) -> Verdict {
        let config = Config {
            listen: listen.parse().unwrap(),
            public_url: public_url.map(|url| PublicUrl::try_from(url.to_owned()).unwrap()),
            trusted_proxies: proxies.iter().map(|network| network.parse().unwrap()).collect(),
            ..Config::default()
        };
        look(&config)[0].verdict
    }

    #[test]
    fn addresses_that_need_a_look_are_told() {
        assert_eq!(verdict("127.0.0.1:8080", None, &[]), Verdict::Ok);
        assert_eq!(verdict("0.0.0.0:8080", None, &[]), Verdict::Warn);
        assert_eq!(verdict("127.0.0.1:8080", Some("http://localhost:8080"), &[]), Verdict::Ok);
        assert_eq!(verdict("[::1]:8080", Some("http://[::1]:8080"), &[]), Verdict::Ok);
        assert_eq!(verdict("0.0.0.0:80", Some("http://boards.example.org"), &[]), Verdict::Warn);
        let secure = Some("https://boards.example.org");
        assert_eq!(verdict("127.0.0.1:8080", secure, &[]), Verdict::Warn);
        assert_eq!(verdict("127.0.0.1:8080", secure, &["127.0.0.1/32"]), Verdict::Ok);
    }
}
