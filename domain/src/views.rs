//! The boards in use, in memory.
//!
//! A [`BoardView`] is a board at one seq: read once, then advanced by the log's events and by nothing
//! else. The database says at which seq a board is each time somebody asks, so a view
//! is never out of date; it only saves reading again what is known. Start reading at
//! [`Views::current`].

mod board_view;
mod budget;
mod committed;
mod figures;
mod lineup;
mod load;
mod tally;

pub use board_view::BoardView;
pub use budget::{Budgeted, CacheFigures};

use committed::Committed;

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use cairn_entities::{BoardId, BoardRole, Epoch, board};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use crate::access::{BoardAccess, BoardRef, Read, board_access, role_in};
use crate::log::{Event, events_read};
use crate::memo::Memo;
use crate::{Actor, Domain, Error, Memory};

/// How many events are in memory at once while a view catches up.
const PAGE: u64 = 200;
/// How far a view may lag before it is cheaper to read the board again.
const FAR_BEHIND: i64 = 1_000;
/// How long a view that nobody asks for is kept.
pub(crate) const IDLE: Duration = Duration::from_mins(10);

/// The views of this node, within a budget of bytes: the least recently used go first.
#[derive(Debug)]
pub struct Views {
    slots: Mutex<Budgeted<BoardId, Arc<Slot>>>,
    heads: Memo<Which, Head>,
    committed: Committed,
    capacity: usize,
    hits: AtomicU64,
    advances: AtomicU64,
    loads: AtomicU64,
}

/// A board as somebody sees it.
#[derive(Clone, Debug)]
pub struct Seen {
    /// The board.
    pub view: Arc<BoardView>,
    /// What they are on it; `None` for those who read only because it is open to them.
    pub role: Option<BoardRole>,
}

/// A board's place among the views.
#[derive(Debug, Default)]
struct Slot {
    view: Mutex<Option<Arc<BoardView>>>,
    /// Held while the view is made or advanced, so that it is done once.
    advancing: tokio::sync::Mutex<()>,
    /// Found to be larger than all views may be: not made again for nothing while it is in use.
    is_too_large: AtomicBool,
}

impl Views {
    /// None yet, and as much memory as there may be.
    #[must_use]
    pub fn new(memory: Memory) -> Self {
        let Memory { views: capacity, reads, .. } = memory;
        let (slots, heads) = (Mutex::new(Budgeted::new(capacity)), Memo::new(reads));
        let committed = Committed::new(reads);
        let (hits, advances, loads) = Default::default();
        Self { slots, heads, committed, capacity, hits, advances, loads }
    }

    /// The board as it is now, if `actor` may read it; `None` where it is larger than all views may be.
    pub async fn current(
        &self,
        domain: &Domain,
        actor: &Actor,
        board: BoardRef<'_>,
    ) -> Result<Option<Seen>, Error> {
        // Where not even a place can be kept, none would tell that the board is too large, and it would
        // be read each time for nothing.
        if self.capacity < size_of::<Slot>() {
            return Ok(None);
        }
        let points = domain.database.points();
        loop {
            let which = Which::of(&board);
            let reading = Head::read(points, which.clone());
            let head = self.heads.get(&domain.database, which, reading).await?;
            let head = head.ok_or(Error::NotFound { what: "board" })?;
            if let Some(view) = self.slot(head.id).get().filter(|view| head.is_of(view)) {
                self.hits.fetch_add(1, Ordering::Relaxed);
                let role = role_in(points, actor, view.state()).await?;
                return Ok(Some(Seen { view, role }));
            }
            // Who may not read it causes no more work than this.
            let access: BoardAccess<Read> =
                board_access(points, actor, BoardRef::Id(head.id)).await?;
            let Some(view) = self.view_at_least(domain, &access).await? else { return Ok(None) };
            // Somebody else may have gone further meanwhile: past what this proof holds for.
            if view.state().seq == access.board().seq {
                return Ok(Some(Seen { view, role: access.role() }));
            }
        }
    }

    /// How much is kept, and how often it was of use: a view that had to go on by some events first
    /// counts for neither side, and is among the [`advances`](Self::advances).
    #[must_use]
    pub fn figures(&self) -> CacheFigures {
        let (hits, misses) = (&self.hits, &self.loads);
        CacheFigures {
            hits: hits.load(Ordering::Relaxed),
            misses: misses.load(Ordering::Relaxed),
            ..self.lock().figures()
        }
    }

    /// How many boards' places in their logs are kept, and how often that was of use.
    #[must_use]
    pub fn head_figures(&self) -> CacheFigures {
        self.heads.figures()
    }

    /// How many events that this node has committed are kept, and how often a view had to go on by
    /// one and found it.
    #[must_use]
    pub fn committed_figures(&self) -> CacheFigures {
        self.committed.figures()
    }

    /// How often a view went on by some events.
    #[must_use]
    pub fn advances(&self) -> u64 {
        self.advances.load(Ordering::Relaxed)
    }

    /// Lets go of what nobody asked for in a while.
    pub(crate) fn drop_idle(&self) {
        self.lock().drop_idle(IDLE);
        self.committed.drop_idle(IDLE);
    }

    /// Keeps `event`, which was just committed on this node, for the view of its board.
    pub(crate) fn hand(&self, event: &Arc<Event>) {
        self.committed.keep(event);
    }

    async fn view_at_least(
        &self,
        domain: &Domain,
        access: &BoardAccess<Read>,
    ) -> Result<Option<Arc<BoardView>>, Error> {
        let wanted = access.board();
        let slot = self.slot(wanted.id);
        if slot.is_too_large.load(Ordering::Relaxed) {
            return Ok(None);
        }
        let reaches = |view: &Arc<BoardView>| {
            view.state().epoch == wanted.epoch && view.state().seq >= wanted.seq
        };
        if let Some(view) = slot.get().filter(reaches) {
            return Ok(Some(view));
        }
        let _advancing = slot.advancing.lock().await;
        if let Some(view) = slot.get().filter(reaches) {
            return Ok(Some(view));
        }
        let known = slot.take();
        let view = match known {
            Some(view)
                if view.state().epoch == wanted.epoch
                    && wanted.seq - view.state().seq <= FAR_BEHIND =>
            {
                self.advances.fetch_add(1, Ordering::Relaxed);
                self.advanced(domain, view, wanted.seq).await?
            }
            _ => None,
        };
        let view = match view {
            Some(view) => view,
            None => self.load(domain, wanted.id).await?,
        };
        let bytes = size_of::<Slot>() + view.bytes();
        let mut slots = self.lock();
        if slots.insert(wanted.id, Arc::clone(&slot), bytes) {
            slot.set(Arc::clone(&view));
            return Ok(Some(view));
        }
        slot.is_too_large.store(true, Ordering::Relaxed);
        slots.insert(wanted.id, Arc::clone(&slot), size_of::<Slot>());
        Ok(None)
    }

    /// `view` gone on to `seq`; `None` where the log does not lead there.
    async fn advanced(
        &self,
        domain: &Domain,
        mut view: Arc<BoardView>,
        seq: i64,
    ) -> Result<Option<Arc<BoardView>>, Error> {
        let (board, epoch) = (view.state().board.id, view.state().epoch);
        loop {
            let position = view.state().seq;
            if position >= seq {
                return Ok((position == seq).then_some(view));
            }
            if let Some(next) = self.committed.get(board, epoch, position + 1) {
                view = BoardView::after(view, &[next]);
                continue;
            }
            let events = events_read(domain.database.points(), board, position, seq, PAGE).await?;
            if events.first().is_none_or(|first: &Event| first.seq != position + 1) {
                return Ok(None);
            }
            view = BoardView::after(view, &events);
        }
    }

    async fn load(&self, domain: &Domain, board: BoardId) -> Result<Arc<BoardView>, Error> {
        self.loads.fetch_add(1, Ordering::Relaxed);
        let state = load::load(&domain.snapshot(), board).await?;
        let state = state.ok_or(Error::NotFound { what: "board" })?;
        Ok(Arc::new(BoardView::of(state)))
    }

    fn slot(&self, board: BoardId) -> Arc<Slot> {
        let mut slots = self.lock();
        if let Some(slot) = slots.get(&board) {
            return Arc::clone(slot);
        }
        let slot = Arc::<Slot>::default();
        slots.insert(board, Arc::clone(&slot), size_of::<Slot>());
        slot
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Budgeted<BoardId, Arc<Slot>>> {
        self.slots.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Which board is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
enum Which {
    Id(BoardId),
    /// In capitals, as it is kept.
    Key(Box<str>),
}

impl Which {
    fn of(board: &BoardRef<'_>) -> Self {
        match board {
            BoardRef::Id(id) => Self::Id(*id),
            BoardRef::Key(key) => Self::Key(key.to_ascii_uppercase().into()),
        }
    }
}

/// Where a board is now.
#[derive(Clone, Debug, FromQueryResult)]
struct Head {
    id: BoardId,
    seq: i64,
    epoch: Epoch,
}

impl Head {
    async fn read(connection: &impl ConnectionTrait, which: Which) -> Result<Option<Self>, Error> {
        let which = match which {
            Which::Id(id) => board::Column::Id.eq(id),
            Which::Key(key) => board::Column::Key.eq(&*key),
        };
        let head = board::Entity::find()
            .select_only()
            .columns([board::Column::Id, board::Column::Seq, board::Column::Epoch])
            .filter(which)
            .into_model()
            .one(connection)
            .await?;
        Ok(head)
    }

    fn is_of(&self, view: &BoardView) -> bool {
        view.state().seq == self.seq && view.state().epoch == self.epoch
    }
}

impl Slot {
    fn get(&self) -> Option<Arc<BoardView>> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn take(&self) -> Option<Arc<BoardView>> {
        self.view.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn set(&self, view: Arc<BoardView>) {
        *self.view.lock().unwrap_or_else(PoisonError::into_inner) = Some(view);
    }
}
