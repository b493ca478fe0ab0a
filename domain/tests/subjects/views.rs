//! Boards in memory.

use cairn_domain::access::BoardRef;
use cairn_domain::views::CacheFigures;
use cairn_domain::{Domain, Memory};

use crate::world::World;

async fn is_in_memory(world: &World, domain: &Domain) -> bool {
    let board = BoardRef::Id(world.board);
    domain.views.current(domain, &world.ann, board).await.unwrap().is_some()
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
