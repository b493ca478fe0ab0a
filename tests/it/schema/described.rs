//! Everything in the printed schema says what it is.

use async_graphql::{Positioned, parser::types::TypeKind};

use super::sdl::{fields, input_fields, types};

#[test]
fn everything_has_a_description() {
    let mut silent = Vec::new();
    let mut check = |place: String, description: Option<&Positioned<String>>| {
        if description.is_none_or(|text| text.node.trim().is_empty()) {
            silent.push(place);
        }
    };
    for (name, definition) in types(&cairn_graphql::sdl()) {
        check(name.clone(), definition.description.as_ref());
        for field in fields(&definition.kind).iter().map(|field| &field.node) {
            let place = format!("{name}.{}", field.name);
            for argument in field.arguments.iter().map(|argument| &argument.node) {
                check(format!("{place}({})", argument.name), argument.description.as_ref());
            }
            check(place, field.description.as_ref());
        }
        for field in input_fields(&definition.kind).iter().map(|field| &field.node) {
            check(format!("{name}.{}", field.name), field.description.as_ref());
        }
        if let TypeKind::Enum(kind) = &definition.kind {
            for value in kind.values.iter().map(|value| &value.node) {
                check(format!("{name}.{}", value.value), value.description.as_ref());
            }
        }
    }
    assert!(silent.is_empty(), "without a description: {silent:#?}");
}
