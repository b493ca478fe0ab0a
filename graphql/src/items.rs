//! How much of lists of any length one answer may have.
//!
//! What an operation costs is estimated before it runs, from what boards usually have. A list that is
//! longer than that makes the answer larger by the same factor, and once more wherever the selection
//! comes back to its board. So what is selected of the items of such lists is counted as they are given.
//! When it is too much, all further lists are given empty, so that the execution ends soon, and then its
//! answer is replaced by [`Items::refusal`]: an error for each list could be millions.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use async_graphql::{Context, Error, Pos, Response, ServerError};

use crate::error::ApiError;

/// What one answer has of items of lists: each counts once for each of its fields. Cheap to clone; clones
/// count together.
#[derive(Clone, Debug)]
pub(crate) struct Items(Arc<Count>);

#[derive(Debug)]
struct Count {
    most: u64,
    given: AtomicU64,
}

impl Items {
    /// An answer may have `most`.
    pub fn new(most: u64) -> Self {
        Self(Arc::new(Count { most, given: AtomicU64::new(0) }))
    }

    /// Begins anew: a subscription's next answer is not charged for its last.
    pub fn renew(&self) {
        self.0.given.store(0, Ordering::Relaxed);
    }

    /// What stands in place of the answer, where that had too much.
    pub fn refusal(&self) -> Option<ServerError> {
        let Count { most, given } = &*self.0;
        (given.load(Ordering::Relaxed) > *most).then(|| {
            let message =
                format!("this asks for more than {most} fields of columns, labels and the like at once; ask for fewer");
            Error::from(ApiError::too_complex(message)).into_server_error(Pos::default())
        })
    }

    /// `response`, or the refusal in its place.
    pub fn judge(&self, response: Response) -> Response {
        self.refusal().map_or(response, |error| Response::from_errors(vec![error]))
    }

    /// Whether `count` more are not too much.
    fn allow(&self, count: u64) -> bool {
        let Count { most, given } = &*self.0;
        given.fetch_add(count, Ordering::Relaxed).saturating_add(count) <= *most
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn too_much_is_refused_until_it_begins_anew() {
        let items = Items::new(10);
        assert!(items.allow(6) && items.clone().allow(4));
        assert!(items.refusal().is_none());
        assert!(!items.allow(1) && !items.allow(0));
        assert!(items.refusal().is_some());
        items.renew();
        assert!(items.refusal().is_none() && items.allow(10));
    }
}
