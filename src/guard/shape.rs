//! What the guard knows of a schema: which fields are lists, and which take `first` and `last`.

use std::collections::HashMap;

use async_graphql::parser::{
    parse_schema,
    types::{BaseType, FieldDefinition, OperationType, Type, TypeKind, TypeSystemDefinition},
};

/// The fields of every object and interface, read from the schema's SDL.
#[derive(Debug)]
pub struct Shape {
    types: HashMap<String, Fields>,
    query: String,
    mutation: String,
    subscription: String,
    /// Fields of a type, on average and rounded up.
    pub members_of_a_type: u64,
}

/// The fields of a type, by name.
pub type Fields = HashMap<String, FieldShape>;

/// What a field gives.
#[derive(Debug, Clone)]
pub struct FieldShape {
    /// The type's name, without list and non-null.
    pub type_name: String,
    /// Whether it gives many.
    pub is_list: bool,
    /// Whether it takes `first` or `last`.
    pub is_paged: bool,
}

/// Why a schema has no shape. A mistake of ours, found when the server starts.
#[derive(Debug, thiserror::Error)]
#[error("the schema's SDL cannot be read: {0}")]
pub struct ShapeError(#[from] async_graphql::parser::Error);

impl Shape {
    /// Reads the shape of the schema that `sdl` describes.
    pub fn from_sdl(sdl: &str) -> Result<Self, ShapeError> {
        let mut shape = Self {
            types: HashMap::new(),
            query: "Query".to_owned(),
            mutation: "Mutation".to_owned(),
            subscription: "Subscription".to_owned(),
            members_of_a_type: 1,
        };
        for definition in parse_schema(sdl)?.definitions {
            match definition {
                TypeSystemDefinition::Schema(schema) => {
                    let schema = schema.node;
                    for (root, named) in [
                        (&mut shape.query, schema.query),
                        (&mut shape.mutation, schema.mutation),
                        (&mut shape.subscription, schema.subscription),
                    ] {
                        if let Some(name) = named {
                            *root = name.node.to_string();
                        }
                    }
                }
                TypeSystemDefinition::Type(definition) => {
                    let fields = match definition.node.kind {
                        TypeKind::Object(object) => object.fields,
                        TypeKind::Interface(interface) => interface.fields,
                        _ => Vec::new(),
                    };
                    let fields = fields
                        .into_iter()
                        .map(|field| {
                            (field.node.name.node.to_string(), FieldShape::of(&field.node))
                        })
                        .collect();
                    shape.types.insert(definition.node.name.node.to_string(), fields);
                }
                TypeSystemDefinition::Directive(_) => {}
            }
        }
        let members: usize = shape.types.values().map(HashMap::len).sum();
        shape.members_of_a_type = members.div_ceil(shape.types.len().max(1)) as u64;
        Ok(shape)
    }

    /// How many types there are.
    pub fn type_count(&self) -> u64 {
        self.types.len() as u64
    }

    /// The fields of a type; `None` where the validation rules will report that it is not there.
    pub fn fields(&self, type_name: &str) -> Option<&Fields> {
        self.types.get(type_name)
    }

    /// The type that an operation starts from.
    pub fn root(&self, kind: OperationType) -> &str {
        match kind {
            OperationType::Query => &self.query,
            OperationType::Mutation => &self.mutation,
            OperationType::Subscription => &self.subscription,
        }
    }
}

impl FieldShape {
    fn of(field: &FieldDefinition) -> Self {
        let is_paged = field
            .arguments
            .iter()
            .any(|argument| matches!(argument.node.name.node.as_str(), "first" | "last"));
        let (type_name, is_list) = named_type(&field.ty.node);
        Self { type_name, is_list, is_paged }
    }
}

fn named_type(given: &Type) -> (String, bool) {
    match &given.base {
        BaseType::Named(name) => (name.to_string(), false),
        BaseType::List(item) => (named_type(item).0, true),
    }
}
