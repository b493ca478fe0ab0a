//! Whatever is written meanwhile, a snapshot is the board at one event.
#![expect(clippy::disallowed_methods, reason = "a test waits for what it spawned")]

use std::collections::BTreeMap;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cairn_domain::access::BoardRef;
use cairn_domain::cards::{self, CardFilter, CardQuery, MoveCard};
use cairn_domain::comments::{self, AddComment};
use cairn_domain::entities::{CardId, MilestoneId};
use cairn_domain::log::{CardImage, past};
use cairn_domain::{boards, columns, milestones};

use crate::world::{World, by, new_card};

const CARDS: usize = 6;
const SNAPSHOTS: usize = 25;

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn a_snapshot_is_the_board_at_its_event_while_others_write() {
    let mut world = World::new().await;
    let milestone = world.milestone("1.0", None).await;
    let mut cards = Vec::new();
    for number in 0..CARDS {
        let card = new_card(world.columns[0], &format!("Card {number}"));
        let card = world.card_with(cards::CreateCard { milestone: Some(milestone), ..card }).await;
        cards.push(card);
    }
    let first = read_while_written(&world, &cards, milestone).await;
    world.reopen().await;
    let second = read_while_written(&world, &cards, milestone).await;
    assert!(first < second, "the log goes on where it was");
}

/// Reads snapshots while two people write; the last one's seq.
async fn read_while_written(world: &World, cards: &[CardId], milestone: MilestoneId) -> i64 {
    let is_over = Arc::new(AtomicBool::new(false));
    let moving = {
        let (domain, ann, is_over) = (world.domain.clone(), world.ann.clone(), is_over.clone());
        let (columns, cards) = (world.columns.clone(), cards.to_vec());
        tokio::spawn(async move {
            for turn in 0.. {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let input = MoveCard {
                    card_id: cards[turn % cards.len()],
                    column_id: columns[turn % columns.len()],
                    after: None,
                    before: Some(cards[(turn + 1) % cards.len()]),
                };
                cards::move_card(&domain, &by(&ann), input).await.unwrap();
            }
        })
    };
    let commenting = {
        let (domain, ann, is_over) = (world.domain.clone(), world.ann.clone(), is_over.clone());
        let cards = cards.to_vec();
        tokio::spawn(async move {
            for turn in 0.. {
                if is_over.load(Ordering::Relaxed) {
                    return;
                }
                let input =
                    AddComment { card_id: cards[turn % cards.len()], body: format!("No. {turn}") };
                comments::add_comment(&domain, &by(&ann), input).await.unwrap();
            }
        })
    };
    let mut newest = 0;
    for _ in 0..SNAPSHOTS {
        let seq = assert_snapshot_is_true(world, cards, milestone).await;
        assert!(seq >= newest, "{seq} came after {newest}");
        newest = seq;
    }
    is_over.store(true, Ordering::Relaxed);
    moving.await.unwrap();
    commenting.await.unwrap();
    newest
}

async fn assert_snapshot_is_true(world: &World, ids: &[CardId], milestone: MilestoneId) -> i64 {
    let World { domain, ann, board, .. } = world;
    let reader = domain.snapshot();
    let columns_read = columns::columns_of(&reader, &[*board]).await.unwrap();
    tokio::task::yield_now().await;
    let query = CardQuery {
        board: (*board, "RL".to_owned()),
        filter: CardFilter::default(),
        order: Vec::new(),
        after: None,
        limit: 100,
    };
    let page = cards::card_page(&reader, query).await.unwrap();
    let counts: BTreeMap<CardId, i64> =
        cards::comment_counts(&reader, ids).await.unwrap().into_iter().collect();
    let progress = milestones::progress(&reader, &[milestone]).await.unwrap();
    let seq = boards::board(&reader, ann, BoardRef::Id(*board)).await.unwrap().board().seq;
    drop(reader);

    let state = past::state_at(domain, &domain.latest(), *board, seq).await.unwrap().unwrap();
    let columns_then: Vec<_> = state.columns_in_order().into_iter().cloned().collect();
    assert_eq!(columns_read, columns_then);
    let cards_read: BTreeMap<_, _> = page.cards.iter().map(|(_, card)| place(card)).collect();
    let cards_then: BTreeMap<_, _> = state.cards.values().map(|card| place(card)).collect();
    assert_eq!(cards_read, cards_then, "at #{seq}");
    for id in ids {
        let then = state.comments_of(*id).len();
        let read = counts.get(id).copied().unwrap_or_default();
        assert_eq!(usize::try_from(read).unwrap(), then, "comments at #{seq}");
    }
    let progress: BTreeMap<_, _> = progress.into_iter().collect();
    assert_eq!(progress[&milestone], state.progress(milestone), "at #{seq}");
    seq
}

fn place(card: &CardImage) -> (CardId, impl Eq + std::fmt::Debug + use<>) {
    (card.id, (card.column_id, card.rank.clone(), card.version, card.updated_at))
}
