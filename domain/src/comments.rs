//! Comments on cards. They leave the card's row and version alone.

mod add;
mod delete;
mod locked;
mod page;
mod read;
mod update;

pub use add::{AddComment, add_comment};
pub use delete::delete_comment;
pub use page::{CommentPage, CommentQuery, comment_page};
pub use read::comments_by_ids;
pub use update::{UpdateComment, update_comment};
