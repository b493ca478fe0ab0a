//! Whether a request that carries a cookie comes from our own pages.
//!
//! Browsers send cookies along with whatever a foreign page starts, so a cookie alone proves nothing.
//! A token in a header needs none of this: no foreign page can set it.

use http::{HeaderMap, header};

use super::Host;
use crate::config::PublicUrl;

/// Whether a page of ours started this request.
///
/// `Origin` decides when it is there: it must be the public URL, or name the host that the request
/// was sent to. Every browser of today sends it with a POST and with a WebSocket. Without `Origin`,
/// `Sec-Fetch-Site` must be `same-origin`. Without both, the client is no browser: nobody else's page
/// made it send the cookie.
pub fn is_same_origin(headers: &HeaderMap, public_url: Option<&PublicUrl>) -> bool {
    let text = |name| headers.get(name).map(|value| value.to_str().unwrap_or_default());
    if let Some(site) = text(header::HeaderName::from_static("sec-fetch-site"))
        && !matches!(site, "same-origin" | "none")
    {
        return false;
    }
    if headers.get_all(header::ORIGIN).iter().count() > 1 {
        return false;
    }
    let Some(origin) = text(header::ORIGIN) else {
        let site = text(header::HeaderName::from_static("sec-fetch-site"));
        return site.is_none_or(|site| site == "same-origin");
    };
    if public_url.is_some_and(|url| url.as_str().eq_ignore_ascii_case(origin)) {
        return true;
    }
    let origin_host = origin.strip_prefix("http://").or_else(|| origin.strip_prefix("https://"));
    let host = Host::of(headers);
    origin_host.zip(host).is_some_and(|(origin, Host(host))| origin.eq_ignore_ascii_case(&host))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_same(given: &[(&'static str, &'static str)]) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert("host", "10.1.1.1:8080".parse().unwrap());
        for (name, value) in given {
            headers.append(*name, value.parse().unwrap());
        }
        let public_url = PublicUrl::try_from("https://boards.example.org".to_owned()).unwrap();
        is_same_origin(&headers, Some(&public_url))
    }

    #[test]
    fn our_own_pages_and_non_browsers_pass() {
        assert!(is_same(&[("origin", "https://boards.example.org")]));
        assert!(is_same(&[("origin", "http://10.1.1.1:8080")]));
        assert!(is_same(&[("origin", "http://10.1.1.1:8080"), ("sec-fetch-site", "same-origin")]));
        assert!(is_same(&[("sec-fetch-site", "same-origin")]));
        assert!(is_same(&[]));
    }

    #[test]
    fn everybody_else_does_not() {
        assert!(!is_same(&[("origin", "https://evil.example")]));
        assert!(!is_same(&[("origin", "null")]));
        assert!(!is_same(&[("origin", "http://10.1.1.1:9090")]));
        assert!(!is_same(&[("origin", "http://boards.example.org")]));
        assert!(!is_same(&[("origin", "https://boards.example.org.evil.example")]));
        assert!(!is_same(&[("sec-fetch-site", "cross-site")]));
        assert!(!is_same(&[("sec-fetch-site", "same-site")]));
        assert!(!is_same(&[("sec-fetch-site", "none")]));
        let both = [("origin", "https://boards.example.org"), ("sec-fetch-site", "cross-site")];
        assert!(!is_same(&both));
        let two = [("origin", "https://boards.example.org"), ("origin", "https://evil.example")];
        assert!(!is_same(&two));
    }
}
