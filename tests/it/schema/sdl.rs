//! A schema taken apart.

use std::collections::BTreeMap;

use async_graphql::Positioned;
use async_graphql::parser::{
    parse_schema,
    types::{
        FieldDefinition, InputValueDefinition, TypeDefinition, TypeKind, TypeSystemDefinition,
    },
};

/// The types of a schema by name.
pub fn types(sdl: &str) -> BTreeMap<String, TypeDefinition> {
    let document = parse_schema(sdl).unwrap();
    let types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => {
            Some((definition.node.name.node.to_string(), definition.node))
        }
        TypeSystemDefinition::Schema(_) | TypeSystemDefinition::Directive(_) => None,
    });
    types.collect()
}

/// The fields of an object or interface; none for other kinds.
pub fn fields(kind: &TypeKind) -> &[Positioned<FieldDefinition>] {
    match kind {
        TypeKind::Object(object) => &object.fields,
        TypeKind::Interface(interface) => &interface.fields,
        _ => &[],
    }
}

/// The fields of an input object; none for other kinds.
pub fn input_fields(kind: &TypeKind) -> &[Positioned<InputValueDefinition>] {
    match kind {
        TypeKind::InputObject(input) => &input.fields,
        _ => &[],
    }
}

/// The values of an enum, or the members of a union; none for other kinds.
pub fn choices(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Enum(kind) => {
            kind.values.iter().map(|value| value.node.value.node.to_string()).collect()
        }
        TypeKind::Union(kind) => kind.members.iter().map(|name| name.node.to_string()).collect(),
        _ => Vec::new(),
    }
}
