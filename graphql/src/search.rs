//! Full text over what the viewer can see.

use async_graphql::{Context, Object, SimpleObject, Union};
use cairn_domain::search::{self, SearchHit, SearchPage, SearchSubject};

use crate::board::Board;
use crate::card::Card;
use crate::comment::Comment;
use crate::connection::{PageInfo, PageRequest, total_if_asked};
use crate::error::Result;
use crate::session::InSession;
use crate::source::Source;

/// Something that a search found.
#[derive(Clone, Union)]
pub enum SearchResult {
    /// A board.
    Board(Board),
    /// A card.
    Card(Card),
    /// A comment.
    Comment(Comment),
}

/// Something that a search found, and why.
#[derive(Clone, SimpleObject)]
pub struct SearchEdge {
    /// Names the place among what was found: pass it as `after`.
    cursor: String,
    /// What was found.
    node: SearchResult,
    /// The text around the match: one line of plain text.
    excerpt: String,
}

/// A page of what a search found, the best first.
pub struct SearchConnection {
    edges: Vec<SearchEdge>,
    page_info: PageInfo,
    total_count: u64,
}

/// A page of what a search found, the best first.
#[Object]
impl SearchConnection {
    /// What was found, each with its cursor.
    async fn edges(&self) -> &[SearchEdge] {
        &self.edges
    }

    /// What was found.
    async fn nodes(&self) -> Vec<&SearchResult> {
        self.edges.iter().map(|edge| &edge.node).collect()
    }

    /// Where this page is among all that was found.
    async fn page_info(&self) -> &PageInfo {
        &self.page_info
    }

    /// How much was found in all; counted only when asked for.
    async fn total_count(&self) -> u64 {
        self.total_count
    }
}

/// Reads by what is said rather than where.
#[derive(Default)]
pub struct SearchQueries;

#[Object]
impl SearchQueries {
    /// Full text over the cards, comments and boards that the viewer can see; the query language is in
    /// docs/search.md.
    async fn search(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What to look for; a blank text finds nothing.")] query: String,
        #[graphql(desc = "How many, from 1 to 1000; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Only what comes after this cursor.")] after: Option<String>,
    ) -> Result<SearchConnection> {
        let session = ctx.session()?;
        let request = PageRequest::forward(first, after)?;
        let (reader, actor) = (&session.reader, &session.actor);
        let total = total_if_asked(ctx, search::count_hits(reader, actor, &query)).await?;
        let SearchPage { hits, has_more } =
            search::search(reader, actor, &query, request.after.as_deref(), request.limit).await?;
        let page_info = PageInfo {
            has_next_page: has_more,
            has_previous_page: request.after.is_some(),
            start_cursor: hits.first().map(|hit| hit.cursor.clone()),
            end_cursor: hits.last().map(|hit| hit.cursor.clone()),
        };
        let found = futures_util::future::try_join_all(hits.into_iter().map(|hit| edge(ctx, hit)));
        let edges = found.await?.into_iter().flatten().collect();
        Ok(SearchConnection { edges, page_info, total_count: total })
    }
}

/// What was found, unless it has gone meanwhile.
async fn edge(ctx: &Context<'_>, hit: SearchHit) -> Result<Option<SearchEdge>> {
    let SearchHit { cursor, subject, excerpt, .. } = hit;
    let loaders = &ctx.session()?.loaders;
    let node = match subject {
        SearchSubject::Board(id) => {
            let board = loaders.board(id).await?;
            board.map(|board| SearchResult::Board(board.into()))
        }
        SearchSubject::Card(id) => {
            let image = loaders.cards.load(id).await?;
            image.map(|image| SearchResult::Card(Card::new(image, Source::Live)))
        }
        SearchSubject::Comment(id) => {
            let image = loaders.comments.load(id).await?;
            image.map(|image| SearchResult::Comment(Comment::new(image, Source::Live)))
        }
    };
    Ok(node.map(|node| SearchEdge { cursor, node, excerpt }))
}
