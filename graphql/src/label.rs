//! Labels.

mod mutations;

pub use mutations::LabelMutations;

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use cairn_domain::log::{Change, Event, LabelImage};

use crate::board::Board;
use crate::enums::Color;
use crate::error::Result;
use crate::source::Source;

/// A label of a board.
#[derive(Clone, Debug)]
pub struct Label {
    image: LabelImage,
    source: Source,
}

impl Label {
    pub(crate) fn new(image: LabelImage, source: Source) -> Self {
        Self { image, source }
    }

    /// The label with this id, if `event` changed it.
    fn in_event(event: &Arc<Event>, id: &str) -> Option<Self> {
        event.change_set.changes.iter().find_map(|change| match change {
            Change::Label { after, .. } if after.id.to_string() == id => {
                Some(Self::new(after.clone(), Source::Event(Arc::clone(event))))
            }
            _ => None,
        })
    }
}

/// A label that cards of one board can have.
#[Object]
impl Label {
    /// The label's id, such as `label_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The board that it is of.
    async fn board(&self, ctx: &Context<'_>) -> Result<Board> {
        Board::of(ctx, &self.source, self.image.board_id).await
    }

    /// The name; unique on the board in any case.
    async fn name(&self) -> &str {
        &self.image.name
    }

    /// The colour.
    async fn color(&self) -> Color {
        self.image.color.into()
    }
}
