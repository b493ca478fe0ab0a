//! One subscriber in a group.

use std::sync::Arc;

use async_graphql::Response;
use cairn_domain::live::{BoardUpdate, Follower};
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt};

use super::Update;
use super::group::{Group, Rendered};

/// Gives out what its follower is given, as the group renders it.
///
/// Thousands of these wait at the same time, so it holds no more than it needs.
pub(super) struct Subscriber {
    /// `None` once it is a part of `alone`.
    follower: Option<Follower>,
    group: Arc<Group>,
    /// Executes for this subscriber what the group cannot render.
    alone: Option<BoxStream<'static, Response>>,
}

impl Subscriber {
    pub fn new(follower: Follower, group: Arc<Group>) -> Self {
        group.groups().subscriber_comes();
        Self { follower: Some(follower), group, alone: None }
    }

    /// Everything that the follower is given.
    pub fn into_stream(self) -> impl Stream<Item = Update> + Send + 'static {
        stream::unfold(self, async |mut subscriber| {
            let update = subscriber.next().await?;
            Some((update, subscriber))
        })
    }

    async fn next(&mut self) -> Option<Update> {
        loop {
            if let Some(alone) = &mut self.alone {
                if let Some(response) = alone.next().await {
                    return Some(Update::Own(Box::new(response)));
                }
                self.alone = None;
            }
            let follower = self.follower.as_mut()?;
            let update = follower.next().await?;
            let rendered = match &update {
                BoardUpdate::Event(event) => {
                    self.group = self.group.for_role(follower.role());
                    self.group.render(event)
                }
                BoardUpdate::Reset { .. } => Rendered::Alone,
            };
            let actor = follower.actor().clone();
            let this_one = stream::iter([update]);
            let updates = match rendered {
                Rendered::Shared(frame) => return Some(Update::Shared(frame)),
                Rendered::Alone => this_one.boxed(),
                Rendered::AlwaysAlone => {
                    this_one.chain(self.follower.take()?.into_stream()).boxed()
                }
            };
            self.alone = Some(self.group.execute_alone(actor, updates));
        }
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.group.groups().subscriber_goes();
    }
}
