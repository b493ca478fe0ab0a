//! Keeps admitted documents, so that the web app's few queries are parsed once.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::parser::types::ExecutableDocument;
use cairn_domain::views::CacheFigures;

/// Bytes of memory that a token of a parsed document takes at most: a field without arguments is one.
const BYTES_OF_A_TOKEN: usize = 256;

/// A bounded map from a document's text to its parsed form; the oldest goes first.
#[derive(Debug)]
pub struct DocumentCache {
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug)]
struct Entry {
    document: Arc<ExecutableDocument>,
    bytes: usize,
}

#[derive(Debug, Default)]
struct Kept {
    documents: HashMap<Arc<str>, Entry>,
    order: VecDeque<Arc<str>>,
    bytes: usize,
    hits: u64,
    misses: u64,
    evictions: u64,
    refusals: u64,
}

impl DocumentCache {
    /// A cache of at most `capacity` bytes, estimated.
    pub fn new(capacity: usize) -> Self {
        Self { capacity, kept: Mutex::default() }
    }

    /// The parsed form of `text`, when it is kept.
    pub fn get(&self, text: &str) -> Option<Arc<ExecutableDocument>> {
        let mut kept = self.lock();
        let found = kept.documents.get(text).map(|entry| Arc::clone(&entry.document));
        let count = if found.is_some() { &mut kept.hits } else { &mut kept.misses };
        *count += 1;
        found
    }

    /// Keeps a document of `tokens` tokens, and lets the oldest ones go when there are too many.
    pub fn put(&self, text: &str, tokens: usize, document: Arc<ExecutableDocument>) {
        let bytes = size(text, tokens);
        let mut kept = self.lock();
        if bytes > self.capacity {
            kept.refusals += 1;
            return;
        }
        let text: Arc<str> = text.into();
        if kept.documents.insert(Arc::clone(&text), Entry { document, bytes }).is_some() {
            return;
        }
        kept.order.push_back(text);
        kept.bytes += bytes;
        while kept.bytes > self.capacity {
            let Some(oldest) = kept.order.pop_front() else { break };
            let gone = kept.documents.remove(&oldest);
            kept.bytes -= gone.map_or(0, |entry| entry.bytes);
            kept.evictions += 1;
        }
    }

    /// How much is kept, and how often it was of use.
    pub fn figures(&self) -> CacheFigures {
        let kept = self.lock();
        CacheFigures {
            entries: kept.documents.len(),
            bytes: kept.bytes,
            capacity: self.capacity,
            hits: kept.hits,
            misses: kept.misses,
            evictions: kept.evictions,
            refusals: kept.refusals,
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn size(text: &str, tokens: usize) -> usize {
    2 * text.len() + tokens * BYTES_OF_A_TOKEN
}

#[cfg(test)]
mod tests {
    use async_graphql::{Positioned, parser::types::Selection};

    use super::*;

    #[test]
    fn a_field_is_no_larger_than_is_reckoned() {
        let field = size_of::<Positioned<Selection>>();
        let name = 2 * size_of::<usize>() + 16;
        assert!(field + name <= BYTES_OF_A_TOKEN, "{field} and {name}");
    }

    #[test]
    fn stays_within_its_bytes() {
        let cache = DocumentCache::new(10 * size("{ a00 }", 3));
        for number in 0..100 {
            let text = format!("{{ a{number:02} }}");
            cache.put(&text, 3, Arc::new(async_graphql::parser::parse_query(&text).unwrap()));
        }
        assert!(cache.get("{ a89 }").is_none());
        assert!(cache.get("{ a90 }").is_some());
        let CacheFigures { entries, bytes, capacity, hits, misses, evictions, .. } =
            cache.figures();
        assert_eq!((entries, bytes), (10, capacity));
        assert_eq!((hits, misses, evictions), (1, 1, 90));
    }
}
