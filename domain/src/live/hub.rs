//! One reader of the log for each board that somebody on this node follows.
//!
//! However many people follow a board, each event is read and parsed once. A feed lives as long as
//! somebody holds it. It may fall behind or fail and try again: what it sends is a convenience, and
//! whoever misses something reads the log.
//!
//! What was written on this node comes to the feed as it is, without a read.

use std::collections::HashMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, PoisonError, Weak};
use std::time::Duration;

use cairn_entities::{BoardId, Epoch, board};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use tokio::sync::broadcast;

use super::Ring;
use super::feed::{AT_HAND, Feed};
use super::recent::RECENT;
use crate::log::Event;
use crate::{Domain, Error};

/// How many boards one statement of the slow poll asks for.
const POLL_CHUNK: usize = 500;

/// The feeds of this node.
#[derive(Debug, Default)]
pub struct Hub {
    feeds: Mutex<HashMap<BoardId, Weak<Feed>>>,
    lagged: AtomicU64,
    not_at_hand: AtomicU64,
}

/// What is followed on this node, and what waits for the followers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct HubFigures {
    /// Boards that somebody follows.
    pub boards: usize,
    /// Followers of all of them.
    pub followers: usize,
    /// Events of this node's own writes that wait for a feed, of all feeds.
    pub at_hand: usize,
    /// How many of these can wait for all the feeds there are.
    pub most_at_hand: usize,
    /// How many found no room and had to be read.
    pub not_at_hand: u64,
    /// Events that are kept for followers who do not have them yet, of all feeds.
    pub recent: usize,
    /// How many of these can be kept by all the feeds there are.
    pub most_recent: usize,
    /// The bytes of all of these.
    pub bytes: usize,
    /// How often a follower was too slow and had to read the log.
    pub lagged: u64,
}

impl Hub {
    /// The feed of `board`, which sends every event after the moment this returns. One that follows
    /// another log than `epoch` is left to those who have it: their log was replaced.
    pub(super) async fn feed(
        &self,
        domain: &Domain,
        board: BoardId,
        epoch: Epoch,
    ) -> Result<Arc<Feed>, Error> {
        let feed = self.entry(domain, board);
        feed.run().await?;
        if feed.epoch() == Some(epoch) {
            return Ok(feed);
        }
        self.forget(&feed);
        feed.tell(i64::MAX);
        let feed = self.entry(domain, board);
        feed.run().await?;
        Ok(feed)
    }

    /// Gives `event`, which was just committed on this node, to the board's followers.
    pub(crate) fn hand(&self, event: &Arc<Event>) {
        let feed = self.live_feed(event.board_id);
        if feed.is_some_and(|feed| !feed.hand(event)) {
            self.not_at_hand.fetch_add(1, Ordering::Relaxed);
        }
    }

    /// How many boards are followed on this node.
    #[must_use]
    pub fn followed(&self) -> usize {
        self.live_feeds().len()
    }

    /// What is followed on this node, and what waits for the followers.
    #[must_use]
    pub fn figures(&self) -> HubFigures {
        let feeds = self.live_feeds();
        let mut figures = HubFigures {
            boards: feeds.len(),
            most_at_hand: feeds.len() * AT_HAND,
            most_recent: feeds.len() * RECENT,
            not_at_hand: self.not_at_hand.load(Ordering::Relaxed),
            lagged: self.lagged.load(Ordering::Relaxed),
            ..HubFigures::default()
        };
        for (_, feed) in feeds {
            // Each of them holds the feed, and this does.
            figures.followers += Arc::strong_count(&feed) - 1;
            figures.at_hand += feed.at_hand();
            figures.recent += feed.recent().len();
            figures.bytes += feed.bytes();
        }
        figures
    }

    /// A follower was too slow.
    pub(super) fn follower_lagged(&self) {
        self.lagged.fetch_add(1, Ordering::Relaxed);
    }

    fn entry(&self, domain: &Domain, board: BoardId) -> Arc<Feed> {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(feed) = feeds.get(&board).and_then(Weak::upgrade) {
            return feed;
        }
        feeds.retain(|_, feed| feed.strong_count() > 0);
        let feed = Arc::new(Feed::new(domain, board));
        feeds.insert(board, Arc::downgrade(&feed));
        feed
    }

    fn forget(&self, feed: &Arc<Feed>) {
        let mut feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        let is_this = |known: &Weak<Feed>| std::ptr::eq(known.as_ptr(), Arc::as_ptr(feed));
        if feeds.get(&feed.board()).is_some_and(is_this) {
            feeds.remove(&feed.board());
        }
    }

    fn live_feeds(&self) -> Vec<(BoardId, Arc<Feed>)> {
        let feeds = self.feeds.lock().unwrap_or_else(PoisonError::into_inner);
        feeds.iter().filter_map(|(board, feed)| Some((*board, feed.upgrade()?))).collect()
    }

    fn live_feed(&self, board: BoardId) -> Option<Arc<Feed>> {
        self.feeds.lock().unwrap_or_else(PoisonError::into_inner).get(&board)?.upgrade()
    }
}

/// Wakes the feeds: at once when the doorbell rings, and at the latest after `slow_poll`.
pub(crate) async fn wake_feeds(domain: Domain, slow_poll: Duration) {
    let mut rings = domain.doorbell.listen();
    let mut poll = tokio::time::interval(slow_poll);
    poll.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            ring = rings.recv() => match ring {
                Ok(Ring { board, seq, .. }) => {
                    if let Some(feed) = domain.hub.live_feed(board) {
                        feed.tell(seq);
                    }
                }
                Err(broadcast::error::RecvError::Lagged(missed)) => {
                    domain.doorbell.missed(missed);
                    poll.reset_immediately();
                }
                Err(broadcast::error::RecvError::Closed) => return,
            },
            _ = poll.tick() => {
                if let Err(error) = poll_feeds(&domain).await {
                    tracing::warn!(%error, "the slow poll failed and will be tried again");
                }
            }
        }
    }
}

/// One statement for all followed boards.
async fn poll_feeds(domain: &Domain) -> Result<(), Error> {
    let feeds = domain.hub.live_feeds();
    for feeds in feeds.chunks(POLL_CHUNK) {
        let boards = board::Entity::find()
            .select_only()
            .columns([board::Column::Id, board::Column::Seq, board::Column::Epoch])
            .filter(board::Column::Id.is_in(feeds.iter().map(|(board, _)| *board)))
            .into_tuple::<(BoardId, i64, Epoch)>()
            .all(domain.database.reader())
            .await?;
        let found: HashMap<_, _> =
            boards.into_iter().map(|(board, seq, epoch)| (board, (seq, epoch))).collect();
        for (board, feed) in feeds {
            match (found.get(board), feed.epoch()) {
                (_, None) => {}
                (Some((seq, epoch)), Some(known)) if *epoch == known => feed.tell(*seq),
                // Those who come back need a feed of the log there is now.
                _ => {
                    domain.hub.forget(feed);
                    feed.tell(i64::MAX);
                }
            }
        }
    }
    Ok(())
}
