//! One subscriber in a group.

use std::sync::Arc;

use async_graphql::Response;
use cairn_domain::live::{BoardUpdate, Follower, Recipient, Taken};
use cairn_domain::log::Event;
use futures_util::stream::{self, BoxStream};
use futures_util::{Stream, StreamExt};
use smallvec::SmallVec;

use super::group::{Group, Rendered};
use super::{Frame, Outlet, Update};

/// Gives out what its follower is given, as the group renders it.
///
/// Thousands of these wait at the same time, so it holds no more than it needs.
pub(super) struct Subscriber {
    /// `None` once it is a part of `alone`.
    follower: Option<Follower>,
    group: Arc<Group>,
    outlet: Option<Arc<dyn Outlet>>,
    /// Executes for this subscriber what the group cannot render.
    alone: Option<BoxStream<'static, Response>>,
}

/// Gives an outlet what its follower is given, as the group renders it.
struct Shortcut {
    group: Arc<Group>,
    outlet: Arc<dyn Outlet>,
}

impl Recipient for Shortcut {
    fn take(&self, events: &[Arc<Event>]) -> Taken {
        let mut frames = SmallVec::<[Arc<Frame>; 4]>::new();
        for event in events {
            match self.group.rendered(event) {
                Some(Rendered::Shared(frame)) => frames.push(frame),
                Some(Rendered::Alone | Rendered::AlwaysAlone) => return Taken::None,
                None => return Taken::NotPrepared,
            }
        }
        if !self.outlet.take(&frames) {
            return Taken::None;
        }
        self.group.groups().count_given(frames.len());
        Taken::All
    }

    fn prepare(&self, event: &Arc<Event>) {
        self.group.render(event);
    }
}

impl Subscriber {
    pub fn new(mut follower: Follower, group: Arc<Group>, outlet: Option<Arc<dyn Outlet>>) -> Self {
        group.groups().subscriber_comes();
        shorten(&mut follower, &group, outlet.as_ref());
        Self { follower: Some(follower), group, outlet, alone: None }
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
                    let group = self.group.for_role(follower.role());
                    if !Arc::ptr_eq(&self.group, &group) {
                        shorten(follower, &group, self.outlet.as_ref());
                        self.group = group;
                    }
                    self.group.render(event)
                }
                BoardUpdate::Reset { .. } => Rendered::Alone,
            };
            let actor = follower.actor().clone();
            let this_one = stream::iter([update]);
            let updates = match rendered {
                Rendered::Shared(frame) => {
                    self.group.groups().count_given(1);
                    return Some(Update::Shared(frame));
                }
                Rendered::Alone => this_one.boxed(),
                Rendered::AlwaysAlone => {
                    this_one.chain(self.follower.take()?.into_stream()).boxed()
                }
            };
            self.alone = Some(self.group.execute_alone(actor, updates));
        }
    }
}

fn shorten(follower: &mut Follower, group: &Arc<Group>, outlet: Option<&Arc<dyn Outlet>>) {
    if let Some(outlet) = outlet {
        let shortcut = Shortcut { group: Arc::clone(group), outlet: Arc::clone(outlet) };
        follower.give_to(Arc::new(shortcut));
    }
}

impl Drop for Subscriber {
    fn drop(&mut self) {
        self.group.groups().subscriber_goes();
    }
}
