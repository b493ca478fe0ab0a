//! The printed schema has all that was promised, in exactly that form.

use async_graphql::{
    Positioned,
    parser::types::{InputValueDefinition, TypeDefinition, TypeKind},
};

use super::sdl::{choices, fields, input_fields, types};

#[test]
fn the_contract_is_kept() {
    assert_kept(include_str!("contract.graphql"));
}

#[test]
fn what_was_added_is_kept() {
    assert_kept(include_str!("promised.graphql"));
}

fn assert_kept(promise: &str) {
    let printed = types(&cairn_graphql::sdl());
    let mut broken = Vec::new();
    for (name, promised) in types(promise) {
        match printed.get(&name) {
            Some(printed) => compare(&name, &promised, printed, &mut broken),
            None => broken.push(format!("{name} is missing")),
        }
    }
    assert!(broken.is_empty(), "\n{}", broken.join("\n"));
}

fn compare(
    name: &str,
    promised: &TypeDefinition,
    printed: &TypeDefinition,
    broken: &mut Vec<String>,
) {
    if std::mem::discriminant(&promised.kind) != std::mem::discriminant(&printed.kind) {
        broken.push(format!("{name} is of another kind"));
    }
    if !printed.directives.is_empty() {
        broken.push(format!("{name} has a directive"));
    }
    for interface in interfaces(&promised.kind) {
        if !interfaces(&printed.kind).contains(&interface) {
            broken.push(format!("{name} does not implement {interface}"));
        }
    }
    for choice in choices(&promised.kind) {
        if !choices(&printed.kind).contains(&choice) {
            broken.push(format!("{name} lacks {choice}"));
        }
    }
    for promised in fields(&promised.kind).iter().map(|field| &field.node) {
        let place = format!("{name}.{}", promised.name.node);
        let found = fields(&printed.kind).iter().find(|field| field.node.name == promised.name);
        match found.map(|field| &field.node) {
            None => broken.push(format!("{place} is missing")),
            Some(field) => {
                if field.ty.node != promised.ty.node {
                    broken.push(format!("{place}: {} is not {}", field.ty, promised.ty));
                }
                compare_inputs(&place, &promised.arguments, &field.arguments, broken);
                let new = field.arguments.iter().map(|argument| &argument.node).filter(|new| {
                    promised.arguments.iter().all(|argument| argument.node.name != new.name)
                });
                for argument in new.filter(|argument| is_required(argument)) {
                    broken.push(format!("{place}({}) is new and required", argument.name));
                }
            }
        }
    }
    compare_inputs(name, input_fields(&promised.kind), input_fields(&printed.kind), broken);
}

fn compare_inputs(
    place: &str,
    promised: &[Positioned<InputValueDefinition>],
    printed: &[Positioned<InputValueDefinition>],
    broken: &mut Vec<String>,
) {
    for promised in promised.iter().map(|input| &input.node) {
        let place = format!("{place}({})", promised.name);
        let default = |input: &InputValueDefinition| {
            input.default_value.as_ref().map(|value| value.node.to_string())
        };
        match printed.iter().map(|input| &input.node).find(|input| input.name == promised.name) {
            None => broken.push(format!("{place} is missing")),
            Some(input) if input.ty.node != promised.ty.node => {
                broken.push(format!("{place}: {} is not {}", input.ty, promised.ty));
            }
            Some(input) if default(input) != default(promised) => {
                broken.push(format!(
                    "{place} = {:?} is not {:?}",
                    default(input),
                    default(promised)
                ));
            }
            Some(_) => {}
        }
    }
}

fn is_required(input: &InputValueDefinition) -> bool {
    !input.ty.node.nullable && input.default_value.is_none()
}

fn interfaces(kind: &TypeKind) -> Vec<String> {
    match kind {
        TypeKind::Object(object) => {
            object.implements.iter().map(|name| name.node.to_string()).collect()
        }
        _ => Vec::new(),
    }
}
