//! What comes back from execution, made fit for clients.
//!
//! Every error leaves with one of the contract's codes. What a resolver gave no code is our mistake:
//! its message goes to the log under an id, and the client gets the id.

use async_graphql::{Response, ServerError, Value};
use bytes::Bytes;
use serde::Serialize;

use super::internal;
use crate::{
    problem::{Code, Problem, set_code},
    telemetry::new_id,
};

/// Errors that one answer tells; the rest only repeats.
const ERRORS: usize = 20;

/// The answer to one request, or one event of a subscription.
#[derive(Debug, Serialize)]
pub struct Answer {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<ServerError>,
    /// `None` when nothing was executed.
    #[serde(skip_serializing_if = "Option::is_none")]
    data: Option<Value>,
}

impl Answer {
    /// Cleans what the library answered.
    pub fn of(response: Response) -> Self {
        let Response { data, mut errors, .. } = response;
        // The library says `data: null` both when nothing ran and when a root field failed; an error
        // from a field has a path.
        let has_run = errors.is_empty()
            || data != Value::Null
            || errors.iter().any(|error| !error.path.is_empty());
        errors.truncate(ERRORS);
        for error in &mut errors {
            clean(error, has_run);
        }
        Self { errors, data: has_run.then_some(data) }
    }

    /// Whether nothing was executed.
    pub fn is_request_error(&self) -> bool {
        self.data.is_none()
    }

    /// The code of the first error, for the log.
    pub fn code(&self) -> Option<String> {
        let extensions = self.errors.first()?.extensions.as_ref()?;
        match extensions.get("code")? {
            Value::String(code) => Some(code.clone()),
            _ => None,
        }
    }

    /// The errors alone, as the `error` message of the socket protocol has them.
    pub fn errors(&self) -> &[ServerError] {
        &self.errors
    }

    /// The answer as JSON.
    ///
    /// # Panics
    ///
    /// Never: an answer is plain data with texts as keys.
    pub fn to_json(&self) -> Bytes {
        serde_json::to_vec(self).expect("an answer is plain data").into()
    }
}

impl From<Problem> for Answer {
    fn from(problem: Problem) -> Self {
        Self { errors: vec![problem.into()], data: None }
    }
}

fn clean(error: &mut ServerError, has_run: bool) {
    if error.extensions.as_ref().is_some_and(|extensions| extensions.get("code").is_some()) {
        return;
    }
    if !has_run || is_input_error(error) {
        let is_limit = error.message.starts_with("Query is ");
        set_code(error, if is_limit { Code::TooComplex } else { Code::BadRequest });
        return;
    }
    let error_id = new_id();
    tracing::error!(error.id = error_id, error.message, error.path = ?error.path, "a resolver failed");
    let Problem { message, code, .. } = internal(&error_id);
    error.message = message;
    error.source = None;
    set_code(error, code);
}

/// Whether the library refused an argument's value while it executed; validation does not see the
/// range of numbers nor the format of our scalars.
fn is_input_error(error: &ServerError) -> bool {
    ["Failed to parse \"", "Expected input type \"", "Invalid value for argument "]
        .iter()
        .any(|start| error.message.starts_with(start))
}

#[cfg(test)]
mod tests {
    use async_graphql::{EmptyMutation, EmptySubscription, Error, ErrorExtensions, Object, Schema};

    use super::*;

    struct Query;

    #[Object]
    #[expect(clippy::unused_async, reason = "the macro takes async functions only")]
    impl Query {
        async fn broken(&self) -> Result<i32, Error> {
            Err(Error::new("connection to 10.0.0.7 refused"))
        }

        async fn missing(&self) -> Result<i32, Error> {
            Err(Error::new("No such board.").extend_with(|_, more| more.set("code", "NOT_FOUND")))
        }

        async fn double(&self, number: i32) -> i32 {
            number * 2
        }
    }

    async fn answer(document: &str) -> serde_json::Value {
        let schema = Schema::new(Query, EmptyMutation, EmptySubscription);
        serde_json::from_slice(&Answer::of(schema.execute(document).await).to_json()).unwrap()
    }

    #[tokio::test]
    async fn an_error_without_a_code_is_hidden() {
        let answer = answer("{ broken }").await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "INTERNAL");
        assert!(!answer.to_string().contains("10.0.0.7"));
        assert!(answer.get("data").is_some());
    }

    #[tokio::test]
    async fn an_error_with_a_code_is_told() {
        let answer = answer("{ missing }").await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "NOT_FOUND");
        assert_eq!(answer["errors"][0]["message"], "No such board.");
    }

    #[tokio::test]
    async fn what_validation_refuses_has_no_data() {
        let answer = answer("{ nonsense }").await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST");
        assert!(answer.get("data").is_none());
    }

    #[tokio::test]
    async fn a_number_out_of_range_is_the_clients_mistake() {
        let answer = answer("{ double(number: 99999999999) }").await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], "BAD_REQUEST", "{answer}");
    }
}
