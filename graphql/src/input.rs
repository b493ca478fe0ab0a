//! Input fields that may be left out or null.

use async_graphql::MaybeUndefined;

/// Left out: `None`. Null clears: `Some(None)`.
#[expect(clippy::option_option, reason = "the domain tells the three cases apart in this way")]
pub(crate) fn clearable<T>(field: MaybeUndefined<T>) -> Option<Option<T>> {
    match field {
        MaybeUndefined::Undefined => None,
        MaybeUndefined::Null => Some(None),
        MaybeUndefined::Value(value) => Some(Some(value)),
    }
}

/// A text that is never absent: null makes it empty, which a title refuses.
pub(crate) fn clearable_text(field: MaybeUndefined<String>) -> Option<String> {
    clearable(field).map(Option::unwrap_or_default)
}
