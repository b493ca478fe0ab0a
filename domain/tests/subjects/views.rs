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
