//! Which board a question is about, when it is about one board and nothing else.

use async_graphql::parser::types::{
    DocumentOperations, ExecutableDocument, OperationDefinition, OperationType, Selection,
};
use async_graphql::{Value, Variables};
use cairn_domain::access::BoardRef;
use cairn_domain::entities::BoardId;

use crate::ids;

/// A board as a question names it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Named {
    Id(BoardId),
    Key(String),
}

impl Named {
    pub fn as_ref(&self) -> BoardRef<'_> {
        match self {
            Self::Id(id) => BoardRef::Id(*id),
            Self::Key(key) => BoardRef::Key(key),
        }
    }
}

/// The board, where the operation is a query whose only field is `board`.
pub(super) fn sole_board(
    document: &ExecutableDocument,
    operation_name: Option<&str>,
    variables: &Variables,
) -> Option<Named> {
    let operation = operation(document, operation_name)?;
    let [only] = operation.selection_set.node.items.as_slice() else { return None };
    let Selection::Field(field) = &only.node else { return None };
    let field = &field.node;
    let is_plain = operation.ty == OperationType::Query
        && operation.directives.is_empty()
        && field.name.node == "board"
        && field.directives.is_empty();
    if !is_plain {
        return None;
    }
    let argument = |name: &str| {
        let value = field.get_argument(name)?.node.clone();
        let value = value.into_const_with(|variable| {
            let given = variables.get(&variable).cloned();
            given.or_else(|| default(operation, &variable)).ok_or(())
        });
        match value {
            Ok(Value::String(text)) => Some(text),
            _ => None,
        }
    };
    match (argument("id"), argument("key")) {
        (Some(id), None) => Some(Named::Id(ids::parse(&id.into()))),
        (None, Some(key)) => Some(Named::Key(key)),
        _ => None,
    }
}

fn operation<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), None) => Some(&operation.node),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(operations), None) if operations.len() == 1 => {
            operations.values().next().map(|operation| &operation.node)
        }
        _ => None,
    }
}

fn default(operation: &OperationDefinition, variable: &str) -> Option<Value> {
    let mut definitions = operation.variable_definitions.iter();
    let definition = definitions.find(|definition| definition.node.name.node == variable)?;
    definition.node.default_value().cloned()
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;
    use serde_json::json;

    use super::*;

    fn named(text: &str, variables: serde_json::Value) -> Option<Named> {
        sole_board(&parse_query(text).unwrap(), None, &Variables::from_json(variables))
    }

    #[test]
    fn a_board_is_named_by_key_or_id() {
        let rl = Some(Named::Key("RL".to_owned()));
        assert_eq!(named("{ board(key: \"RL\") { id } }", json!({})), rl);
        let by_variable =
            "query Q($id: ID, $key: String = \"RL\") { board(id: $id, key: $key) { id } }";
        assert_eq!(named(by_variable, json!({})), rl);
        assert_eq!(named(by_variable, json!({ "key": "RL", "id": null })), rl);
        let id = "board_00000000000000000000000000000001";
        let by_id = named(by_variable, json!({ "key": null, "id": id }));
        assert_eq!(by_id, Some(Named::Id(id.parse().unwrap())));
    }

    #[test]
    fn anything_else_is_not_about_one_board() {
        for text in [
            "{ board(key: \"A\", id: \"b\") { id } }",
            "{ board { id } }",
            "{ board(key: \"A\") { id } viewer { id } }",
            "{ board(key: \"A\") @skip(if: false) { id } }",
            "{ ...F } fragment F on Query { board(key: \"A\") { id } }",
            "{ boards { totalCount } }",
            "mutation { board(key: \"A\") { id } }",
        ] {
            assert_eq!(named(text, json!({})), None, "{text}");
        }
    }
}
