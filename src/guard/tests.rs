//! What the guard admits, what it refuses, and what hostile documents cost.

mod admitted;
mod hostile;
mod random;

use std::sync::LazyLock;

use async_graphql::{
    EmptySubscription, Enum, ID, InputObject, Object, Request, Response, Schema, SimpleObject,
    Variables,
};
use serde_json::{Value, json};

use super::*;
use crate::problem::Code;

/// A schema with the shapes that matter: connections, plain lists, inputs, recursion.
pub(super) struct Query;
pub(super) struct Mutation;
pub(super) struct Board;
pub(super) struct Card;

#[derive(Enum, Copy, Clone, Eq, PartialEq)]
pub(super) enum Color {
    Gray,
    Blue,
}

#[derive(InputObject)]
pub(super) struct Filter {
    ids: Option<Vec<ID>>,
    color: Option<Color>,
    inner: Option<Box<Filter>>,
}

#[derive(SimpleObject)]
pub(super) struct CardConnection {
    nodes: Vec<Card>,
    total_count: i32,
}

#[derive(SimpleObject)]
pub(super) struct Label {
    id: ID,
    name: String,
    color: Color,
}

#[Object]
impl Query {
    async fn board(&self, key: Option<String>, id: Option<ID>) -> Board {
        let _ = (key, id);
        Board
    }

    async fn nodes(&self, ids: Vec<ID>) -> Vec<Card> {
        ids.iter().map(|_| Card).collect()
    }

    async fn number(&self, value: Option<i32>, filter: Option<Filter>) -> i32 {
        let depth = |filter: &Filter| {
            filter.ids.as_ref().map_or(0, Vec::len)
                + usize::from(filter.inner.is_some())
                + usize::from(filter.color.is_some())
        };
        value.unwrap_or_default() + i32::try_from(filter.as_ref().map_or(0, depth)).unwrap()
    }
}

#[Object]
impl Mutation {
    async fn rename(&self, title: String) -> Board {
        let _ = title;
        Board
    }
}

#[Object]
impl Board {
    async fn title(&self) -> &str {
        "Release"
    }

    async fn columns(&self) -> Vec<Label> {
        Vec::new()
    }

    async fn labels(&self) -> Vec<Label> {
        Vec::new()
    }

    async fn cards(
        &self,
        first: Option<i32>,
        last: Option<i32>,
        filter: Option<Filter>,
    ) -> CardConnection {
        let _ = (first, last, filter);
        CardConnection { nodes: vec![Card], total_count: 1 }
    }
}

#[Object]
impl Card {
    async fn title(&self) -> &str {
        "Tag the release"
    }

    async fn board(&self) -> Board {
        Board
    }

    async fn labels(&self) -> Vec<Label> {
        Vec::new()
    }

    async fn comments(&self, first: Option<i32>) -> CardConnection {
        let _ = first;
        CardConnection { nodes: Vec::new(), total_count: 0 }
    }
}

pub(super) type TestSchema = Schema<Query, Mutation, EmptySubscription>;

pub(super) fn schema() -> &'static TestSchema {
    static SCHEMA: LazyLock<TestSchema> =
        LazyLock::new(|| Schema::new(Query, Mutation, EmptySubscription));
    &SCHEMA
}

pub(super) fn guard() -> &'static Guard {
    static GUARD: LazyLock<Guard> =
        LazyLock::new(|| Guard::new(Limits::default(), &schema().sdl()).unwrap());
    &GUARD
}

pub(super) fn admit(text: &str, variables: Value) -> Result<Admitted, Problem> {
    guard().admit(text, None, &Variables::from_json(variables))
}

pub(super) fn code(text: &str) -> Option<Code> {
    admit(text, json!({})).err().map(|problem| problem.code)
}

/// What the library does with a document that was admitted.
pub(super) async fn execute(schema: &TestSchema, text: &str, variables: &Variables) -> Response {
    schema.execute(Request::new(text).variables(variables.clone())).await
}
