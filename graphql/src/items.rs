//! How much of lists of any length, and of long texts, one answer may have.
//!
//! What an operation costs is estimated before it runs, from what boards usually have. A list that is
//! longer than that makes the answer larger by the same factor, and once more wherever the selection
//! comes back to its board. So what is selected of the items of such lists is counted as they are given.
//! When it is too much, all further lists are given empty, so that the execution ends soon, and then its
//! answer is replaced by [`Items::refusal`]: an error for each list could be millions.
//!
//! So it is with texts, of which one selection may give the same many times: each counts as often as it is
//! given.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::{Context, Error, Pos, Response, ServerError};

use crate::error::ApiError;

/// What one answer has of items of lists, where each counts once for each of its fields, and of texts.
/// Cheap to clone; clones count together.
#[derive(Clone, Debug)]
pub(crate) struct Items(Arc<Count>);

#[derive(Debug)]
struct Count {
    most: u64,
    given: AtomicU64,
    most_text: u64,
    text: AtomicU64,
}

impl Items {
    /// An answer may have `most`, and `most_text` bytes of texts.
    pub fn new(most: u64, most_text: u64) -> Self {
        let (given, text) = Default::default();
        Self(Arc::new(Count { most, given, most_text, text }))
    }

    /// Begins anew: a subscription's next answer is not charged for its last.
    pub fn renew(&self) {
        self.0.given.store(0, Ordering::Relaxed);
        self.0.text.store(0, Ordering::Relaxed);
    }

    /// What stands in place of the answer, where that had too much.
    pub fn refusal(&self) -> Option<ServerError> {
        let Count { most, given, most_text, text } = &*self.0;
        let message = if given.load(Ordering::Relaxed) > *most {
            format!(
                "this asks for more than {most} fields of columns, labels and the like at once; ask for fewer"
            )
        } else if text.load(Ordering::Relaxed) > *most_text {
            format!("this asks for more than {most_text} bytes of texts at once; ask for fewer")
        } else {
            return None;
        };
        Some(Error::from(ApiError::too_complex(message)).into_server_error(Pos::default()))
    }

    /// `response`, or the refusal in its place.
    pub fn judge(&self, response: Response) -> Response {
        self.refusal().map_or(response, |error| Response::from_errors(vec![error]))
    }

    /// Whether `count` more are not too much.
    fn allow(&self, count: u64) -> bool {
        let Count { most, given, .. } = &*self.0;
        given.fetch_add(count, Ordering::Relaxed).saturating_add(count) <= *most
    }

    /// Whether `bytes` more of texts are not too much.
    pub fn allow_text(&self, bytes: usize) -> bool {
        let (Count { most_text, text, .. }, bytes) = (&*self.0, bytes as u64);
        text.fetch_add(bytes, Ordering::Relaxed).saturating_add(bytes) <= *most_text
    }
}

/// Counts `items` of the list that is resolved, and gives them, or none where they are too much. What is
/// rendered for the followers of a board has no count: it comes back to no board.
pub(crate) fn give<T>(ctx: &Context<'_>, items: Vec<T>) -> Vec<T> {
    let Some(given) = ctx.data_opt::<Items>() else { return items };
    let fields = ctx.field().selection_set().count().max(1);
    let count = (items.len() as u64).saturating_mul(fields as u64);
    if given.allow(count) { items } else { Vec::new() }
}

/// Gives `text`, or nothing where that is too much. What is rendered for the followers of a board has no
/// count: the guard bounds how often a subscription selects a text.
pub(crate) fn text<'t>(ctx: &Context<'_>, text: &'t str) -> &'t str {
    let is_too_much = ctx.data_opt::<Items>().is_some_and(|given| !given.allow_text(text.len()));
    if is_too_much { "" } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_is_refused_until_it_begins_anew() {
        let items = Items::new(10, u64::MAX);
        assert!(items.allow(6) && items.clone().allow(4));
        assert!(items.refusal().is_none());
        assert!(!items.allow(1) && !items.allow(0));
        assert!(items.refusal().is_some());
        items.renew();
        assert!(items.refusal().is_none() && items.allow(10));
    }

    #[test]
    fn too_much_text_is_refused() {
        let items = Items::new(10, 100);
        assert!(items.allow_text(60) && items.clone().allow_text(40) && items.refusal().is_none());
        assert!(!items.allow_text(1));
        assert!(items.refusal().is_some());
        items.renew();
        assert!(items.refusal().is_none() && items.allow_text(100));
    }
}
