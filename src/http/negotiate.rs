//! Which media types a GraphQL request and its answer have, as GraphQL over HTTP says.

use http::{HeaderMap, header};

/// The media type of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MediaType {
    /// `application/json`: a well-formed request is answered with 200, whatever is in the answer.
    #[default]
    Json,
    /// `application/graphql-response+json`: the status says whether anything was executed.
    GraphqlResponse,
}

impl MediaType {
    /// The answer's `Content-Type`.
    pub fn content_type(self) -> &'static str {
        match self {
            Self::Json => "application/json; charset=utf-8",
            Self::GraphqlResponse => "application/graphql-response+json; charset=utf-8",
        }
    }

    /// The best type that `Accept` allows; `None` when it allows neither.
    ///
    /// Without `Accept`, or where both are as welcome, it is the older `application/json`: clients
    /// that know the newer one say so. An explicit name weighs more than a pattern.
    pub fn accepted(headers: &HeaderMap) -> Option<Self> {
        let mut has_any = false;
        let (mut json, mut graphql) = (Preference::default(), Preference::default());
        for value in headers.get_all(header::ACCEPT) {
            let Ok(value) = value.to_str() else { return None };
            for range in value.split(',').filter(|range| !range.trim().is_empty()) {
                has_any = true;
                json.consider(range, "json");
                graphql.consider(range, "graphql-response+json");
            }
        }
        if !has_any {
            return Some(Self::Json);
        }
        match (graphql.is_welcome(), json.is_welcome()) {
            (true, true) if graphql.rank() > json.rank() => Some(Self::GraphqlResponse),
            (_, true) => Some(Self::Json),
            (true, false) => Some(Self::GraphqlResponse),
            (false, false) => None,
        }
    }
}

/// How welcome a type is: the quality that the most exact range gives it.
#[derive(Debug, Default, Clone, Copy)]
struct Preference {
    exactness: u8,
    /// Thousandths.
    quality: u16,
}

impl Preference {
    fn is_welcome(self) -> bool {
        self.exactness > 0 && self.quality > 0
    }

    fn rank(self) -> (u16, u8) {
        (self.quality, self.exactness)
    }

    fn consider(&mut self, range: &str, subtype: &str) {
        let mut parts = range.split(';').map(str::trim);
        let name = parts.next().unwrap_or_default().to_ascii_lowercase();
        let exactness = match name.strip_prefix("application/") {
            Some(given) if given == subtype => 3,
            Some("*") => 2,
            _ if name == "*/*" => 1,
            _ => return,
        };
        if exactness < self.exactness {
            return;
        }
        let quality = parts
            .filter_map(|part| part.split_once('='))
            .find(|(name, _)| name.trim().eq_ignore_ascii_case("q"))
            .map_or(1000, |(_, quality)| thousandths(quality.trim()));
        *self = Self { exactness, quality };
    }
}

fn thousandths(quality: &str) -> u16 {
    match quality.split_once('.') {
        Some(("0", digits)) => format!("{digits:0<3.3}").parse().unwrap_or(0),
        _ if quality == "0" => 0,
        _ => 1000,
    }
}

/// Whether a POST's body says that it is JSON in UTF-8.
pub fn is_json(headers: &HeaderMap) -> bool {
    let Some(Ok(value)) = headers.get(header::CONTENT_TYPE).map(|value| value.to_str()) else {
        return false;
    };
    let mut parts = value.split(';').map(str::trim);
    let is_json = parts.next().is_some_and(|name| name.eq_ignore_ascii_case("application/json"));
    is_json
        && parts.filter_map(|part| part.split_once('=')).all(|(name, value)| {
            !name.eq_ignore_ascii_case("charset")
                || value.trim_matches('"').eq_ignore_ascii_case("utf-8")
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn accepted(accept: &'static str) -> Option<MediaType> {
        let mut headers = HeaderMap::new();
        headers.insert(header::ACCEPT, accept.parse().unwrap());
        MediaType::accepted(&headers)
    }

    #[test]
    fn the_client_chooses() {
        use MediaType::{GraphqlResponse, Json};
        for (accept, expected) in [
            ("application/json", Some(Json)),
            ("application/graphql-response+json", Some(GraphqlResponse)),
            ("application/graphql-response+json, application/json;q=0.9", Some(GraphqlResponse)),
            ("application/json;q=0.5, application/graphql-response+json;q=0.4", Some(Json)),
            ("application/graphql-response+json, */*;q=0.1", Some(GraphqlResponse)),
            ("application/graphql-response+json, */*", Some(GraphqlResponse)),
            ("application/json;q=0, */*", Some(GraphqlResponse)),
            ("*/*", Some(Json)),
            ("application/*", Some(Json)),
            ("", Some(Json)),
            ("text/html", None),
            ("application/json;q=0", None),
        ] {
            assert_eq!(accepted(accept), expected, "{accept}");
        }
    }

    #[test]
    fn a_body_is_json_in_utf_8() {
        for (content_type, expected) in [
            ("application/json", true),
            ("Application/JSON; Charset=\"UTF-8\"", true),
            ("application/json; charset=utf-16", false),
            ("text/plain", false),
            ("application/jsonp", false),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::CONTENT_TYPE, content_type.parse().unwrap());
            assert_eq!(is_json(&headers), expected, "{content_type}");
        }
        assert!(!is_json(&HeaderMap::new()));
    }
}
