//! The GraphQL face of Cairn: types and thin resolvers over `cairn-domain`.

use async_graphql::{EmptyMutation, EmptySubscription, Object, Schema};

/// The executable schema.
pub type CairnSchema = Schema<Query, EmptyMutation, EmptySubscription>;

/// The root of reads.
pub struct Query;

#[Object]
impl Query {
    /// Answers as long as the process lives.
    async fn alive(&self) -> bool {
        true
    }
}

/// Builds the schema.
#[must_use]
pub fn build() -> CairnSchema {
    Schema::new(Query, EmptyMutation, EmptySubscription)
}
