//! What fields were before.

use std::borrow::Cow;

use async_graphql::parser::types::Field;
use async_graphql::registry::Registry;
use async_graphql::{ContextSelectionSet, OutputType, Positioned, ServerResult};
use serde_json::{Map, Value};

use crate::items::Items;
use crate::scalars::Json;

/// The former values of fields, by name: any JSON to the schema. Texts may be among them, so it counts
/// as one.
pub struct Former(pub Map<String, Value>);

impl OutputType for Former {
    fn type_name() -> Cow<'static, str> {
        <Json as OutputType>::type_name()
    }

    fn create_type_info(registry: &mut Registry) -> String {
        <Json as OutputType>::create_type_info(registry)
    }

    async fn resolve(
        &self,
        ctx: &ContextSelectionSet<'_>,
        _: &Positioned<Field>,
    ) -> ServerResult<async_graphql::Value> {
        let bytes = self.0.values().map(text_bytes).sum();
        let is_too_much = ctx.data_opt::<Items>().is_some_and(|given| !given.allow_text(bytes));
        let values = if is_too_much { Map::new() } else { self.0.clone() };
        Ok(async_graphql::Value::from_json(Value::Object(values)).unwrap_or_default())
    }
}

fn text_bytes(value: &Value) -> usize {
    match value {
        Value::String(text) => text.len(),
        Value::Array(items) => items.iter().map(text_bytes).sum(),
        Value::Object(fields) => fields.values().map(text_bytes).sum(),
        _ => 0,
    }
}
