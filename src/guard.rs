//! What stands in front of the GraphQL parser, at both doors.
//!
//! Neither the parser nor the validation rules behind it are safe on hostile documents: nesting
//! exhausts the stack, fragments that spread fragments double the work with each line, and pairs of
//! equal fields are compared one with another. [`Guard::admit`] refuses such documents for a price
//! that grows with their length alone. It must never let through what it has not measured, and it
//! knows nothing of Cairn's schema beyond its [`Shape`]. The order of the checks matters.

use std::sync::Arc;

use async_graphql::{
    Variables,
    parser::{
        parse_query,
        types::{DocumentOperations, ExecutableDocument, OperationDefinition, OperationType},
    },
};
use cairn_domain::views::CacheFigures;

use crate::{config::Limits, problem::Problem};

mod cache;
mod cost;
mod input;
mod lexer;
mod overlap;
mod shape;
mod structure;

use cache::DocumentCache;
pub use shape::{Shape, ShapeError};

/// Measures documents before anything else reads them.
#[derive(Debug)]
pub struct Guard {
    limits: Limits,
    shape: Shape,
    cache: DocumentCache,
}

/// A document that may be executed, and the operation in it that was asked for.
#[derive(Debug, Clone)]
pub struct Admitted {
    /// The parsed document, shared with every request that has the same text.
    pub document: Arc<ExecutableDocument>,
    /// The chosen operation's kind.
    pub kind: OperationType,
    /// The chosen operation's name, at most 64 bytes of it.
    pub name: Option<String>,
    /// What it costs, in fields that it may produce and rows that it may read.
    pub cost: u64,
}

impl Guard {
    /// A guard with these limits, in front of the schema that `sdl` describes.
    pub fn new(limits: Limits, sdl: &str) -> Result<Self, ShapeError> {
        let shape = Shape::from_sdl(sdl)?;
        let cache = DocumentCache::new(limits.document_cache_bytes);
        Ok(Self { limits, shape, cache })
    }

    /// How many parsed documents are kept, and how often they were of use.
    pub fn documents(&self) -> CacheFigures {
        self.cache.figures()
    }

    /// Admits a document with its variables, or says why not: `BAD_REQUEST` for what cannot be
    /// understood, `TOO_COMPLEX` for what would cost too much.
    pub fn admit(
        &self,
        text: &str,
        operation_name: Option<&str>,
        variables: &Variables,
    ) -> Result<Admitted, Problem> {
        let document = self.parse(text)?;
        let (name, operation) = choose(&document, operation_name)?;
        input::check_variables(operation, variables, &self.limits)?;
        let price = cost::price(&self.shape, &document, operation, variables);
        if price.input_values > self.limits.input_values {
            return Err(Problem::too_complex(format!(
                "The request's input counts {} values; {} are allowed.",
                price.input_values, self.limits.input_values
            )));
        }
        if price.cost > self.limits.document_cost {
            return Err(Problem::too_complex(format!(
                "The operation costs {}; {} are allowed. Ask for fewer fields, or for less with `first`.",
                price.cost, self.limits.document_cost
            )));
        }
        let kind = operation.ty;
        let name = name.map(|name| name.chars().take(64).collect());
        Ok(Admitted { document, kind, name, cost: price.cost })
    }

    fn parse(&self, text: &str) -> Result<Arc<ExecutableDocument>, Problem> {
        if let Some(document) = self.cache.get(text) {
            return Ok(document);
        }
        let tokens = lexer::scan(text, &self.limits)?;
        let document = parse_query(text).map_err(|error| {
            let mut problem = Problem::bad_request(error.to_string());
            problem.locations.extend(error.positions());
            problem
        })?;
        structure::check(&document, &self.limits)?;
        overlap::check(&document)?;
        let document = Arc::new(document);
        self.cache.put(text, tokens, Arc::clone(&document));
        Ok(document)
    }
}

fn choose<'a>(
    document: &'a ExecutableDocument,
    wanted: Option<&str>,
) -> Result<(Option<&'a str>, &'a OperationDefinition), Problem> {
    match (&document.operations, wanted) {
        (DocumentOperations::Single(operation), None) => Ok((None, &operation.node)),
        (DocumentOperations::Multiple(operations), Some(wanted)) => operations
            .get_key_value(wanted)
            .map(|(name, operation)| (Some(name.as_str()), &operation.node))
            .ok_or_else(|| Problem::bad_request("The document has no operation of that name.")),
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            let (name, operation) = operations.iter().next().expect("it has one operation");
            Ok((Some(name.as_str()), &operation.node))
        }
        (DocumentOperations::Multiple(_), None) => {
            Err(Problem::bad_request("The document has several operations; say which one."))
        }
        (DocumentOperations::Single(_), Some(_)) => {
            Err(Problem::bad_request("The document has no operation of that name."))
        }
    }
}

#[cfg(test)]
mod tests;
