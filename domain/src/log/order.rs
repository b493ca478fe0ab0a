//! The orders of lists, for what does not come sorted from the database. They are those that the
//! queries use, so that a list is the same whether it was read or rebuilt from the log.

use std::cmp::Ordering;

use super::{ColumnImage, CommentImage, LabelImage, MilestoneImage, UserImage};
use crate::text;

impl ColumnImage {
    /// As columns stand on their board.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        (&self.rank, self.id).cmp(&(&other.rank, other.id))
    }
}

impl LabelImage {
    /// By name.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        (text::folded(&self.name), self.id).cmp(&(text::folded(&other.name), other.id))
    }
}

impl MilestoneImage {
    /// The next due first, those without a due date last; then by title.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        let key = |image: &Self| (image.due_on.is_none(), image.due_on);
        key(self)
            .cmp(&key(other))
            .then_with(|| (&self.title, self.id).cmp(&(&other.title, other.id)))
    }
}

impl CommentImage {
    /// The oldest first.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        (self.created_at, self.id).cmp(&(other.created_at, other.id))
    }
}

impl UserImage {
    /// By username.
    #[must_use]
    pub fn order(&self, other: &Self) -> Ordering {
        text::folded(&self.username).cmp(&text::folded(&other.username))
    }
}
