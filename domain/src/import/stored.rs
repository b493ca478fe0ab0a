//! The record of an import: its report, and the board as it stood in the archive.

use std::io::{self, Write as _};

use cairn_entities::{BoardId, ImportId, board_import};
use flate2::Compression;
use flate2::write::GzEncoder;
use sea_orm::{ActiveValue::Set, ColumnTrait, DbErr, EntityTrait, QueryFilter, QuerySelect};

use super::report::ImportReport;
use super::{ImportOutcome, ImportSource};
use crate::access::{BoardRef, Read, board_access};
use crate::database::WriteTx;
use crate::error::violates_unique;
use crate::{Actor, Domain, Error, Refusal};

/// The id, in its wire form, of the board that was made of this source before.
pub(super) async fn board_of(
    domain: &Domain,
    source: ImportSource,
    source_board: &str,
) -> Result<Option<String>, Error> {
    let id: Option<BoardId> = board_import::Entity::find()
        .select_only()
        .column(board_import::Column::BoardId)
        .filter(board_import::Column::ArchiveHash.eq(source.archive_hash.to_vec()))
        .filter(board_import::Column::SourceBoard.eq(source_board))
        .into_tuple()
        .one(domain.database.reader())
        .await?;
    Ok(id.map(|id| id.to_string()))
}

/// What was stored about a board's import.
pub(super) async fn outcome(
    domain: &Domain,
    actor: &Actor,
    board: &str,
    is_new: bool,
) -> Result<ImportOutcome, Error> {
    let board_id: BoardId = board.parse().map_err(Error::internal)?;
    let reader = domain.database.reader();
    let access = match board_access::<Read>(reader, actor, BoardRef::Id(board_id)).await {
        Err(Error::NotFound { .. }) => {
            let reason = "somebody imported this board before, and you may not see it".to_owned();
            return Err(Refusal::Conflict { field: None, reason }.into());
        }
        access => access?,
    };
    let report: Option<String> = board_import::Entity::find()
        .select_only()
        .column(board_import::Column::Report)
        .filter(board_import::Column::BoardId.eq(board_id))
        .into_tuple()
        .one(reader)
        .await?;
    let report = match report {
        Some(report) => serde_json::from_str(&report).map_err(Error::internal)?,
        None => ImportReport::default(),
    };
    let board = access.board();
    Ok(ImportOutcome {
        board_id,
        key: board.key.clone(),
        title: board.title.clone(),
        is_new,
        report,
    })
}

/// Stores the record; answers false when another import of the same source came first, after
/// which the transaction can only be given up.
pub(super) async fn insert(db: &WriteTx, row: board_import::ActiveModel) -> Result<bool, Error> {
    match board_import::Entity::insert(row).exec_without_returning(db).await {
        Ok(_) => Ok(true),
        Err(error) if came_second(&error) => Ok(false),
        Err(error) => Err(error.into()),
    }
}

fn came_second(error: &DbErr) -> bool {
    violates_unique(error, "imports_source_unique", "imports.archive_hash")
}

/// The row of an import's record.
pub(super) fn row(
    domain: &Domain,
    board_id: BoardId,
    source: ImportSource,
    report: &ImportReport,
    raw: &[u8],
) -> Result<board_import::ActiveModel, Error> {
    Ok(board_import::ActiveModel {
        id: Set(ImportId(domain.ids.uuid())),
        board_id: Set(board_id),
        origin: Set(source.origin.to_owned()),
        archive_hash: Set(source.archive_hash.to_vec()),
        source_board: Set(report.source_board.clone()),
        report: Set(serde_json::to_string(report).map_err(Error::internal)?),
        raw: Set(gzipped(raw).map_err(Error::internal)?),
        at: Set(domain.clock.now()),
    })
}

fn gzipped(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes)?;
    encoder.finish()
}
