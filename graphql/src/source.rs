//! Where a thing was read, and so where what belongs to it is found.

use std::sync::Arc;

use async_graphql::Context;
use cairn_domain::entities::BoardId;
use cairn_domain::log::{BoardState, Event};
use cairn_domain::views::BoardView;

use crate::error::Result;
use crate::session::InSession;

/// Where a thing was read.
#[derive(Clone, Debug)]
pub(crate) enum Source {
    /// From the database: the rest comes from the operation's loaders.
    Live,
    /// From a board as it was, which has the rest.
    Past(Arc<BoardState>),
    /// From a board as it is, which is in memory and has the rest but for long texts.
    Now(Arc<BoardView>),
    /// From an event, which has what its images refer to; the rest comes from the loaders.
    Event(Arc<Event>),
}

impl Source {
    /// The board as it was, where the thing is part of one.
    pub fn past(&self) -> Option<&Arc<BoardState>> {
        match self {
            Self::Past(state) => Some(state),
            Self::Now(_) | Self::Live | Self::Event(_) => None,
        }
    }

    /// The board in memory that the thing is part of.
    pub fn state(&self) -> Option<&BoardState> {
        match self {
            Self::Past(state) => Some(state),
            Self::Now(view) => Some(view.state()),
            Self::Live | Self::Event(_) => None,
        }
    }

    /// The source of what surrounds the thing: an event has nothing but what it changed.
    pub fn around(&self) -> Self {
        match self {
            Self::Past(state) => Self::Past(Arc::clone(state)),
            Self::Now(view) => Self::Now(Arc::clone(view)),
            Self::Live | Self::Event(_) => Self::Live,
        }
    }

    /// To be asked before something about `board` that did not come with the source is read. Who is
    /// given an event, or their own write's first outcome again, may have lost the board since.
    pub async fn may_read_more(&self, ctx: &Context<'_>, board: BoardId) -> Result<()> {
        match self {
            Self::Live | Self::Past(_) | Self::Now(_) => Ok(()),
            Self::Event(_) => ctx.session()?.loaders.readable_board(board).await.map(drop),
        }
    }
}
