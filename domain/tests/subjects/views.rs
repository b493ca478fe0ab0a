//! Boards in memory.

use std::sync::Arc;

use cairn_domain::access::BoardRef;
use cairn_domain::cards::{self, MoveCard};
use cairn_domain::columns::{self, DeleteColumn, MoveColumn};
use cairn_domain::views::{BoardView, CacheFigures};
use cairn_domain::{Domain, Memory};
use rand::rngs::SmallRng;
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};

use crate::world::{World, by};

async fn view(world: &World, domain: &Domain) -> Option<Arc<BoardView>> {
    let board = BoardRef::Id(world.board);
    Some(domain.views.current(domain, &world.ann, board).await.unwrap()?.view)
}

async fn is_in_memory(world: &World, domain: &Domain) -> bool {
    view(world, domain).await.is_some()
}

fn with_bytes(world: &World, views: usize) -> Domain {
    let Domain { database, clock, ids, .. } = world.domain.clone();
    Domain::with_memory(database, clock, ids, Memory { views, ..Memory::default() })
}

#[tokio::test]
async fn what_is_of_use_is_counted() {
    let world = World::new().await;
    let domain = with_bytes(&world, 1024 * 1024);
    for _ in 0..3 {
        assert!(is_in_memory(&world, &domain).await);
    }
    world.card(0, "One").await;
    assert!(is_in_memory(&world, &domain).await);
    let CacheFigures { entries, hits, misses, evictions, .. } = domain.views.figures();
    assert_eq!((entries, hits, misses, evictions), (1, 2, 1, 0));
    assert_eq!(domain.views.advances(), 1);
}

#[tokio::test]
async fn nothing_is_read_that_cannot_be_kept() {
    let world = World::new().await;
    let none = with_bytes(&world, 0);
    let little = with_bytes(&world, 512);
    for _ in 0..3 {
        assert!(!is_in_memory(&world, &none).await);
        assert!(!is_in_memory(&world, &little).await);
    }
    assert_eq!(none.views.figures().misses, 0);
    assert_eq!(little.views.figures().misses, 1, "it is remembered that it is too large");
}

/// However a board came to be as it is, in memory it stands as whoever reads it anew has it.
#[tokio::test]
async fn a_view_that_goes_on_is_as_one_that_is_read() {
    let mut world = World::new().await;
    let mut random = SmallRng::seed_from_u64(11);
    let mut living = Vec::new();
    for number in 0..12 {
        living.push(world.card(number % 3, "Card").await);
    }
    let keeps = with_bytes(&world, 1024 * 1024);
    let mut former = None;
    for step in 0..120 {
        let (domain, ann) = (&world.domain, by(&world.ann));
        let card_id = *living.choose(&mut random).unwrap();
        let column_id = *world.columns.choose(&mut random).unwrap();
        match random.random_range(0..12) {
            0..6 => {
                let neighbour = living.choose(&mut random).copied().filter(|id| *id != card_id);
                let input = MoveCard { card_id, column_id, after: neighbour, before: None };
                drop(cards::move_card(domain, &ann, input).await);
            }
            6 => living.push(world.card(random.random_range(0..world.columns.len()), "New").await),
            7 => world.archive(card_id).await,
            8 => drop(cards::restore_card(domain, &ann, card_id).await),
            9 if living.len() > 4 => {
                cards::delete_card(domain, &ann, card_id).await.unwrap();
                living.retain(|id| *id != card_id);
            }
            10 => {
                let after = world.columns.choose(&mut random).copied();
                let after = after.filter(|id| *id != column_id);
                let input = MoveColumn { column_id, after };
                columns::move_column(domain, &ann, input).await.unwrap();
            }
            11 if step > 90 && world.columns.len() > 2 => {
                let [gone, heir] = [world.columns.remove(0), world.columns[0]];
                let input = DeleteColumn { column_id: gone, move_cards_to: Some(heir) };
                columns::delete_column(domain, &ann, input).await.unwrap();
            }
            _ => {}
        }
        // Some steps are taken together, and some views are still in use when they go on.
        if random.random_bool(0.3) {
            continue;
        }
        let kept = view(&world, &keeps).await.unwrap();
        let read = view(&world, &with_bytes(&world, 1024 * 1024)).await.unwrap();
        assert_eq!(kept.cards_in_order(), read.cards_in_order(), "step {step}");
        former = random.random_bool(0.5).then_some(kept);
    }
    drop(former);
    assert!(keeps.views.advances() > 50);
}
