//! Everything that resolvers read by key, batched.
//!
//! One set lives for one operation. What is on a board is read without asking for access again: who
//! holds a board's, card's or comment's id here got it from something they may read. What comes
//! from elsewhere goes through [`Loaders::readable_board`] first.

mod loader;
mod quiet;

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use cairn_domain::access::{BoardAccess, Read};
use cairn_domain::accounts::{Person, people};
use cairn_domain::entities::{
    BoardId, BotId, CardId, ColumnId, CommentId, LabelId, MilestoneId, TeamId, UserId,
};
use cairn_domain::log::{
    BotImage, CardImage, ColumnImage, CommentImage, LabelImage, MilestoneImage, UserImage,
};
use cairn_domain::milestones::MilestoneProgress;
use cairn_domain::teams::TeamImage;
use cairn_domain::{Actor, Reader, boards, cards, columns, comments, labels, milestones, teams};

use crate::error::{ApiError, Result};
use loader::Loader;
pub(crate) use quiet::{Quiet, Watched};

/// The loaders of one operation.
pub(crate) struct Loaders {
    boards: Loader<BoardId, Arc<BoardAccess<Read>>>,
    pub archived_card_counts: Loader<BoardId, i64>,
    pub columns: Loader<ColumnId, ColumnImage>,
    pub columns_of_board: Loader<BoardId, Vec<ColumnImage>>,
    pub card_counts: Loader<ColumnId, i64>,
    pub cards: Loader<CardId, CardImage>,
    /// One text may be asked for under many names, and is copied only when it is given.
    pub descriptions: Loader<CardId, Arc<str>>,
    pub labels_of_card: Loader<CardId, Vec<LabelImage>>,
    pub assignees_of_card: Loader<CardId, Vec<UserImage>>,
    pub comment_counts: Loader<CardId, i64>,
    pub labels: Loader<LabelId, LabelImage>,
    pub labels_of_board: Loader<BoardId, Vec<LabelImage>>,
    pub milestones: Loader<MilestoneId, MilestoneImage>,
    pub milestones_of_board: Loader<BoardId, Vec<MilestoneImage>>,
    pub progress: Loader<MilestoneId, MilestoneProgress>,
    pub comments: Loader<CommentId, CommentImage>,
    pub people: Loader<UserId, Person>,
    pub bots: Loader<BotId, BotImage>,
    pub teams: Loader<TeamId, TeamImage>,
}

impl Loaders {
    /// Loaders that read with `reader` what `actor` may see, whenever it is `quiet`.
    pub fn new(reader: &Arc<Reader>, actor: &Actor, quiet: &Quiet) -> Self {
        macro_rules! loader {
            (|$reader:ident, $keys:ident| $read:expr) => {{
                let reader = Arc::clone(reader);
                Loader::new(quiet.clone(), move |$keys| {
                    let $reader = Arc::clone(&reader);
                    async move { Ok($read) }
                })
            }};
        }
        let actor = actor.clone();
        Self {
            boards: {
                let reader = Arc::clone(reader);
                Loader::new(quiet.clone(), move |ids: Vec<BoardId>| {
                    let (reader, actor) = (Arc::clone(&reader), actor.clone());
                    async move {
                        let found = boards::boards_by_ids(&reader, &actor, &ids).await?;
                        Ok(by_key(found.into_iter().map(Arc::new), |board| board.board_id()))
                    }
                })
            },
            archived_card_counts: loader!(|reader, ids| {
                cards::archived_counts(&reader, &ids).await?.into_iter().collect()
            }),
            columns: loader!(|reader, ids| {
                by_key(columns::columns_by_ids(&reader, &ids).await?, |column| column.id)
            }),
            columns_of_board: loader!(|reader, ids| {
                grouped(columns::columns_of(&reader, &ids).await?, |column| column.board_id)
            }),
            card_counts: loader!(|reader, ids| {
                cards::counts_by_column(&reader, &ids).await?.into_iter().collect()
            }),
            cards: loader!(|reader, ids| {
                by_key(cards::cards_by_ids(&reader, &ids).await?, |card| card.id)
            }),
            descriptions: loader!(|reader, ids| {
                let texts = cards::descriptions(&reader, &ids).await?;
                texts.into_iter().map(|(id, text)| (id, text.into())).collect()
            }),
            labels_of_card: loader!(|reader, ids| {
                let links = cards::labels_of(&reader, &ids).await?;
                grouped_pairs(links.into_iter().map(|link| (link.card_id, link.label)))
            }),
            assignees_of_card: loader!(|reader, ids| {
                grouped_pairs(cards::assignees_of(&reader, &ids).await?)
            }),
            comment_counts: loader!(|reader, ids| {
                cards::comment_counts(&reader, &ids).await?.into_iter().collect()
            }),
            labels: loader!(|reader, ids| {
                by_key(labels::labels_by_ids(&reader, &ids).await?, |label| label.id)
            }),
            labels_of_board: loader!(|reader, ids| {
                grouped(labels::labels_of_boards(&reader, &ids).await?, |label| label.board_id)
            }),
            milestones: loader!(|reader, ids| {
                by_key(milestones::milestones_by_ids(&reader, &ids).await?, |found| found.id)
            }),
            milestones_of_board: loader!(|reader, ids| {
                let found = milestones::milestones_of_boards(&reader, &ids).await?;
                grouped(found, |milestone| milestone.board_id)
            }),
            progress: loader!(|reader, ids| {
                milestones::progress(&reader, &ids).await?.into_iter().collect()
            }),
            comments: loader!(|reader, ids| {
                by_key(comments::comments_by_ids(&reader, &ids).await?, |comment| comment.id)
            }),
            people: loader!(|reader, ids| people::by_ids(&reader, &ids).await?),
            bots: loader!(|reader, ids| people::bots_by_ids(&reader, &ids).await?),
            teams: loader!(|reader, ids| {
                by_key(teams::teams_by_ids(&reader, &ids).await?, |team| team.id)
            }),
        }
    }

    /// The board; `None` when the viewer may not read it.
    pub async fn board(&self, id: BoardId) -> Result<Option<Arc<BoardAccess<Read>>>> {
        self.boards.load(id).await
    }

    /// The board, or `NOT_FOUND` when the viewer may not read it.
    pub async fn readable_board(&self, id: BoardId) -> Result<Arc<BoardAccess<Read>>> {
        self.board(id).await?.ok_or_else(|| ApiError::not_found("board"))
    }

    /// Whether the viewer may read the board.
    pub async fn can_read(&self, id: BoardId) -> Result<bool> {
        Ok(self.board(id).await?.is_some())
    }
}

fn by_key<K: Eq + Hash, V>(
    items: impl IntoIterator<Item = V>,
    key: impl Fn(&V) -> K,
) -> HashMap<K, V> {
    items.into_iter().map(|item| (key(&item), item)).collect()
}

fn grouped<K: Eq + Hash, V>(items: Vec<V>, key: impl Fn(&V) -> K) -> HashMap<K, Vec<V>> {
    grouped_pairs(items.into_iter().map(|item| (key(&item), item)))
}

/// Items by key, in the order in which they come.
fn grouped_pairs<K: Eq + Hash, V>(pairs: impl IntoIterator<Item = (K, V)>) -> HashMap<K, Vec<V>> {
    let mut groups: HashMap<K, Vec<V>> = HashMap::new();
    for (key, item) in pairs {
        groups.entry(key).or_default().push(item);
    }
    groups
}
