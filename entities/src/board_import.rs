//! What was imported from where.

use sea_orm::entity::prelude::*;

use crate::ids::{BoardId, ImportId};

/// One imported board.
#[sea_orm::model]
#[derive(Clone, Debug, PartialEq, DeriveEntityModel)]
#[sea_orm(table_name = "imports")]
pub struct Model {
    /// The import's id.
    #[sea_orm(primary_key, auto_increment = false)]
    pub id: ImportId,
    /// The board that it made.
    pub board_id: BoardId,
    /// The kind of archive, such as `focalboard`.
    pub origin: String,
    /// SHA-256 of the archive; unique with the source board.
    pub archive_hash: Vec<u8>,
    /// The board's id in the archive.
    pub source_board: String,
    /// What came and what did not, as JSON.
    pub report: String,
    /// The board's record as it stood in the archive, gzipped.
    pub raw: Vec<u8>,
    /// When.
    pub at: DateTimeUtc,
}

impl ActiveModelBehavior for ActiveModel {}
