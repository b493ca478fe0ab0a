//! Those who ask for the same, and what was rendered for them.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Poll, Waker};

use async_graphql::parser::types::ExecutableDocument;
use async_graphql::{Request, Response, ServerError, Variables};
use cairn_domain::entities::{BoardId, BoardRole, Epoch};
use cairn_domain::live::BoardUpdate;
use cairn_domain::log::Event;
use futures_util::stream::{self, BoxStream};
use futures_util::{FutureExt, StreamExt};

use super::cursor::cursor_variables;
use super::{Frame, Given, Groups};
use crate::api::Api;

/// How many events a group keeps rendered.
const FRAMES: usize = 128;
/// How many more events must have failed than succeeded until a group gives up.
const FAILURES: u32 = 4;

/// What everybody in a group has in common.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Key {
    text: Arc<str>,
    operation: Option<Arc<str>>,
    /// As JSON, without those that only say where to begin.
    variables: Arc<str>,
    board: BoardId,
    /// What they are to the board. Nothing that is rendered depends on it, and yet nothing that was
    /// rendered for a greater role is given to a lesser one.
    role: Option<BoardRole>,
}

impl Key {
    pub fn new(template: &Template, board: BoardId, role: Option<BoardRole>) -> Self {
        let Template { text, operation, variables, document } = template;
        let mut variables = variables.clone();
        for name in cursor_variables(document, operation.as_deref()) {
            variables.remove(name);
        }
        let variables = serde_json::to_string(&variables).unwrap_or_default();
        Self {
            text: text.as_str().into(),
            operation: operation.as_deref().map(Into::into),
            variables: variables.into(),
            board,
            role,
        }
    }
}

/// The request of whoever came first.
#[derive(Clone, Debug)]
pub(crate) struct Template {
    text: String,
    operation: Option<String>,
    variables: Variables,
    document: ExecutableDocument,
}

impl Template {
    /// Copies what is asked for, not who asks.
    pub fn of(request: &mut Request) -> Result<Self, ServerError> {
        let document = request.parsed_query()?.clone();
        Ok(Self {
            text: request.query.clone(),
            operation: request.operation_name.clone(),
            variables: request.variables.clone(),
            document,
        })
    }

    /// The same request, of nobody.
    pub fn request(&self) -> Request {
        let mut request = Request::new(self.text.as_str()).variables(self.variables.clone());
        request.operation_name.clone_from(&self.operation);
        request.set_parsed_query(self.document.clone());
        request
    }
}

/// Those who ask for the same.
pub(super) struct Group {
    key: Key,
    api: Api,
    template: Template,
    /// Held while an event is rendered.
    running: Mutex<Option<Running>>,
    frames: Mutex<Frames>,
}

/// What a group made of an event.
pub(super) enum Rendered {
    /// The bytes for everybody.
    Shared(Arc<Frame>),
    /// It has to be executed for each subscriber alone.
    Alone,
    /// And so will be what comes after it.
    AlwaysAlone,
}

/// What was rendered.
#[derive(Default)]
struct Frames {
    kept: VecDeque<Kept>,
    bytes: usize,
    rendered: u32,
    failed: u32,
}

struct Kept {
    epoch: Epoch,
    seq: i64,
    /// `None` where it could not be rendered for everybody.
    frame: Option<Arc<Frame>>,
}

impl Kept {
    fn bytes(&self) -> usize {
        size_of::<Self>() + self.frame.as_ref().map_or(0, |frame| frame.bytes())
    }
}

impl Group {
    pub fn new(key: Key, api: Api, template: Template) -> Self {
        Self { key, api, template, running: Mutex::default(), frames: Mutex::default() }
    }

    /// The group for those who ask for the same and are `role` to the board.
    pub fn for_role(self: &Arc<Self>, role: Option<BoardRole>) -> Arc<Self> {
        if self.key.role == role {
            return Arc::clone(self);
        }
        let key = Key { role, ..self.key.clone() };
        self.api.groups().join(key, || (self.api.clone(), self.template.clone()))
    }

    /// Executes the document for one subscriber, with these updates.
    pub fn execute_alone(
        &self,
        actor: cairn_domain::Actor,
        updates: BoxStream<'static, BoardUpdate>,
    ) -> BoxStream<'static, Response> {
        self.groups().count_alone();
        self.api.execute_stream(self.template.request().data(actor).data(Given::new(updates)))
    }

    /// `event` for everybody in the group, where that was made already. Does not wait for what is being
    /// rendered.
    pub fn rendered(&self, event: &Event) -> Option<Rendered> {
        self.frames().rendered(event)
    }

    /// `event` for everybody in the group: what was kept, or else executed now.
    pub fn render(&self, event: &Arc<Event>) -> Rendered {
        if let Some(rendered) = self.rendered(event) {
            return rendered;
        }
        let mut running = self.running.lock().unwrap_or_else(PoisonError::into_inner);
        // Somebody else may have rendered it meanwhile.
        if let Some(rendered) = self.rendered(event) {
            return rendered;
        }
        self.groups().count_execution();
        let frame = self.execute(&mut running, event).map(Arc::new);
        let kept = Kept { epoch: event.epoch, seq: event.seq, frame: frame.clone() };
        self.frames().keep(kept, self.groups());
        self.groups().make_room();
        frame.map_or(Rendered::Alone, Rendered::Shared)
    }

    /// Lets go of the oldest frames, until the group keeps at most `bytes`.
    pub(super) fn shrink_to(&self, bytes: usize) {
        self.frames().shrink_to(bytes, self.groups());
    }

    fn execute(&self, running: &mut Option<Running>, event: &Arc<Event>) -> Option<Frame> {
        // What fails is not polled again.
        let current = running.take().unwrap_or_else(|| Running::start(&self.api, &self.template));
        let rendering = AssertUnwindSafe(|| current.render(event));
        let (frame, current) = catch_unwind(rendering).ok().flatten()?;
        *running = Some(current);
        Some(frame)
    }

    fn frames(&self) -> MutexGuard<'_, Frames> {
        self.frames.lock().unwrap_or_else(PoisonError::into_inner)
    }

    pub(super) fn groups(&self) -> &Groups {
        self.api.groups()
    }
}

impl Drop for Group {
    fn drop(&mut self) {
        let (frames, bytes) = {
            let frames = self.frames();
            (frames.kept.len(), frames.bytes)
        };
        self.groups().forget(&self.key, frames, bytes);
    }
}

impl Frames {
    /// Who is up to date asks for the newest.
    fn find(&self, event: &Event) -> Option<&Kept> {
        self.kept.iter().rev().find(|kept| kept.seq == event.seq && kept.epoch == event.epoch)
    }

    fn rendered(&self, event: &Event) -> Option<Rendered> {
        match self.find(event).map(|kept| &kept.frame) {
            Some(Some(frame)) => Some(Rendered::Shared(Arc::clone(frame))),
            _ if self.has_given_up() => Some(Rendered::AlwaysAlone),
            Some(None) => Some(Rendered::Alone),
            None => None,
        }
    }

    fn has_given_up(&self) -> bool {
        self.failed >= self.rendered.saturating_add(FAILURES)
    }

    fn keep(&mut self, kept: Kept, groups: &Groups) {
        let outcomes = if kept.frame.is_some() { &mut self.rendered } else { &mut self.failed };
        *outcomes = outcomes.saturating_add(1);
        let bytes = kept.bytes();
        self.bytes += bytes;
        groups.add(bytes);
        self.kept.push_back(kept);
        if self.kept.len() > FRAMES {
            self.let_go(groups);
        }
        self.shrink_to(groups.most_of_one(), groups);
    }

    fn shrink_to(&mut self, bytes: usize, groups: &Groups) {
        while self.bytes > bytes {
            self.let_go(groups);
        }
    }

    fn let_go(&mut self, groups: &Groups) {
        let Some(gone) = self.kept.pop_front() else { return };
        self.bytes -= gone.bytes();
        groups.evict(gone.bytes());
    }
}

/// The document as it is executed for everybody: with no session.
struct Running {
    answers: BoxStream<'static, Response>,
    next: Arc<Mutex<Next>>,
}

#[derive(Default)]
struct Next {
    update: Option<BoardUpdate>,
    waker: Option<Waker>,
}

impl Running {
    fn start(api: &Api, template: &Template) -> Self {
        let next = Arc::<Mutex<Next>>::default();
        let source = Arc::clone(&next);
        let updates = stream::poll_fn(move |cx| {
            let mut next = source.lock().unwrap_or_else(PoisonError::into_inner);
            if let Some(update) = next.update.take() {
                return Poll::Ready(Some(update));
            }
            next.waker = Some(cx.waker().clone());
            Poll::Pending
        });
        let request = template.request().data(Given::new(updates.boxed()));
        Self { answers: api.execute_for_nobody(request), next }
    }

    /// The answer to `event`. With no session there is nothing to wait for: what is not there at once
    /// never comes.
    fn render(mut self, event: &Arc<Event>) -> Option<(Frame, Self)> {
        let waker = {
            let mut next = self.next.lock().unwrap_or_else(PoisonError::into_inner);
            next.update = Some(BoardUpdate::Event(Arc::clone(event)));
            next.waker.take()
        };
        waker.into_iter().for_each(Waker::wake);
        let response = self.answers.next().now_or_never()??;
        Some((Frame::of(&response)?, self))
    }
}
