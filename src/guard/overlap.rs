//! Refuses a document with two different fields under one name, at the first pair.
//!
//! The library's rule finds the same pairs and writes a message for each: 2,000 tokens make 30,000
//! messages. After this check it has none to write. [`super::structure`] has bounded the work.

use std::collections::{HashMap, HashSet};

use async_graphql::{
    Positioned,
    parser::types::{ExecutableDocument, Field, Selection, SelectionSet},
};

use crate::problem::Problem;

/// Looks at every selection set of the document.
pub fn check(document: &ExecutableDocument) -> Result<(), Problem> {
    for fragment in document.fragments.values() {
        check_set(document, &fragment.node.selection_set.node)?;
    }
    for (_, operation) in document.operations.iter() {
        check_set(document, &operation.node.selection_set.node)?;
    }
    Ok(())
}

fn check_set(document: &ExecutableDocument, set: &SelectionSet) -> Result<(), Problem> {
    let mut level = Level { document, fields: HashMap::new(), visited: HashSet::new() };
    level.collect(None, set)?;
    for selection in &set.items {
        match &selection.node {
            Selection::Field(field) => check_set(document, &field.node.selection_set.node)?,
            Selection::InlineFragment(inline) => {
                check_set(document, &inline.node.selection_set.node)?;
            }
            Selection::FragmentSpread(_) => {}
        }
    }
    Ok(())
}

/// The fields of one level, by the type they are selected on and the name they get.
struct Level<'a> {
    document: &'a ExecutableDocument,
    fields: HashMap<(Option<&'a str>, &'a str), &'a Positioned<Field>>,
    visited: HashSet<&'a str>,
}

impl<'a> Level<'a> {
    fn collect(&mut self, on: Option<&'a str>, set: &'a SelectionSet) -> Result<(), Problem> {
        for selection in &set.items {
            match &selection.node {
                Selection::Field(field) => self.add(on, field)?,
                Selection::InlineFragment(inline) => {
                    let on = inline.node.type_condition.as_ref().map(|on| on.node.on.node.as_str());
                    self.collect(on, &inline.node.selection_set.node)?;
                }
                Selection::FragmentSpread(spread) => {
                    let name = &spread.node.fragment_name.node;
                    let Some(fragment) = self.document.fragments.get(name) else { continue };
                    if self.visited.insert(name) {
                        let on = fragment.node.type_condition.node.on.node.as_str();
                        self.collect(Some(on), &fragment.node.selection_set.node)?;
                    }
                }
            }
        }
        Ok(())
    }

    fn add(&mut self, on: Option<&'a str>, field: &'a Positioned<Field>) -> Result<(), Problem> {
        let name = field.node.response_key().node.as_str();
        let Some(earlier) = self.fields.insert((on, name), field) else { return Ok(()) };
        let same = earlier.node.name.node == field.node.name.node
            && earlier.node.arguments.len() == field.node.arguments.len()
            && earlier
                .node
                .arguments
                .iter()
                .all(|(name, value)| field.node.get_argument(&name.node) == Some(value));
        if same {
            return Ok(());
        }
        let mut problem = Problem::bad_request(format!(
            "Fields \"{}\" conflict: they differ in name or arguments. Give one of them an alias.",
            name.chars().take(64).collect::<String>()
        ));
        problem.locations = vec![earlier.pos, field.pos];
        Err(problem)
    }
}
