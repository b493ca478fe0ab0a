//! The order of things that Focalboard keeps as a list of ids beside them.

use std::collections::HashMap;

use super::record::Block;

/// Blocks in order, and how well the list fitted.
#[derive(Debug)]
pub(super) struct Ordered<'b> {
    /// The blocks.
    pub(super) blocks: Vec<&'b Block>,
    /// Ids of the list that are none of the blocks, or stand there again.
    pub(super) dangling: usize,
    /// Blocks that are not in the list; they come last, oldest first.
    pub(super) unordered: usize,
}

/// Puts blocks into the order of a list. Ties keep the order of the archive.
pub(super) fn by_list<'b>(list: &[String], blocks: &[&'b Block]) -> Ordered<'b> {
    let by_id: HashMap<&str, &Block> =
        blocks.iter().map(|block| (block.id.as_str(), *block)).collect();
    let mut places: HashMap<&str, usize> = HashMap::new();
    for id in list.iter().map(String::as_str).filter(|id| by_id.contains_key(id)) {
        let next = places.len();
        places.entry(id).or_insert(next);
    }
    let place = |block: &&Block| {
        let place = places.get(block.id.as_str()).copied();
        (place.unwrap_or(usize::MAX), if place.is_some() { 0 } else { block.create_at })
    };
    let mut ordered = blocks.to_vec();
    ordered.sort_by_key(place);
    Ordered {
        blocks: ordered,
        dangling: list.len() - places.len(),
        unordered: blocks.len() - places.len(),
    }
}
