//! Which of a document's variables say nothing but where a subscriber begins.

use async_graphql::Name;
use async_graphql::Positioned;
use async_graphql::parser::types::{
    Directive, DocumentOperations, ExecutableDocument, OperationDefinition, Selection, SelectionSet,
};
use async_graphql_value::Value;

/// The variables whose only use in the whole document is as `after` or `epoch` of the operation's own
/// `boardEvents`. Whatever is rendered is the same for all their values.
pub(super) fn cursor_variables<'a>(
    document: &'a ExecutableDocument,
    operation: Option<&str>,
) -> Vec<&'a Name> {
    let mut uses = Uses::default();
    for (_, operation) in document.operations.iter() {
        let definitions = operation.node.variable_definitions.iter();
        definitions.for_each(|definition| uses.directives(&definition.node.directives));
        uses.directives(&operation.node.directives);
        uses.selection_set(&operation.node.selection_set.node);
    }
    for fragment in document.fragments.values() {
        uses.directives(&fragment.node.directives);
        uses.selection_set(&fragment.node.selection_set.node);
    }
    let mut cursors = chosen(document, operation).map(cursors_of).unwrap_or_default();
    cursors.retain(|name| uses.0.iter().filter(|used| *used == name).count() == 1);
    cursors
}

fn chosen<'a>(
    document: &'a ExecutableDocument,
    name: Option<&str>,
) -> Option<&'a OperationDefinition> {
    match (&document.operations, name) {
        (DocumentOperations::Single(operation), _) => Some(&operation.node),
        (DocumentOperations::Multiple(operations), Some(name)) => {
            operations.get(name).map(|operation| &operation.node)
        }
        (DocumentOperations::Multiple(operations), None) => {
            let mut operations = operations.values();
            operations.next().filter(|_| operations.next().is_none()).map(|only| &only.node)
        }
    }
}

fn cursors_of(operation: &OperationDefinition) -> Vec<&Name> {
    let fields = operation.selection_set.node.items.iter().filter_map(|item| match &item.node {
        Selection::Field(field) if field.node.name.node == "boardEvents" => Some(&field.node),
        _ => None,
    });
    let arguments = fields.flat_map(|field| &field.arguments);
    arguments
        .filter(|(name, _)| matches!(name.node.as_str(), "after" | "epoch"))
        .filter_map(|(_, value)| match &value.node {
            Value::Variable(name) => Some(name),
            _ => None,
        })
        .collect()
}

/// Every use of a variable, in no order.
#[derive(Default)]
struct Uses<'a>(Vec<&'a Name>);

impl<'a> Uses<'a> {
    fn selection_set(&mut self, set: &'a SelectionSet) {
        for selection in &set.items {
            self.directives(selection.node.directives());
            match &selection.node {
                Selection::Field(field) => {
                    field.node.arguments.iter().for_each(|(_, value)| self.value(&value.node));
                    self.selection_set(&field.node.selection_set.node);
                }
                Selection::InlineFragment(fragment) => {
                    self.selection_set(&fragment.node.selection_set.node);
                }
                Selection::FragmentSpread(_) => {}
            }
        }
    }

    fn directives(&mut self, directives: &'a [Positioned<Directive>]) {
        for directive in directives {
            directive.node.arguments.iter().for_each(|(_, value)| self.value(&value.node));
        }
    }

    fn value(&mut self, value: &'a Value) {
        match value {
            Value::Variable(name) => self.0.push(name),
            Value::List(items) => items.iter().for_each(|item| self.value(item)),
            Value::Object(fields) => fields.values().for_each(|field| self.value(field)),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use async_graphql::parser::parse_query;

    use super::*;

    fn cursors(text: &str, operation: Option<&str>) -> Vec<String> {
        let document = parse_query(text).unwrap();
        cursor_variables(&document, operation).into_iter().map(ToString::to_string).collect()
    }

    #[test]
    fn what_only_says_where_to_begin_is_found() {
        let text = "subscription S($b: ID!, $a: Int!, $e: ID) {
            x: boardEvents(boardId: $b, after: $a, epoch: $e) { __typename } }";
        assert_eq!(cursors(text, None), ["a", "e"]);
        assert_eq!(cursors(text, Some("S")), ["a", "e"]);
        assert!(cursors(text, Some("T")).is_empty());
    }

    #[test]
    fn what_is_used_elsewhere_too_is_not() {
        for other in [
            "boardEvents(boardId: \"b\", after: $a) { __typename @skip(if: $a) }",
            "boardEvents(boardId: \"b\", after: $a) { ... @include(if: $a) { __typename } }",
            "boardEvents(boardId: \"b\", after: $a) { ...F @include(if: $a) }",
            "boardEvents(boardId: \"b\", after: $a) @skip(if: $a) { __typename }",
            "boardEvents(boardId: $a, after: $a) { __typename }",
            "boardEvents(boardId: \"b\", after: $a) { x(y: [{ z: $a }]) }",
            "boardEvents(boardId: \"b\", after: $a) { ...G }",
            "boardEvents(boardId: \"b\", after: [$a]) { __typename }",
            "other(after: $a) { __typename }",
            "... { boardEvents(boardId: \"b\", after: $a) { __typename } }",
        ] {
            let text = format!(
                "subscription S($a: Int) {{ {other} }} fragment F on X {{ a }}
                 fragment G on X {{ b(c: $a) }}"
            );
            let text = if other.contains("...G") { text } else { text.replace("(c: $a)", "") };
            assert!(cursors(&text, Some("S")).is_empty(), "{text}");
        }
        let two = "subscription S($a: Int) { boardEvents(after: $a) { a } }
            subscription T($a: Int) { boardEvents(after: $a) { a } }";
        assert!(cursors(two, Some("S")).is_empty());
    }
}
