//! The blocks of a board, by what they are.

use std::collections::{BTreeMap, HashMap, HashSet};

use crate::import::focalboard::error::shortened;
use crate::import::focalboard::record::{Block, Body, CardFields};
use crate::import::focalboard::views::View;

/// A card and its fields.
pub(super) type Card<'b> = (&'b Block, &'b CardFields);

/// The blocks of a board. Each list keeps the order of the archive.
#[derive(Debug, Default)]
pub(super) struct Sorted<'b> {
    pub(super) cards: Vec<Card<'b>>,
    pub(super) templates: Vec<Card<'b>>,
    pub(super) views: Vec<View<'b>>,
    content: HashMap<&'b str, Vec<&'b Block>>,
    comments: HashMap<&'b str, Vec<&'b Block>>,
    /// How many were deleted, alone or with their card, by type.
    pub(super) deleted: BTreeMap<String, usize>,
    /// How many are of unknown types, by type.
    pub(super) unknown: BTreeMap<String, usize>,
    /// How many have no card, by type.
    pub(super) orphaned: BTreeMap<String, usize>,
}

impl<'b> Sorted<'b> {
    /// Sorts the blocks of a board.
    pub(super) fn of(blocks: &'b [Block]) -> Self {
        let mut sorted = Self::default();
        let mut parents = HashSet::new();
        let mut deleted_cards = HashSet::new();
        let mut children = Vec::new();
        for block in blocks {
            match &block.body {
                _ if block.deleted => {
                    count(&mut sorted.deleted, block);
                    deleted_cards.insert(block.id.as_str());
                }
                Body::Card(fields) => {
                    parents.insert(block.id.as_str());
                    let list =
                        if fields.is_template { &mut sorted.templates } else { &mut sorted.cards };
                    list.push((block, fields));
                }
                Body::View(fields) => sorted.views.push(View { title: &block.title, fields }),
                Body::Unknown => count(&mut sorted.unknown, block),
                _ => children.push(block),
            }
        }
        for block in children {
            let parent = block.parent_id.as_str();
            if parents.contains(parent) {
                let home = match block.body {
                    Body::Comment => &mut sorted.comments,
                    _ => &mut sorted.content,
                };
                home.entry(parent).or_default().push(block);
            } else if deleted_cards.contains(parent) {
                count(&mut sorted.deleted, block);
            } else {
                count(&mut sorted.orphaned, block);
            }
        }
        sorted
    }

    /// The content blocks of a card.
    pub(super) fn content_of(&self, card: &Block) -> &[&'b Block] {
        self.content.get(card.id.as_str()).map_or(&[], Vec::as_slice)
    }

    /// The comments on a card.
    pub(super) fn comments_of(&self, card: &Block) -> &[&'b Block] {
        self.comments.get(card.id.as_str()).map_or(&[], Vec::as_slice)
    }
}

fn count(counts: &mut BTreeMap<String, usize>, block: &Block) {
    *counts.entry(shortened(&block.kind)).or_default() += 1;
}
