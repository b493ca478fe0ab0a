//! Keeps admitted documents, so that the web app's few queries are parsed once.

use std::{
    collections::{HashMap, VecDeque},
    sync::{Arc, Mutex, PoisonError},
};

use async_graphql::parser::types::ExecutableDocument;

/// A parsed document takes about this many times the bytes of its text, measured on the largest allowed ones.
const PARSED_TO_TEXT: usize = 40;

/// A bounded map from a document's text to its parsed form; the oldest goes first.
#[derive(Debug)]
pub struct DocumentCache {
    capacity: usize,
    kept: Mutex<Kept>,
}

#[derive(Debug, Default)]
struct Kept {
    documents: HashMap<Arc<str>, Arc<ExecutableDocument>>,
    order: VecDeque<Arc<str>>,
    bytes: usize,
}

impl DocumentCache {
    /// A cache of at most `capacity` bytes, estimated.
    pub fn new(capacity: usize) -> Self {
        Self { capacity, kept: Mutex::default() }
    }

    /// The parsed form of `text`, when it is kept.
    pub fn get(&self, text: &str) -> Option<Arc<ExecutableDocument>> {
        self.lock().documents.get(text).cloned()
    }

    /// Keeps a document, and lets the oldest ones go when there are too many.
    pub fn put(&self, text: &str, document: Arc<ExecutableDocument>) {
        let bytes = size(text);
        if bytes > self.capacity {
            return;
        }
        let mut kept = self.lock();
        let text: Arc<str> = text.into();
        if kept.documents.insert(Arc::clone(&text), document).is_some() {
            return;
        }
        kept.order.push_back(text);
        kept.bytes += bytes;
        while kept.bytes > self.capacity {
            let Some(oldest) = kept.order.pop_front() else { break };
            kept.bytes -= size(&oldest);
            kept.documents.remove(&oldest);
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Kept> {
        self.kept.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

fn size(text: &str) -> usize {
    text.len() * (1 + PARSED_TO_TEXT)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stays_within_its_bytes() {
        let cache = DocumentCache::new(10 * size("{ a00 }"));
        for number in 0..100 {
            let text = format!("{{ a{number:02} }}");
            cache.put(&text, Arc::new(async_graphql::parser::parse_query(&text).unwrap()));
        }
        assert!(cache.get("{ a89 }").is_none());
        assert!(cache.get("{ a90 }").is_some());
        assert_eq!(cache.lock().documents.len(), 10);
    }
}
