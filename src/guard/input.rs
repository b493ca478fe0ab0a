//! Bounds a request's variables, and asks for those that an operation requires.

use async_graphql::{Value, Variables, parser::types::OperationDefinition};

use crate::{config::Limits, problem::Problem};

/// Values inside one another.
const DEPTH: usize = 32;
/// Bytes of text that count as one value more.
const TEXT_UNIT: usize = 64;

/// Refuses variables that are too many or too deep, and an operation without a variable that it requires.
pub fn check_variables(
    operation: &OperationDefinition,
    variables: &Variables,
    limits: &Limits,
) -> Result<(), Problem> {
    let mut total = 0_u64;
    for value in variables.values() {
        total = total.saturating_add(weigh(value));
        if total > limits.input_values {
            return Err(Problem::too_complex(format!(
                "The variables hold more than {} values.",
                limits.input_values
            )));
        }
        if !is_shallow(value, DEPTH) {
            return Err(Problem::too_complex(format!("A variable nests deeper than {DEPTH}.")));
        }
    }
    for definition in &operation.variable_definitions {
        let variable = &definition.node;
        let given = variables.get(&variable.name.node);
        let is_missing = match given {
            Some(Value::Null) => true,
            Some(_) => false,
            None => variable.default_value.is_none(),
        };
        if is_missing && !variable.var_type.node.nullable {
            return Err(Problem::bad_request(format!(
                "The variable \"${}\" of type \"{}\" has no value.",
                variable.name.node, variable.var_type.node
            ))
            .at(definition.pos));
        }
    }
    Ok(())
}

/// How many values a value is made of; long texts count as several.
pub fn weigh(value: &Value) -> u64 {
    match value {
        Value::List(items) => sum(items.iter().map(weigh)),
        Value::Object(fields) => sum(fields.values().map(weigh)),
        Value::String(text) => 1 + (text.len() / TEXT_UNIT) as u64,
        _ => 1,
    }
}

fn sum(weights: impl Iterator<Item = u64>) -> u64 {
    weights.fold(1, u64::saturating_add)
}

fn is_shallow(value: &Value, depth: usize) -> bool {
    match (value, depth.checked_sub(1)) {
        (_, None) => false,
        (Value::List(items), Some(depth)) => items.iter().all(|item| is_shallow(item, depth)),
        (Value::Object(fields), Some(depth)) => {
            fields.values().all(|field| is_shallow(field, depth))
        }
        _ => true,
    }
}
