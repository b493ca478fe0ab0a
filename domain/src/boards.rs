//! Boards themselves: making, changing, archiving, deleting and listing them.

mod archive;
mod create;
mod delete;
mod key;
mod read;
mod update;

pub use archive::{archive_board, restore_board};
pub use create::{CreateBoard, create_board};
pub(crate) use create::{NewBoard, board_row};
pub use delete::delete_board;
pub(crate) use key::free_key;
pub use read::{
    BoardList, BoardPage, board, board_for_operator, boards_by_ids, count_boards, readable_boards,
};
pub use update::{UpdateBoard, update_board};
