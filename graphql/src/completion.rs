//! Puts nulls where errors left holes, as the GraphQL specification wants them.
//!
//! The library leaves a failed field out of its object. The specification has null there, and where
//! the field may not be null, in the nearest place above that may. Only answers with errors are
//! walked, along the paths of their errors.

use std::collections::HashMap;

use async_graphql::parser::types::{
    BaseType, DocumentOperations, ExecutableDocument, OperationDefinition, OperationType,
    Selection, SelectionSet, Type, TypeKind, TypeSystemDefinition,
};
use async_graphql::{Name, PathSegment, Response, ServerError, Value};

/// The types of all fields: object or interface, then field.
#[derive(Debug)]
pub(crate) struct FieldTypes(HashMap<String, HashMap<String, Type>>);

/// One operation's document, to find what a path of response keys means.
pub(crate) struct Completion<'a> {
    pub types: &'a FieldTypes,
    pub document: &'a ExecutableDocument,
    pub operation: Option<&'a str>,
}

/// Selections of the same place in a document, each with the type it is made on.
type Selections<'a> = Vec<(&'a str, &'a SelectionSet)>;

/// Whether something stays, or has to give way to null in the place above it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Fate {
    Stays,
    BecomesNull,
}

impl FieldTypes {
    /// Reads them from a schema's SDL.
    pub fn read(sdl: &str) -> Self {
        let document = async_graphql::parser::parse_schema(sdl).expect("the SDL is our own");
        let types = document.definitions.into_iter().filter_map(|definition| {
            let TypeSystemDefinition::Type(definition) = definition else { return None };
            let fields = match definition.node.kind {
                TypeKind::Object(object) => object.fields,
                TypeKind::Interface(interface) => interface.fields,
                _ => return None,
            };
            let fields = fields.into_iter().map(|field| {
                let field = field.node;
                (field.name.node.to_string(), field.ty.node)
            });
            Some((definition.node.name.node.to_string(), fields.collect()))
        });
        Self(types.collect())
    }

    fn field(&self, parent: &str, name: &str) -> Option<&Type> {
        self.0.get(parent)?.get(name)
    }
}

impl Completion<'_> {
    /// Fills the holes of `response`.
    pub fn complete(&self, response: &mut Response) {
        let Some(operation) = self.operation_definition() else { return };
        let root = match operation.ty {
            OperationType::Query => "Query",
            OperationType::Mutation => "Mutation",
            OperationType::Subscription => "Subscription",
        };
        let root = vec![(root, &operation.selection_set.node)];
        let paths = || response.errors.iter().map(failed_field).filter(|path| !path.is_empty());
        let (nullable, other): (Vec<_>, Vec<_>) =
            paths().partition(|path| self.is_nullable(&root, path));
        // What may be null first: it can tell an object that has lost all its fields, which the
        // library writes as null, from one that becomes null here.
        for path in nullable.into_iter().chain(other) {
            if self.walk(&root, &mut response.data, path) == Fate::BecomesNull {
                response.data = Value::Null;
            }
        }
    }

    fn operation_definition(&self) -> Option<&OperationDefinition> {
        match (&self.document.operations, self.operation) {
            (DocumentOperations::Single(operation), _) => Some(&operation.node),
            (DocumentOperations::Multiple(operations), Some(name)) => {
                operations.get(name).map(|operation| &operation.node)
            }
            (DocumentOperations::Multiple(operations), None) => {
                operations.values().next().map(|operation| &operation.node)
            }
        }
    }

    /// Whether the field at the end of `path` may be null.
    fn is_nullable(&self, root: &Selections<'_>, path: &[PathSegment]) -> bool {
        let mut selections = root.clone();
        let mut nullable = false;
        for segment in path {
            if let PathSegment::Field(key) = segment {
                let Some((ty, below)) = self.select(&selections, key) else { return false };
                nullable = ty.nullable;
                selections = below;
            }
        }
        nullable
    }

    fn walk(&self, at: &Selections<'_>, object: &mut Value, path: &[PathSegment]) -> Fate {
        let Some((PathSegment::Field(key), rest)) = path.split_first() else { return Fate::Stays };
        let Some((ty, below)) = self.select(at, key) else { return Fate::Stays };
        let is_hole = !rest.iter().any(|segment| matches!(segment, PathSegment::Field(_)));
        if is_hole && ty.nullable && *object == Value::Null {
            *object = Value::Object(async_graphql::indexmap::IndexMap::new());
        }
        let Value::Object(fields) = object else { return Fate::BecomesNull };
        let fate = match fields.get_mut(key.as_str()) {
            None => Fate::BecomesNull,
            Some(_) if is_hole => return Fate::Stays,
            Some(value) => self.walk_type(ty, &below, value, rest),
        };
        match fate {
            Fate::BecomesNull if ty.nullable => {
                fields.insert(Name::new(key), Value::Null);
                Fate::Stays
            }
            fate => fate,
        }
    }

    /// Goes through lists to the objects in them.
    fn walk_type(
        &self,
        ty: &Type,
        below: &Selections<'_>,
        value: &mut Value,
        path: &[PathSegment],
    ) -> Fate {
        let (BaseType::List(inner), Some((PathSegment::Index(index), rest))) =
            (&ty.base, path.split_first())
        else {
            return self.walk(below, value, path);
        };
        let Value::List(items) = value else { return Fate::BecomesNull };
        let Some(item) = items.get_mut(*index) else { return Fate::Stays };
        match self.walk_type(inner, below, item, rest) {
            Fate::BecomesNull if inner.nullable => {
                *item = Value::Null;
                Fate::Stays
            }
            fate => fate,
        }
    }

    /// The type of what has this response key, and what is selected below it.
    fn select<'b>(&'b self, at: &Selections<'b>, key: &str) -> Option<(&'b Type, Selections<'b>)> {
        let mut found = None;
        let mut below = Vec::new();
        for (parent, set) in at {
            self.collect(parent, set, key, &mut found, &mut below);
        }
        found.map(|ty| (ty, below))
    }

    fn collect<'b>(
        &'b self,
        parent: &'b str,
        set: &'b SelectionSet,
        key: &str,
        found: &mut Option<&'b Type>,
        below: &mut Selections<'b>,
    ) {
        for selection in &set.items {
            let (condition, set) = match &selection.node {
                Selection::Field(field) => {
                    let field = &field.node;
                    if field.response_key().node == key
                        && let Some(ty) = self.types.field(parent, &field.name.node)
                    {
                        found.get_or_insert(ty);
                        below.push((named(ty), &field.selection_set.node));
                    }
                    continue;
                }
                Selection::InlineFragment(fragment) => {
                    (fragment.node.type_condition.as_ref(), &fragment.node.selection_set)
                }
                Selection::FragmentSpread(spread) => {
                    match self.document.fragments.get(&spread.node.fragment_name.node) {
                        Some(fragment) => {
                            (Some(&fragment.node.type_condition), &fragment.node.selection_set)
                        }
                        None => continue,
                    }
                }
            };
            let parent = condition.map_or(parent, |condition| condition.node.on.node.as_str());
            self.collect(parent, &set.node, key, found, below);
        }
    }
}

/// The path to the field that failed: an error of a list's item is one of the whole list, unless the
/// item could be null, and then it is null already.
fn failed_field(error: &ServerError) -> &[PathSegment] {
    let is_field = |segment: &PathSegment| matches!(segment, PathSegment::Field(_));
    let end = error.path.iter().rposition(is_field).map_or(0, |last| last + 1);
    &error.path[..end]
}

fn named(ty: &Type) -> &str {
    match &ty.base {
        BaseType::Named(name) => name,
        BaseType::List(inner) => named(inner),
    }
}

#[cfg(test)]
#[expect(clippy::unused_async, reason = "the library wants resolvers to be async")]
mod tests {
    use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema, SimpleObject};
    use serde_json::{Value as Json, json};

    use super::*;

    type Failing = Result<i32, async_graphql::Error>;

    #[derive(SimpleObject)]
    struct Query {
        thing: Option<Thing>,
        sure: Thing,
        things: Vec<Thing>,
        some: Vec<Option<Thing>>,
    }

    #[derive(Clone, Copy)]
    struct Thing;

    #[Object]
    impl Thing {
        async fn good(&self) -> i32 {
            1
        }
        async fn inner(&self) -> Thing {
            Thing
        }
        async fn may_fail(&self) -> Result<Option<i32>, async_graphql::Error> {
            Err("failed".into())
        }
        async fn fails(&self) -> Failing {
            Err("failed".into())
        }
    }

    async fn data(document: &str) -> Json {
        let query = Query {
            thing: Some(Thing),
            sure: Thing,
            things: vec![Thing; 2],
            some: vec![Some(Thing), None],
        };
        let schema = Schema::new(query, EmptyMutation, EmptySubscription);
        let types = FieldTypes::read(&schema.sdl());
        let mut response = schema.execute(document).await;
        assert!(!response.errors.is_empty());
        let document = async_graphql::parser::parse_query(document).unwrap();
        let completion = Completion { types: &types, document: &document, operation: None };
        completion.complete(&mut response);
        response.data.into_json().unwrap()
    }

    #[tokio::test]
    async fn a_field_that_may_be_null_is_null() {
        let expected = json!({"thing": {"good": 1, "x": null}});
        assert_eq!(data("{ thing { good x: mayFail } }").await, expected);
        assert_eq!(data("{ thing { x: mayFail } }").await, json!({"thing": {"x": null}}));
        let expected = json!({"thing": {"x": null, "y": null}});
        assert_eq!(data("{ thing { x: mayFail y: mayFail } }").await, expected);
        assert_eq!(data("{ sure { mayFail } }").await, json!({"sure": {"mayFail": null}}));
    }

    #[tokio::test]
    async fn another_field_makes_the_place_above_null() {
        assert_eq!(data("{ thing { good fails } }").await, json!({"thing": null}));
        assert_eq!(data("{ thing { fails mayFail } }").await, json!({"thing": null}));
        assert_eq!(data("{ thing { good inner { good fails } } }").await, json!({"thing": null}));
        assert_eq!(data("{ sure { good inner { good fails } } }").await, Json::Null);
        assert_eq!(data("{ thing { good } sure { fails } }").await, Json::Null);
    }

    #[tokio::test]
    async fn lists_give_way_as_their_types_say() {
        let expected = json!({"some": [null, null]});
        assert_eq!(data("{ some { good fails } }").await, expected);
        assert_eq!(data("{ things { good fails } }").await, Json::Null);
        let expected = json!({"things": [{"mayFail": null}, {"mayFail": null}]});
        assert_eq!(data("{ things { mayFail } }").await, expected);
    }

    #[tokio::test]
    async fn fragments_are_looked_into() {
        let document =
            "{ ...q } fragment q on Query { thing { ... on Thing { a: fails } } sure { good } }";
        assert_eq!(data(document).await, json!({"sure": {"good": 1}, "thing": null}));
    }
}
