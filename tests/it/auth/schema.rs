//! A schema that says who asks.

use async_graphql::{Context, EmptyMutation, Object, Schema, Subscription};
use cairn_domain::Actor;
use futures_util::{Stream, StreamExt, stream};

pub struct Query;
pub struct Events;

pub type WhoSchema = Schema<Query, EmptyMutation, Events>;

pub fn schema() -> WhoSchema {
    Schema::new(Query, EmptyMutation, Events)
}

#[Object]
impl Query {
    async fn who(&self, ctx: &Context<'_>) -> String {
        who(ctx)
    }
}

#[Subscription]
impl Events {
    /// Who asks, and then nothing more.
    async fn once(&self, ctx: &Context<'_>) -> impl Stream<Item = String> + use<> {
        let who = who(ctx);
        stream::once(async move { who }).chain(stream::pending())
    }
}

fn who(ctx: &Context<'_>) -> String {
    let actor = ctx.data_opt::<Actor>().expect("every request has an actor");
    actor.user_id().map_or_else(|| "nobody".to_owned(), |id| id.to_string())
}
