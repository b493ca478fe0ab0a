//! Boards.

mod inputs;
mod list;
mod mutations;
mod past;
mod queries;

pub(crate) use list::{BoardScope, board_list};
pub use mutations::BoardMutations;
pub use queries::BoardQueries;

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use cairn_domain::access::{BoardAccess, Read};
use cairn_domain::cards;
use cairn_domain::entities::{BoardId, Epoch};
use cairn_domain::log::{BoardImage, BoardState, Change, Event};
use cairn_domain::views::BoardView;
use chrono::Utc;

use crate::card::{self, Card, CardFilter, CardOrder};
use crate::column::Column;
use crate::connection::{Connection, PageRequest};
use crate::enums::{BoardRole, BoardVisibility};
use crate::error::{ApiError, Result};
use crate::event::{self, BoardEvent};
use crate::items;
use crate::label::Label;
use crate::member::{self, BoardMember};
use crate::milestone::Milestone;
use crate::scalars::DateTime;
use crate::session::InSession;
use crate::shared::Listed;
use crate::source::Source;
use crate::team::{self, Team};

/// A board, as it is now or as it was.
#[derive(Clone, Debug)]
pub struct Board {
    pub(crate) image: BoardImage,
    epoch: Epoch,
    seq: i64,
    updated_at: chrono::DateTime<Utc>,
    pub(crate) source: Source,
    /// What the viewer may do on it, where that was asked to find it.
    access: Option<Arc<BoardAccess<Read>>>,
}

impl From<Arc<BoardAccess<Read>>> for Board {
    fn from(access: Arc<BoardAccess<Read>>) -> Self {
        let row = access.board();
        Self {
            image: BoardImage::from(row),
            epoch: row.epoch,
            seq: row.seq,
            updated_at: row.updated_at,
            source: Source::Live,
            access: Some(access),
        }
    }
}

impl From<Arc<BoardView>> for Board {
    fn from(view: Arc<BoardView>) -> Self {
        let state = view.state();
        Self {
            image: state.board.clone(),
            epoch: state.epoch,
            seq: state.seq,
            updated_at: state.updated_at,
            source: Source::Now(view),
            access: None,
        }
    }
}

impl From<Arc<BoardState>> for Board {
    fn from(state: Arc<BoardState>) -> Self {
        Self {
            image: state.board.clone(),
            epoch: state.epoch,
            seq: state.seq,
            updated_at: state.updated_at,
            source: Source::Past(state),
            access: None,
        }
    }
}

impl Board {
    /// The board of something that comes from `source`.
    pub(crate) async fn of(ctx: &Context<'_>, source: &Source, id: BoardId) -> Result<Self> {
        match source {
            Source::Past(state) => Ok(Arc::clone(state).into()),
            Source::Now(view) => Ok(Arc::clone(view).into()),
            Source::Live | Source::Event(_) => {
                Ok(ctx.session()?.loaders.readable_board(id).await?.into())
            }
        }
    }

    /// The board after `event`, which changed it to `image`.
    pub(crate) fn after(event: &Arc<Event>, image: BoardImage) -> Self {
        Self {
            image,
            epoch: event.epoch,
            seq: event.seq,
            updated_at: event.at,
            source: Source::Event(Arc::clone(event)),
            access: None,
        }
    }

    /// The board with this id, if `event` changed it.
    pub(crate) fn in_event(event: &Arc<Event>, id: &str) -> Option<Self> {
        event.change_set.changes.iter().find_map(|change| match change {
            Change::Board { after, .. } if after.id.to_string() == id => {
                Some(Self::after(event, after.clone()))
            }
            _ => None,
        })
    }
}

impl Listed for Board {}

/// A board: columns with cards, and the log of everything that happened to them.
#[Object]
impl Board {
    /// The board's id, such as `board_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The human key, such as `RL`: 2 to 10 of A-Z and 0-9, beginning with a letter; unique on the
    /// server, and never changed.
    async fn key(&self) -> &str {
        &self.image.key
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.image.title
    }

    /// What the board is for, in Markdown.
    async fn description(&self, ctx: &Context<'_>) -> &str {
        items::text(ctx, &self.image.description)
    }

    /// One emoji.
    async fn icon(&self) -> Option<&str> {
        self.image.icon.as_deref()
    }

    /// The team that the board belongs to.
    async fn team(&self, ctx: &Context<'_>) -> Result<Option<Team>> {
        match self.image.team_id {
            Some(id) => team::by_id(ctx, id).await,
            None => Ok(None),
        }
    }

    /// Who may read the board beside its members.
    async fn visibility(&self) -> BoardVisibility {
        self.image.visibility.into()
    }

    /// Names the board's log: another epoch is another log, and has other seqs.
    async fn epoch(&self) -> ID {
        self.epoch.to_string().into()
    }

    /// The number of the last event that this state includes.
    async fn seq(&self) -> i64 {
        self.seq
    }

    /// When the board was made.
    async fn created_at(&self) -> DateTime {
        self.image.created_at.into()
    }

    /// The time of the last event that this state includes.
    async fn updated_at(&self) -> DateTime {
        self.updated_at.into()
    }

    /// When the board was archived; an archived board accepts no writes but to restore or delete it.
    async fn archived_at(&self) -> Option<DateTime> {
        self.image.archived_at.map(Into::into)
    }

    /// What the viewer may do; null for those who read only because the board is open to them.
    async fn viewer_role(&self, ctx: &Context<'_>) -> Result<Option<BoardRole>> {
        if let Some(shared) = ctx.shared_board() {
            return Ok(shared.role.map(Into::into));
        }
        let session = ctx.session()?;
        let role = match (&self.access, &self.source) {
            (Some(access), _) => access.role(),
            (None, Source::Past(state)) => {
                let viewer = session.actor.user_id();
                viewer.and_then(|viewer| state.members.get(&viewer)).map(|member| member.role)
            }
            (None, _) => session.loaders.readable_board(self.image.id).await?.role(),
        };
        Ok(role.map(Into::into))
    }

    /// The columns, in order: by `rank` compared as bytes, then by `id`. At most 100.
    async fn columns(&self, ctx: &Context<'_>) -> Result<Vec<Column>> {
        let images = if let Some(state) = self.source.state() {
            state.columns_in_order().into_iter().cloned().collect()
        } else {
            self.source.may_read_more(ctx, self.image.id).await?;
            let loaders = &ctx.session()?.loaders;
            loaders.columns_of_board.load(self.image.id).await?.unwrap_or_default()
        };
        let images = items::give(ctx, images);
        Ok(images.into_iter().map(|image| Column::new(image, self.source.around())).collect())
    }

    /// The labels that cards of this board can have, by name. At most 500.
    async fn labels(&self, ctx: &Context<'_>) -> Result<Vec<Label>> {
        let images = if let Some(state) = self.source.state() {
            state.labels_in_order().into_iter().cloned().collect()
        } else {
            self.source.may_read_more(ctx, self.image.id).await?;
            let loaders = &ctx.session()?.loaders;
            loaders.labels_of_board.load(self.image.id).await?.unwrap_or_default()
        };
        let images = items::give(ctx, images);
        Ok(images.into_iter().map(|image| Label::new(image, self.source.around())).collect())
    }

    /// The milestones: the next due first, those without a due date last. At most 500.
    async fn milestones(&self, ctx: &Context<'_>) -> Result<Vec<Milestone>> {
        let images = if let Some(state) = self.source.state() {
            state.milestones_in_order().into_iter().cloned().collect()
        } else {
            self.source.may_read_more(ctx, self.image.id).await?;
            let loaders = &ctx.session()?.loaders;
            loaders.milestones_of_board.load(self.image.id).await?.unwrap_or_default()
        };
        let images = items::give(ctx, images);
        Ok(images.into_iter().map(|image| Milestone::new(image, self.source.around())).collect())
    }

    /// The cards, column by column unless `orderBy` says otherwise.
    async fn cards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 1000; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Only cards after this cursor, which was given for the same order.")]
        after: Option<String>,
        #[graphql(desc = "Which cards; those that are not archived when left out.")] filter: Option<
            CardFilter,
        >,
        #[graphql(desc = "By what to order; by POSITION when left out.")] order_by: Option<
            Vec<CardOrder>,
        >,
    ) -> Result<Connection<Card>> {
        let request = PageRequest::forward(first, after)?;
        self.source.may_read_more(ctx, self.image.id).await?;
        let board = (self.image.id, self.image.key.as_str());
        card::list(ctx, &self.source, board, filter, order_by, request).await
    }

    /// The card with this number; null, with the error `NOT_FOUND`, when there is none.
    async fn card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card's number on this board: the 42 of RL-42.")] number: i64,
    ) -> Result<Option<Card>> {
        let found = if let Some(state) = self.source.state() {
            state.cards.values().find(|card| card.number == number).cloned()
        } else {
            self.source.may_read_more(ctx, self.image.id).await?;
            let board = (self.image.id, self.image.key.as_str());
            cards::card_by_number(&ctx.session()?.reader, board, number).await?.map(Arc::new)
        };
        let image = found.ok_or_else(|| ApiError::not_found("card"))?;
        Ok(Some(Card::new(image, self.source.around())))
    }

    /// How many cards are archived.
    async fn archived_card_count(&self, ctx: &Context<'_>) -> Result<i64> {
        match &self.source {
            Source::Past(state) => return Ok(count(state.archived_card_count())),
            Source::Now(view) => return Ok(view.archived_card_count()),
            Source::Live | Source::Event(_) => {}
        }
        self.source.may_read_more(ctx, self.image.id).await?;
        let loaders = &ctx.session()?.loaders;
        Ok(loaders.archived_card_counts.load(self.image.id).await?.unwrap_or_default())
    }

    /// Who may do what, by username.
    async fn members(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 1000; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Only members after this cursor.")] after: Option<String>,
    ) -> Result<Connection<BoardMember>> {
        let request = PageRequest::forward(first, after)?;
        self.source.may_read_more(ctx, self.image.id).await?;
        member::list(ctx, &self.source, self.image.id, request).await
    }

    /// The log: everything that happened up to this state, oldest first.
    async fn events(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, from 1 to 1000; 50 when left out.")]
        first: Option<i32>,
        #[graphql(desc = "Only events after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 1 to 1000; not together with `first`.")]
        last: Option<i32>,
        #[graphql(desc = "Only events before this cursor.")] before: Option<String>,
    ) -> Result<Connection<BoardEvent>> {
        let request = PageRequest::either(first, after, last, before)?;
        self.source.may_read_more(ctx, self.image.id).await?;
        event::list(ctx, self.image.id, self.seq, request).await
    }

    /// The board as it was after event `seq`, or at a moment; say exactly one. Null, with the error
    /// `NOT_FOUND`, when the log has no such event.
    async fn at(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The number of the event.")] seq: Option<i64>,
        #[graphql(desc = "The moment: after the last event at or before it.")] time: Option<
            DateTime,
        >,
    ) -> Result<Option<Board>> {
        let moment = past::Moment::new(seq, time)?;
        self.source.may_read_more(ctx, self.image.id).await?;
        past::board_at(ctx, self.image.id, moment).await.map(Some)
    }
}

/// A count as GraphQL has it.
pub(crate) fn count(items: usize) -> i64 {
    i64::try_from(items).unwrap_or(i64::MAX)
}
