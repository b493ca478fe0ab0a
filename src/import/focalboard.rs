//! Reads `.boardarchive` files of Focalboard and Mattermost Boards, versions 1 and 2.
//!
//! [`read_archive`] reads the whole archive, checks all of it, and only then answers with drafts:
//! an archive with one bad line gives no board at all. The mapping, with its reasons, is in
//! `docs/import-focalboard.md`. From bytes to drafts the way leads through [`container`] (entries
//! and lines), [`record`] (one line), [`gather`] (lines to boards) and [`assemble`] (a board to a
//! draft).

mod assemble;
mod colors;
mod columns;
mod container;
mod content;
mod dates;
mod error;
mod gather;
mod labels;
mod limits;
mod lines;
mod names;
mod order;
mod people;
mod properties;
mod record;
mod text;
mod values;
mod views;

use std::collections::BTreeMap;
use std::io::{Read, Seek};

use cairn_domain::import::draft::BoardDraft;
use cairn_domain::import::report::ImportReport;
use serde::Serialize;

pub use error::{ArchiveError, Bound, Place, Problem};
pub use limits::ArchiveLimits;

/// What the archive cannot say.
#[derive(Clone, Debug, Default)]
pub struct ReadOptions {
    /// The username or name of each person, by the id that the archive knows them by.
    pub authors: BTreeMap<String, String>,
    /// The name of the property that gives the columns, in place of the reader's own choice.
    /// Boards without a property of that name are read as if it were not given.
    pub columns_from: Option<String>,
}

/// A whole archive, read and checked.
#[derive(Clone, Debug, PartialEq)]
pub struct Archive {
    /// SHA-256 of the file.
    pub sha256: [u8; 32],
    /// Its boards, in the order of the archive.
    pub boards: Vec<ReadBoard>,
    /// What is in the archive and belongs to none of the boards.
    pub rest: ArchiveRest,
}

/// One board of an archive.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ReadBoard {
    /// The board.
    pub draft: BoardDraft,
    /// What came and what did not, as far as the archive alone can tell.
    pub report: ImportReport,
}

/// What is in an archive and belongs to no board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ArchiveRest {
    /// The titles of boards that were deleted in the source.
    pub deleted_boards: Vec<String>,
    /// The names of entries that no board has a use for.
    pub ignored_entries: Vec<String>,
    /// Lines of types that the reader does not know, by type.
    pub unknown_lines: BTreeMap<String, usize>,
}

/// Reads the archive that `source` holds from its beginning to its end.
///
/// The answer depends on the bytes and the options only. Memory is bounded by `limits`: about
/// three times `limits.line_bytes_total` at worst.
///
/// # Errors
/// [`ArchiveError`], naming entry and line, if any part of the archive is not as it should be or
/// is over a limit.
pub fn read_archive<R: Read + Seek>(
    source: R,
    limits: &ArchiveLimits,
    options: &ReadOptions,
) -> Result<Archive, ArchiveError> {
    let contents = container::read(source, limits)?;
    let gathered = gather::gather(contents.lines, &contents.files)?;
    let boards = gathered
        .boards
        .into_iter()
        .map(|board| assemble::assemble(board, &contents.files, options))
        .collect();
    let mut ignored_entries = contents.ignored_entries;
    ignored_entries.extend(gathered.homeless_files);
    Ok(Archive {
        sha256: contents.sha256,
        boards,
        rest: ArchiveRest {
            deleted_boards: gathered.deleted_boards,
            ignored_entries,
            unknown_lines: gathered.unknown_lines,
        },
    })
}
