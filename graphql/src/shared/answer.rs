//! One finished answer.

use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use bytes::Bytes;

/// An answer in one coding, once it is made; `None` if that failed.
type Coded = OnceLock<Option<Bytes>>;

/// An answer that several viewers are given, byte for byte.
#[derive(Debug)]
pub struct SharedAnswer {
    json: Bytes,
    tag: String,
    /// The answer in the codings that were asked for, by name.
    coded: Mutex<Vec<(&'static str, Arc<Coded>)>>,
}

impl SharedAnswer {
    pub(super) fn new(json: Vec<u8>, tag: &str) -> Self {
        Self { json: json.into(), tag: format!("W/\"{tag}\""), coded: Mutex::default() }
    }

    /// The answer as JSON.
    #[must_use]
    pub fn json(&self) -> &Bytes {
        &self.json
    }

    /// Its entity tag, weak, as a header has it: the board's log and seq, the viewers' role and the
    /// question are in it.
    #[must_use]
    pub fn tag(&self) -> &str {
        &self.tag
    }

    /// The answer in a coding, where it was made before.
    #[must_use]
    pub fn coded(&self, coding: &'static str) -> Option<Bytes> {
        self.place(coding).get()?.clone()
    }

    /// The answer in a coding, which `code` makes, once; whoever asks meanwhile waits.
    pub fn code(
        &self,
        coding: &'static str,
        code: impl FnOnce(&[u8]) -> Option<Bytes>,
    ) -> Option<Bytes> {
        self.place(coding).get_or_init(|| code(&self.json)).clone()
    }

    fn place(&self, coding: &'static str) -> Arc<Coded> {
        let mut coded = self.coded.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((_, place)) = coded.iter().find(|(name, _)| *name == coding) {
            return Arc::clone(place);
        }
        let place = Arc::<Coded>::default();
        coded.push((coding, Arc::clone(&place)));
        place
    }

    /// How much memory it takes with a few codings, estimated.
    pub(super) fn bytes(&self) -> usize {
        self.json.len() + self.json.len() / 2 + self.tag.len()
    }
}
