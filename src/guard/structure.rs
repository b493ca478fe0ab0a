//! Measures a parsed document with its fragments expanded, without expanding them.
//!
//! Each fragment is measured once and its figures are added wherever it is spread. All additions
//! saturate: a document of 30 fragments can stand for 2^30 fields.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned,
    parser::types::{Directive, ExecutableDocument, Field, Selection, SelectionSet},
};

use crate::{config::Limits, problem::Problem};

/// Operations in one document; validation visits every fragment for each of them.
const OPERATIONS: usize = 32;
/// Arguments of one field or directive; validation compares those of equal fields pair by pair.
const ARGUMENTS: usize = 16;
/// Directives in one place.
const DIRECTIVES: usize = 8;
/// Selections that the rule about overlapping fields may look at, over the whole document.
const OVERLAP_WORK: u64 = 20_000;
/// Fields inside one another below `__schema` or `__type`: the usual introspection query has 14.
const INTROSPECTION_DEPTH: u32 = 24;
/// Lists of types and members inside one another below `__schema`: the usual query has 2.
const INTROSPECTION_LISTS: u32 = 3;

/// Figures of a selection set, with fragments expanded.
#[derive(Debug, Clone, Copy, Default)]
struct Figures {
    /// Fields and spreads.
    selections: u64,
    /// Fields inside one another, those of introspection left out.
    depth: u32,
    /// Fields inside one another, those of introspection too.
    full_depth: u32,
    /// Lists of introspection inside one another.
    lists: u32,
    /// Selections on this level: without entering fields.
    flat: u64,
}

/// Refuses a document whose expansion is larger or deeper than the limits allow, or has no end.
pub fn check(document: &ExecutableDocument, limits: &Limits) -> Result<(), Problem> {
    let operations = document.operations.iter().len();
    if operations > OPERATIONS {
        return Err(Problem::too_complex(format!(
            "The document has {operations} operations; {OPERATIONS} are allowed."
        )));
    }
    let mut measuring = Measuring { document, fragments: HashMap::new(), overlap_work: 0 };
    for name in document.fragments.keys() {
        let figures = measuring.fragment(name)?;
        check_selections(figures.selections, limits)?;
    }
    let mut selections = 0_u64;
    for (_, operation) in document.operations.iter() {
        check_directives(&operation.node.directives)?;
        for variable in &operation.node.variable_definitions {
            check_directives(&variable.node.directives)?;
        }
        let figures = measuring.selection_set(&operation.node.selection_set.node)?;
        check_depth(figures, limits)?;
        selections = selections.saturating_add(figures.selections);
    }
    check_selections(selections, limits)?;
    if measuring.overlap_work > OVERLAP_WORK {
        return Err(Problem::too_complex("The document spreads its fragments in too many places."));
    }
    Ok(())
}

fn check_selections(selections: u64, limits: &Limits) -> Result<(), Problem> {
    if selections > limits.document_fields {
        return Err(Problem::too_complex(format!(
            "The document selects more than {} fields.",
            limits.document_fields
        )));
    }
    Ok(())
}

fn check_depth(figures: Figures, limits: &Limits) -> Result<(), Problem> {
    if figures.depth > limits.document_depth {
        return Err(Problem::too_complex(format!(
            "The document nests fields {} deep; {} are allowed.",
            figures.depth, limits.document_depth
        )));
    }
    if figures.full_depth > INTROSPECTION_DEPTH || figures.lists > INTROSPECTION_LISTS {
        return Err(Problem::too_complex("The document nests introspection too deeply."));
    }
    Ok(())
}

struct Measuring<'a> {
    document: &'a ExecutableDocument,
    /// `None` while a fragment is being measured: whoever meets it then has found a cycle.
    fragments: HashMap<&'a Name, Option<Figures>>,
    overlap_work: u64,
}

impl<'a> Measuring<'a> {
    fn fragment(&mut self, name: &'a Name) -> Result<Figures, Problem> {
        match self.fragments.get(name) {
            Some(Some(figures)) => return Ok(*figures),
            Some(None) => {
                return Err(Problem::bad_request(format!(
                    "The fragment \"{name}\" spreads itself."
                )));
            }
            None => {}
        }
        // The validation rules report a fragment that is not there, with its place.
        let Some(fragment) = self.document.fragments.get(name) else {
            return Ok(Figures::default());
        };
        check_directives(&fragment.node.directives)?;
        self.fragments.insert(name, None);
        let figures = self.selection_set(&fragment.node.selection_set.node)?;
        self.fragments.insert(name, Some(figures));
        Ok(figures)
    }

    fn selection_set(&mut self, set: &'a SelectionSet) -> Result<Figures, Problem> {
        let mut total = Figures::default();
        for selection in &set.items {
            check_directives(selection.node.directives())?;
            let figures = match &selection.node {
                Selection::Field(field) => self.field(field)?,
                Selection::InlineFragment(inline) => {
                    self.selection_set(&inline.node.selection_set.node)?
                }
                Selection::FragmentSpread(spread) => {
                    self.fragment(&spread.node.fragment_name.node)?
                }
            };
            total.selections =
                total.selections.saturating_add(figures.selections).saturating_add(1);
            total.flat = total.flat.saturating_add(figures.flat).saturating_add(1);
            total.depth = total.depth.max(figures.depth);
            total.full_depth = total.full_depth.max(figures.full_depth);
            total.lists = total.lists.max(figures.lists);
        }
        self.overlap_work = self.overlap_work.saturating_add(total.flat);
        Ok(total)
    }

    fn field(&mut self, field: &'a Positioned<Field>) -> Result<Figures, Problem> {
        check_arguments(field.node.arguments.len())?;
        let inner = self.selection_set(&field.node.selection_set.node)?;
        let name = field.node.name.node.as_str();
        let is_introspection = matches!(name, "__schema" | "__type");
        let is_list = matches!(name, "fields" | "inputFields" | "interfaces" | "possibleTypes");
        Ok(Figures {
            selections: inner.selections,
            depth: if is_introspection { 1 } else { inner.depth.saturating_add(1) },
            full_depth: inner.full_depth.saturating_add(1),
            lists: inner.lists.saturating_add(u32::from(is_list)),
            flat: 0,
        })
    }
}

fn check_directives(directives: &[Positioned<Directive>]) -> Result<(), Problem> {
    if directives.len() > DIRECTIVES {
        return Err(Problem::too_complex(format!(
            "One place has {} directives; {DIRECTIVES} are allowed.",
            directives.len()
        )));
    }
    directives.iter().try_for_each(|directive| check_arguments(directive.node.arguments.len()))
}

fn check_arguments(count: usize) -> Result<(), Problem> {
    if count > ARGUMENTS {
        return Err(Problem::too_complex(format!(
            "A field has {count} arguments; {ARGUMENTS} are allowed."
        )));
    }
    Ok(())
}
