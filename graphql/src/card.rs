//! Cards.

mod inputs;
mod list;
mod mutations;
mod queries;

pub(crate) use list::list;
pub use list::{CardFilter, CardOrder};
pub use mutations::CardMutations;
pub use queries::CardQueries;

use std::sync::Arc;

use async_graphql::{Context, ContextSelectionSet, ID, Object, SimpleObject, Value};
use cairn_domain::cards;
use cairn_domain::log::{CardImage, Change, Event, LabelImage, UserImage};

use crate::board::{Board, count};
use crate::column::Column;
use crate::comment::{self, Comment};
use crate::connection::{Connection, PageRequest};
use crate::error::{ApiError, Result};
use crate::items;
use crate::label::Label;
use crate::milestone::Milestone;
use crate::person::{self, AnyActor, User};
use crate::scalars::{Date, DateTime};
use crate::session::InSession;
use crate::shared::{self, Listed};
use crate::source::Source;

/// A card of a board.
#[derive(Clone, Debug)]
pub struct Card {
    image: Arc<CardImage>,
    source: Source,
}

/// The task-list items (`- [ ]`, `- [x]`) of a card's description.
#[derive(Clone, Copy, Debug, SimpleObject)]
pub struct Checklist {
    /// How many are ticked.
    done: i32,
    /// How many there are.
    total: i32,
}

impl Card {
    pub(crate) fn new(image: impl Into<Arc<CardImage>>, source: Source) -> Self {
        Self { image: image.into(), source }
    }

    /// The card with this id, if `event` changed it.
    fn in_event(event: &Arc<Event>, id: &str) -> Option<Self> {
        event.change_set.changes.iter().find_map(|change| match change {
            Change::Card { after, .. } if after.id.to_string() == id => {
                Some(Self::new((**after).clone(), Source::Event(Arc::clone(event))))
            }
            _ => None,
        })
    }

    /// Its cursor in a list of this order, on a board in memory.
    pub(crate) fn cursor(&self, order: &[cards::CardOrder]) -> String {
        match &self.source {
            Source::Now(view) => cards::view_cursor(view, order, &self.image),
            Source::Past(_) | Source::Live | Source::Event(_) => self.image.id.to_string(),
        }
    }

    async fn column_image(&self, ctx: &Context<'_>) -> Result<Column> {
        let id = self.image.column_id;
        let at_hand = match &self.source {
            Source::Live => None,
            Source::Past(state) => state.columns.get(&id),
            Source::Now(view) => view.state().columns.get(&id),
            Source::Event(event) => event.change_set.references.column(id),
        };
        let image = if let Some(image) = at_hand {
            Some(image.clone())
        } else {
            self.source.may_read_more(ctx, self.image.board_id).await?;
            ctx.session()?.loaders.columns.load(id).await?
        };
        let image = image.ok_or_else(|| ApiError::not_found("column"))?;
        Ok(Column::new(image, self.source.clone()))
    }

    async fn label_images(&self, ctx: &Context<'_>) -> Result<Vec<LabelImage>> {
        match &self.source {
            Source::Past(state) => Ok(state.labels_of(&self.image).into_iter().cloned().collect()),
            Source::Now(view) => Ok(view.labels_of(&self.image).into_iter().cloned().collect()),
            Source::Event(event) => {
                let references = &event.change_set.references;
                let ids = self.image.label_ids.iter();
                let mut labels: Vec<_> =
                    ids.filter_map(|id| references.label(*id)).cloned().collect();
                labels.sort_by(LabelImage::order);
                Ok(labels)
            }
            Source::Live => {
                let loaders = &ctx.session()?.loaders;
                Ok(loaders.labels_of_card.load(self.image.id).await?.unwrap_or_default())
            }
        }
    }

    async fn assignee_images(&self, ctx: &Context<'_>) -> Result<Vec<UserImage>> {
        match &self.source {
            Source::Past(state) => {
                Ok(state.assignees_of(&self.image).into_iter().cloned().collect())
            }
            Source::Now(view) => Ok(view.assignees_of(&self.image).into_iter().cloned().collect()),
            Source::Event(event) => {
                let references = &event.change_set.references;
                let ids = self.image.assignee_ids.iter();
                let mut people: Vec<_> =
                    ids.filter_map(|id| references.user(*id)).cloned().collect();
                people.sort_by(UserImage::order);
                Ok(people)
            }
            Source::Live => {
                let loaders = &ctx.session()?.loaders;
                Ok(loaders.assignees_of_card.load(self.image.id).await?.unwrap_or_default())
            }
        }
    }
}

impl Listed for Card {
    fn written<'a>(
        ctx: &ContextSelectionSet<'_>,
        items: impl ExactSizeIterator<Item = &'a Self> + Clone,
    ) -> Option<Value> {
        let Source::Now(view) = &items.clone().next()?.source else { return None };
        shared::cards(ctx, view, items.map(|card| &*card.image))
    }
}

/// A card of a board.
#[Object]
impl Card {
    /// The card's id, such as `card_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// The human key, such as `RL-42`.
    async fn key(&self) -> &str {
        &self.image.key
    }

    /// The number on the board: the 42 of `RL-42`.
    async fn number(&self) -> i64 {
        self.image.number
    }

    /// The board that it is on.
    async fn board(&self, ctx: &Context<'_>) -> Result<Board> {
        Board::of(ctx, &self.source, self.image.board_id).await
    }

    /// The column that it stands in.
    async fn column(&self, ctx: &Context<'_>) -> Result<Column> {
        self.column_image(ctx).await
    }

    /// Its place in the column: compared as bytes, ties by `id`; the same total order for every
    /// client.
    async fn rank(&self) -> &str {
        &self.image.rank
    }

    /// The title.
    async fn title(&self, ctx: &Context<'_>) -> &str {
        items::text(ctx, &self.image.title)
    }

    /// One emoji.
    async fn icon(&self) -> Option<&str> {
        self.image.icon.as_deref()
    }

    /// The text, in Markdown (GFM); at most 1 MiB.
    async fn description(&self, ctx: &Context<'_>) -> Result<String> {
        if let Some(text) = &self.image.description {
            return Ok(items::text(ctx, text).to_owned());
        }
        if !self.image.has_description {
            return Ok(String::new());
        }
        self.source.may_read_more(ctx, self.image.board_id).await?;
        let text = ctx.session()?.loaders.descriptions.load(self.image.id).await?;
        Ok(items::text(ctx, &text.unwrap_or_default()).to_owned())
    }

    /// Whether the description says anything; cheaper than reading it.
    async fn has_description(&self) -> bool {
        self.image.has_description
    }

    /// The task-list items of the description.
    async fn checklist(&self) -> Checklist {
        let cairn_domain::log::Checklist { done, total } = self.image.checklist;
        Checklist { done, total }
    }

    /// The labels, by name. At most 100.
    async fn labels(&self, ctx: &Context<'_>) -> Result<Vec<Label>> {
        let images = items::give(ctx, self.label_images(ctx).await?);
        Ok(images.into_iter().map(|image| Label::new(image, self.source.clone())).collect())
    }

    /// Who works on it, by username. At most 100.
    async fn assignees(&self, ctx: &Context<'_>) -> Result<Vec<User>> {
        let images = items::give(ctx, self.assignee_images(ctx).await?);
        Ok(images.into_iter().map(User::from).collect())
    }

    /// When work starts.
    async fn start_on(&self) -> Option<Date> {
        self.image.start_on.map(Date)
    }

    /// When it is due.
    async fn due_on(&self) -> Option<Date> {
        self.image.due_on.map(Date)
    }

    /// How much work it is, in the community's own unit.
    async fn estimate(&self) -> Option<f64> {
        self.image.estimate
    }

    /// The milestone that it belongs to.
    async fn milestone(&self, ctx: &Context<'_>) -> Result<Option<Milestone>> {
        let Some(id) = self.image.milestone_id else { return Ok(None) };
        let at_hand = match &self.source {
            Source::Live => None,
            Source::Past(state) => state.milestones.get(&id),
            Source::Now(view) => view.state().milestones.get(&id),
            Source::Event(event) => event.change_set.references.milestone(id),
        };
        let image = if let Some(image) = at_hand {
            Some(image.clone())
        } else {
            self.source.may_read_more(ctx, self.image.board_id).await?;
            ctx.session()?.loaders.milestones.load(id).await?
        };
        Ok(image.map(|image| Milestone::new(image, self.source.clone())))
    }

    /// Who made it; null when nobody knows any more.
    async fn created_by(&self, ctx: &Context<'_>) -> Result<Option<AnyActor>> {
        let Some(id) = self.image.created_by else { return Ok(None) };
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

    /// When it was made.
    async fn created_at(&self) -> DateTime {
        self.image.created_at.into()
    }

    /// When it last changed; comments do not count.
    async fn updated_at(&self) -> DateTime {
        self.image.updated_at.into()
    }

    /// When it was archived; null when it is not.
    async fn archived_at(&self) -> Option<DateTime> {
        self.image.archived_at.map(Into::into)
    }

    /// The seq of the last event that touched it; comments do not count.
    async fn version(&self) -> i64 {
        self.image.version
    }

    /// How many comments it has.
    async fn comment_count(&self, ctx: &Context<'_>) -> Result<i64> {
        match &self.source {
            Source::Past(state) => return Ok(count(state.comments_of(self.image.id).len())),
            Source::Now(view) => return Ok(view.comment_count(self.image.id)),
            Source::Live | Source::Event(_) => {}
        }
        self.source.may_read_more(ctx, self.image.board_id).await?;
        let loaders = &ctx.session()?.loaders;
        Ok(loaders.comment_counts.load(self.image.id).await?.unwrap_or_default())
    }

    /// The comments, the oldest first.
    async fn comments(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the beginning, from 1 to 1000; 50 when left out.")]
        first: Option<i32>,
        #[graphql(desc = "Only comments after this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, from 1 to 1000; not together with `first`.")]
        last: Option<i32>,
        #[graphql(desc = "Only comments before this cursor.")] before: Option<String>,
    ) -> Result<Connection<Comment>> {
        let request = PageRequest::either(first, after, last, before)?;
        self.source.may_read_more(ctx, self.image.board_id).await?;
        comment::list(ctx, &self.source, self.image.id, request).await
    }
}
