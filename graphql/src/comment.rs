//! Comments.

mod list;
mod mutations;

pub(crate) use list::list;
pub use mutations::CommentMutations;

use std::sync::Arc;

use async_graphql::{Context, ID, Object};
use cairn_domain::log::{Change, CommentImage, Event};

use crate::card::Card;
use crate::error::{ApiError, Result};
use crate::items;
use crate::person::{self, AnyActor};
use crate::scalars::DateTime;
use crate::session::InSession;
use crate::shared::Listed;
use crate::source::Source;

/// A comment on a card.
#[derive(Clone, Debug)]
pub struct Comment {
    image: CommentImage,
    source: Source,
}

impl Comment {
    pub(crate) fn new(image: CommentImage, source: Source) -> Self {
        Self { image, source }
    }

    /// The comment with this id, if `event` changed it.
    fn in_event(event: &Arc<Event>, id: &str) -> Option<Self> {
        event.change_set.changes.iter().find_map(|change| match change {
            Change::Comment { after, .. } if after.id.to_string() == id => {
                Some(Self::new(after.clone(), Source::Event(Arc::clone(event))))
            }
            _ => None,
        })
    }
}

impl Listed for Comment {}

/// A comment on a card.
#[Object]
impl Comment {
    /// The comment's id, such as `comment_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The card that it is about.
    async fn card(&self, ctx: &Context<'_>) -> Result<Card> {
        let found = if let Some(state) = self.source.state() {
            state.cards.get(&self.image.card_id).cloned()
        } else {
            self.source.may_read_more(ctx, self.image.board_id).await?;
            ctx.session()?.loaders.cards.load(self.image.card_id).await?.map(Arc::new)
        };
        let image = found.ok_or_else(|| ApiError::not_found("card"))?;
        Ok(Card::new(image, self.source.around()))
    }

    /// What it says, in Markdown (GFM); at most 64 KiB.
    async fn body(&self, ctx: &Context<'_>) -> &str {
        items::text(ctx, &self.image.body)
    }

    /// Who wrote it; null when nobody knows any more.
    async fn author(&self, ctx: &Context<'_>) -> Result<Option<AnyActor>> {
        let Some(id) = self.image.author else { return Ok(None) };
        let at_hand = match &self.source {
            Source::Live => None,
            Source::Past(state) => state.actor(id),
            Source::Now(view) => view.actor(id),
            Source::Event(event) => event.change_set.references.actor(id),
        };
        match at_hand {
            Some(image) => Ok(Some(image.clone().into())),
            None => person::actor(ctx, Some(id)).await,
        }
    }

    /// When it was written.
    async fn created_at(&self) -> DateTime {
        self.image.created_at.into()
    }

    /// When it was last changed; null when never.
    async fn edited_at(&self) -> Option<DateTime> {
        self.image.edited_at.map(Into::into)
    }
}
