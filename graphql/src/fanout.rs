//! One rendering of an event for everybody who asks for the same.
//!
//! Who follows a board has a [`Follower`] of their own, which alone decides what they may be given,
//! and when. Only the work of turning an event into an answer is shared, by a [`group::Group`]: it
//! executes the document with no session, so that whatever depends on the viewer, or would be read
//! for them, fails there and is then executed for each of them alone. It can never be shared by
//! mistake. Start reading at [`subscribe`].
//!
//! [`Follower`]: cairn_domain::live::Follower

mod cursor;
mod frame;
mod group;
mod groups;
mod handover;
mod subscriber;

use std::sync::Arc;

use async_graphql::{Request, Response};
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};

pub use frame::Frame;
pub use groups::FanoutFigures;
pub(crate) use groups::Groups;
pub(crate) use handover::{Given, Wanted};

use crate::api::{Api, actor};
use group::{Key, Template};
use subscriber::Subscriber;

/// One answer of a subscription.
#[derive(Debug)]
pub enum Update {
    /// Made for this subscriber.
    Own(Box<Response>),
    /// The same bytes for everybody who asked for the same.
    Shared(Arc<Frame>),
}

/// Takes shared answers while nobody polls for them.
///
/// A subscription's stream may be given one. Then what it would give next may go there instead, as
/// long as the stream has been polled and waits.
pub trait Outlet: Send + Sync {
    /// Takes all of `frames`, in order, or none of them; then the stream gives them. Must not wait.
    fn take(&self, frames: &[Arc<Frame>]) -> bool;
}

/// Runs a subscription.
pub(crate) fn subscribe(
    api: Api,
    request: Request,
    outlet: Option<Arc<dyn Outlet>>,
) -> BoxStream<'static, Update> {
    // Boxed, the beginning is gone once it is over; thousands of these wait at the same time.
    stream::once(begin(api, request, outlet).boxed()).flatten().boxed()
}

/// Lets the library read the arguments, and the resolver ask for access; takes over from there.
async fn begin(
    api: Api,
    mut request: Request,
    outlet: Option<Arc<dyn Outlet>>,
) -> BoxStream<'static, Update> {
    let template = match Template::of(&mut request) {
        Ok(template) => template,
        Err(error) => return own(stream::iter([Response::from_errors(vec![error])])),
    };
    let actor = actor(&request);
    let wanted = Wanted::default();
    let answers: Vec<_> = api.execute_stream(request.data(wanted.clone())).collect().await;
    let mut followers = wanted.take();
    match followers.pop() {
        None => own(stream::iter(answers)),
        Some(follower) if followers.is_empty() && answers.is_empty() => {
            let key = Key::new(&template, follower.board(), follower.role());
            let group = api.groups().join(key, || (api.clone(), template));
            Subscriber::new(follower, group, outlet).into_stream().boxed()
        }
        // More than one root field: nobody needs that to be fast.
        Some(_) => own(api.execute_stream(template.request().data(actor))),
    }
}

fn own(
    answers: impl futures_util::Stream<Item = Response> + Send + 'static,
) -> BoxStream<'static, Update> {
    answers.map(|answer| Update::Own(Box::new(answer))).boxed()
}
