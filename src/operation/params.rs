//! The parameters of a GraphQL request, as both doors receive them.

use async_graphql::Variables;
use serde::Deserialize;
use serde_json::{Map, Value};

use crate::problem::Problem;

/// A document, and which of its operations to run with which variables.
#[derive(Debug, Clone)]
pub struct Params {
    /// The document.
    pub query: String,
    /// The operation's name, needed when there are several.
    pub operation_name: Option<String>,
    /// Variables by name.
    pub variables: Variables,
}

/// The parameters on the wire. `extensions` must be a map when given, and is not used.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Wire {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<Map<String, Value>>,
    #[serde(rename = "extensions")]
    _extensions: Option<Map<String, Value>>,
}

/// The parameters in a URL; maps are JSON texts.
#[derive(Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
struct UrlWire {
    query: Option<String>,
    operation_name: Option<String>,
    variables: Option<String>,
    extensions: Option<String>,
}

impl Params {
    /// Reads the body of a POST, or the payload of a `subscribe`. Only one request, never a batch.
    pub fn from_json(bytes: &[u8]) -> Result<Self, Problem> {
        if bytes.trim_ascii_start().first() != Some(&b'{') {
            return Err(Problem::bad_request(
                "A request is one JSON object; several in an array are not taken.",
            ));
        }
        let wire: Wire = serde_json::from_slice(bytes).map_err(|error| no_request(&error))?;
        wire.try_into()
    }

    /// Reads the query part of a GET's URL.
    pub fn from_url(query: &str) -> Result<Self, Problem> {
        let wire: UrlWire = serde_urlencoded::from_str(query)
            .map_err(|_| Problem::bad_request("The URL's parameters cannot be read."))?;
        let map = |text: Option<String>| match text.as_deref() {
            None | Some("") => Ok(None),
            Some(text) => serde_json::from_str(text).map_err(|error| no_request(&error)),
        };
        Wire {
            query: wire.query,
            operation_name: wire.operation_name.filter(|name| !name.is_empty()),
            variables: map(wire.variables)?,
            _extensions: map(wire.extensions)?,
        }
        .try_into()
    }
}

impl TryFrom<Wire> for Params {
    type Error = Problem;

    fn try_from(wire: Wire) -> Result<Self, Problem> {
        let query = wire.query.ok_or_else(|| {
            Problem::bad_request("The parameter \"query\" is missing; it holds the document.")
        })?;
        let variables = Variables::from_json(Value::Object(wire.variables.unwrap_or_default()));
        Ok(Self { query, operation_name: wire.operation_name, variables })
    }
}

fn no_request(error: &serde_json::Error) -> Problem {
    Problem::bad_request(format!("The request is not what was expected: {error}"))
}
