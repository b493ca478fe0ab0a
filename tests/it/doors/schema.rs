//! A schema with one field for each thing that a door has to bear.

use std::{
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
    time::Duration,
};

use async_graphql::{
    Context, Error, ErrorExtensions, ID, Object, Schema, SimpleObject, Subscription,
};
use futures_util::{Stream, StreamExt, stream};
use tokio::time::sleep;

/// What the schema has seen.
#[derive(Debug, Clone, Default)]
pub struct Seen(Arc<Counters>);

#[derive(Debug, Default)]
struct Counters {
    written: AtomicUsize,
    streams: AtomicUsize,
    events: AtomicUsize,
}

impl Seen {
    /// Mutations that ran to their end.
    pub fn written(&self) -> usize {
        self.0.written.load(Ordering::SeqCst)
    }

    /// Subscriptions that run.
    pub fn streams(&self) -> usize {
        self.0.streams.load(Ordering::SeqCst)
    }

    /// Events that subscriptions have made.
    pub fn events(&self) -> usize {
        self.0.events.load(Ordering::SeqCst)
    }
}

/// Who asks, as the test's accounts put it into a request.
#[derive(Debug, Clone)]
pub struct Asking(pub String);

/// Reads.
pub struct Query;
/// Writes.
pub struct Mutation;
/// What happens.
pub struct Events;

/// The schema.
pub type DoorSchema = Schema<Query, Mutation, Events>;

/// The schema, and what it sees.
pub fn schema() -> (DoorSchema, Seen) {
    let seen = Seen::default();
    (Schema::build(Query, Mutation, Events).data(seen.clone()).finish(), seen)
}

#[derive(SimpleObject)]
struct Thing {
    id: ID,
    text: String,
}

#[Object]
#[expect(clippy::unused_async, reason = "the macro takes async functions only")]
impl Query {
    async fn who(&self, ctx: &Context<'_>) -> String {
        ctx.data_opt::<Asking>().map_or_else(|| "nobody".to_owned(), |Asking(name)| name.clone())
    }

    async fn text(&self, length: usize) -> String {
        "x".repeat(length)
    }

    async fn things(&self, first: Option<usize>) -> Vec<Thing> {
        let thing =
            |number: usize| Thing { id: number.into(), text: "a thing of the list".to_owned() };
        (0..first.unwrap_or(50)).map(thing).collect()
    }

    async fn slow(&self, millis: u64) -> bool {
        sleep(Duration::from_millis(millis)).await;
        true
    }

    async fn missing(&self) -> Result<Option<String>, Error> {
        Err(Error::new("No such thing.").extend_with(|_, more| more.set("code", "NOT_FOUND")))
    }

    async fn broken(&self) -> Result<Option<String>, Error> {
        Err(Error::new("password of 10.0.0.7 is hunter2"))
    }

    async fn panic(&self, #[graphql(default = 0)] divisor: u32) -> u32 {
        1 / divisor
    }
}

#[Object]
impl Mutation {
    async fn write(&self, ctx: &Context<'_>, millis: u64) -> usize {
        sleep(Duration::from_millis(millis)).await;
        ctx.data_unchecked::<Seen>().0.written.fetch_add(1, Ordering::SeqCst) + 1
    }
}

/// Counts a stream for as long as it is there.
struct Running(Seen);

impl Running {
    fn new(ctx: &Context<'_>) -> Self {
        let seen = ctx.data_unchecked::<Seen>().clone();
        seen.0.streams.fetch_add(1, Ordering::SeqCst);
        Self(seen)
    }

    fn event(&self) {
        self.0.0.events.fetch_add(1, Ordering::SeqCst);
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.0.0.streams.fetch_sub(1, Ordering::SeqCst);
    }
}

#[Subscription]
impl Events {
    /// The numbers below `to`.
    async fn count(&self, ctx: &Context<'_>, to: i32) -> impl Stream<Item = i32> {
        let running = Running::new(ctx);
        stream::iter(0..to).inspect(move |_| running.event())
    }

    /// Large events without end, as fast as they are taken.
    async fn flood(&self, ctx: &Context<'_>, length: usize) -> impl Stream<Item = String> {
        let running = Running::new(ctx);
        stream::repeat_with(move || {
            running.event();
            "x".repeat(length)
        })
    }

    /// Nothing, for ever.
    async fn silence(&self, ctx: &Context<'_>) -> impl Stream<Item = i32> {
        let running = Running::new(ctx);
        stream::pending().inspect(move |_| running.event())
    }

    /// One event, then a panic.
    async fn panics(&self) -> impl Stream<Item = i32> {
        stream::iter(0..2).inspect(|number| assert!(*number < 1, "this test wants a panic"))
    }
}
