//! Columns.

mod inputs;
mod mutations;

pub use mutations::ColumnMutations;

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use cairn_domain::log::{Change, ColumnImage, Event};

use crate::board::{Board, count};
use crate::card::{self, Card, CardFilter};
use crate::connection::{Connection, PageRequest};
use crate::enums::{Color, ColumnKind, WipPolicy};
use crate::error::Result;
use crate::items;
use crate::session::InSession;
use crate::source::Source;

/// A column of a board.
#[derive(Clone, Debug)]
pub struct Column {
    image: ColumnImage,
    source: Source,
}

impl Column {
    pub(crate) fn new(image: ColumnImage, source: Source) -> Self {
        Self { image, source }
    }

    /// The column with this id, if `event` changed it.
    fn in_event(event: &Arc<Event>, id: &str) -> Option<Self> {
        event.change_set.changes.iter().find_map(|change| match change {
            Change::Column { after, .. } if after.id.to_string() == id => {
                Some(Self::new(after.clone(), Source::Event(Arc::clone(event))))
            }
            _ => None,
        })
    }
}

/// A column of a board.
#[Object]
impl Column {
    /// The column's id, such as `column_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The board that it is on.
    async fn board(&self, ctx: &Context<'_>) -> Result<Board> {
        Board::of(ctx, &self.source, self.image.board_id).await
    }

    /// Its place on the board: compared as bytes, ties by `id`.
    async fn rank(&self) -> &str {
        &self.image.rank
    }

    /// The title.
    async fn title(&self) -> &str {
        &self.image.title
    }

    /// The colour.
    async fn color(&self) -> Color {
        self.image.color.into()
    }

    /// What a card in it counts as in progress figures.
    async fn kind(&self) -> ColumnKind {
        self.image.kind.into()
    }

    /// How many cards it should hold at most; null for no limit.
    async fn wip_limit(&self) -> Option<i32> {
        self.image.wip_limit
    }

    /// What happens over the limit.
    async fn wip_policy(&self) -> WipPolicy {
        self.image.wip_policy.into()
    }

    /// What belongs here, in Markdown.
    async fn description(&self, ctx: &Context<'_>) -> &str {
        items::text(ctx, &self.image.description)
    }

    /// How many cards stand in it, archived ones aside.
    async fn card_count(&self, ctx: &Context<'_>) -> Result<i64> {
        match &self.source {
            Source::Past(state) => return Ok(count(state.card_count(self.image.id))),
            Source::Now(view) => return Ok(view.card_count(self.image.id)),
            Source::Live | Source::Event(_) => {}
        }
        self.source.may_read_more(ctx, self.image.board_id).await?;
        let loaders = &ctx.session()?.loaders;
        Ok(loaders.card_counts.load(self.image.id).await?.unwrap_or_default())
    }

    /// The cards in it, in order.
    async fn cards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 1000; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Only cards after this cursor.")] after: Option<String>,
        #[graphql(desc = "Which cards; those that are not archived when left out.")] filter: Option<
            CardFilter,
        >,
    ) -> Result<Connection<Card>> {
        let request = PageRequest::forward(first, after)?;
        let board = Board::of(ctx, &self.source, self.image.board_id).await?;
        let filter = filter.unwrap_or_default().within(&self.image.id.to_string().into());
        let board = (self.image.board_id, board.image.key.as_str());
        card::list(ctx, &self.source, board, Some(filter), None, request).await
    }
}
