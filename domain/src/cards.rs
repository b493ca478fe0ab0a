//! Cards: the rules for making, changing, moving and deleting them, and reading them.

mod archive;
mod changing;
mod create;
mod delete;
mod links;
mod move_;
mod move_all;
mod page;
mod past_page;
mod place;
mod read;
mod row;
mod save_all;
mod update;
mod view_page;

pub use archive::{archive_card, restore_card};
pub(crate) use create::row;
pub use create::{CreateCard, create_card};
pub use delete::delete_card;
pub use links::{CardLabel, assignees_of, labels_of};
pub use move_::{MoveCard, move_card};
pub(crate) use move_all::move_all;
pub use page::{
    CardFilter, CardOrder, CardOrderField, CardPage, CardQuery, card_page, count_cards,
};
pub use past_page::{count_past_cards, past_card_page};
pub use read::{
    archived_counts, card_by_key, card_by_number, cards_by_ids, comment_counts, counts_by_column,
    descriptions,
};
pub(crate) use read::{full_images, row_in};
pub(crate) use row::CardRow;
pub(crate) use save_all::save_all;
pub use update::{Change, UpdateCard, update_card};
pub use view_page::{ViewPage, view_cursor, view_page};

/// The most labels that a card can have.
pub const MAX_LABELS: usize = 100;
/// The most people that a card can be assigned to.
pub const MAX_ASSIGNEES: usize = 100;
