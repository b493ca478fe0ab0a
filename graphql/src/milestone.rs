//! Milestones.

mod inputs;
mod mutations;

pub use mutations::MilestoneMutations;

use std::sync::Arc;

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::log::{Change, Event, MilestoneImage};
use cairn_domain::milestones;

use crate::board::Board;
use crate::enums;
use crate::error::Result;
use crate::items;
use crate::scalars::Date;
use crate::session::InSession;
use crate::source::Source;

/// A milestone of a board.
#[derive(Clone, Debug)]
pub struct Milestone {
    image: MilestoneImage,
    source: Source,
}

/// What the cards of a milestone come to, archived ones aside. The kind of its column says what a card
/// counts as.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct MilestoneProgress {
    /// How many cards it has.
    total: i64,
    /// How many of them stand in a DONE column.
    done: i64,
    /// How many of them stand in an ACTIVE column.
    active: i64,
    /// The sum of the estimates of all of them.
    estimate_total: f64,
    /// The sum of the estimates of those that are done.
    estimate_done: f64,
}

impl From<milestones::MilestoneProgress> for MilestoneProgress {
    fn from(progress: milestones::MilestoneProgress) -> Self {
        let milestones::MilestoneProgress { total, done, active, estimate_total, estimate_done } =
            progress;
        Self { total, done, active, estimate_total, estimate_done }
    }
}

impl Milestone {
    pub(crate) fn new(image: MilestoneImage, source: Source) -> Self {
        Self { image, source }
    }

    /// The milestone with this id, if `event` changed it.
    fn in_event(event: &Arc<Event>, id: &str) -> Option<Self> {
        event.change_set.changes.iter().find_map(|change| match change {
            Change::Milestone { after, .. } if after.id.to_string() == id => {
                Some(Self::new(after.clone(), Source::Event(Arc::clone(event))))
            }
            _ => None,
        })
    }
}

/// A milestone of a board: a date that cards are planned for.
#[Object]
impl Milestone {
    /// The milestone's id, such as `milestone_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The board that it is of.
    async fn board(&self, ctx: &Context<'_>) -> Result<Board> {
        Board::of(ctx, &self.source, self.image.board_id).await
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.image.title
    }

    /// What it means, in Markdown.
    async fn description(&self, ctx: &Context<'_>) -> &str {
        items::text(ctx, &self.image.description)
    }

    /// When it starts.
    async fn start_on(&self) -> Option<Date> {
        self.image.start_on.map(Date)
    }

    /// When it is due.
    async fn due_on(&self) -> Option<Date> {
        self.image.due_on.map(Date)
    }

    /// Whether it is still worked towards.
    async fn state(&self) -> enums::MilestoneState {
        self.image.state.into()
    }

    /// How far it is.
    async fn progress(&self, ctx: &Context<'_>) -> Result<MilestoneProgress> {
        match &self.source {
            Source::Past(state) => return Ok(state.progress(self.image.id).into()),
            Source::Now(view) => return Ok(view.progress(self.image.id).into()),
            Source::Live | Source::Event(_) => {}
        }
        self.source.may_read_more(ctx, self.image.board_id).await?;
        let progress = ctx.session()?.loaders.progress.load(self.image.id).await?;
        Ok(progress.unwrap_or_default().into())
    }
}
