//! Why an archive is refused.

use std::fmt;
use std::io;

use thiserror::Error;
use zip::result::ZipError;

/// Why an archive gives no boards. Each message is one line that names the place.
#[derive(Debug, Error)]
pub enum ArchiveError {
    /// Reading failed.
    #[error("the file cannot be read: {0}")]
    Unreadable(#[source] io::Error),
    /// The bytes are no archive of this kind.
    #[error("not a board archive: neither a zip file nor lines of JSON after a version line")]
    NotAnArchive,
    /// The archive is of a version that is not known.
    #[error("{place}: archives of version {version} cannot be read, only 1 and 2")]
    UnsupportedVersion {
        /// Where the version stands.
        place: Place,
        /// The version.
        version: u64,
    },
    /// The archive is readable and holds no board.
    #[error("the archive holds no board")]
    NoBoard,
    /// The zip file is damaged, or made in a way that is not understood.
    #[error("the zip file cannot be read: {0}")]
    Zip(#[source] ZipError),
    /// An entry's content is damaged.
    #[error("{place}: the entry cannot be decompressed: {source}")]
    DamagedEntry {
        /// The entry.
        place: Place,
        /// What the decompressor says.
        source: io::Error,
    },
    /// An entry is encrypted.
    #[error("{0}: the entry is encrypted")]
    Encrypted(Place),
    /// An entry's name is not one that an archive of this kind has.
    #[error("the entry name {name:?} is refused: {why}")]
    EntryName {
        /// The name, cut to a readable length.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Two entries have the same name.
    #[error("two entries of the zip file have the same name")]
    SameEntryTwice,
    /// Something is larger than allowed.
    #[error("{place}: {bound} over the limit of {limit}")]
    OverLimit {
        /// Where it was noticed.
        place: Place,
        /// What is too large.
        bound: Bound,
        /// How large it may be.
        limit: u64,
    },
    /// A line is not what it should be.
    #[error("{place}: {problem}")]
    Line {
        /// The line.
        place: Place,
        /// What is wrong with it.
        problem: Problem,
    },
}

/// A place in an archive.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Place {
    /// The entry of the zip file; none in an archive of version 1.
    pub entry: Option<String>,
    /// The line, from 1; none when the whole entry is meant.
    pub line: Option<u64>,
}

impl Place {
    /// The whole of an entry, or of an archive without entries.
    #[must_use]
    pub fn whole(entry: Option<&str>) -> Self {
        Self { entry: entry.map(str::to_owned), line: None }
    }

    /// One line of this place.
    #[must_use]
    pub fn at_line(&self, line: u64) -> Self {
        Self { entry: self.entry.clone(), line: Some(line) }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (&self.entry, self.line) {
            (Some(entry), Some(line)) => write!(f, "{entry:?}, line {line}"),
            (Some(entry), None) => write!(f, "{entry:?}"),
            (None, Some(line)) => write!(f, "line {line}"),
            (None, None) => f.write_str("archive"),
        }
    }
}

/// What can be too large.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Bound {
    /// `file_bytes`.
    FileBytes,
    /// `decompressed_bytes`.
    DecompressedBytes,
    /// `line_bytes_total`.
    LineBytesTotal,
    /// `line_bytes`.
    LineBytes,
    /// `lines`.
    Lines,
    /// `entries`.
    Entries,
    /// `directory_bytes`.
    DirectoryBytes,
    /// `ratio`.
    Ratio,
}

impl fmt::Display for Bound {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::FileBytes => "bytes of the file",
            Self::DecompressedBytes => "bytes of the archive when decompressed",
            Self::LineBytesTotal => "bytes of all lines",
            Self::LineBytes => "bytes of the line",
            Self::Lines => "lines",
            Self::Entries => "entries",
            Self::DirectoryBytes => "bytes of the zip file's directory",
            Self::Ratio => "compression ratio",
        })
    }
}

/// What can be wrong with a line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Problem {
    /// It is not JSON of the expected shape.
    #[error("{0}")]
    Json(String),
    /// Its brackets are nested too deeply.
    #[error("nested more than {limit} deep")]
    TooDeep {
        /// How deep they may be.
        limit: usize,
    },
    /// An id is empty, too long, or holds characters that ids do not have.
    #[error("{id:?} cannot be an id")]
    BadId {
        /// The id, cut to a readable length.
        id: String,
    },
    /// An id that must be unique is not.
    #[error("the id {id:?} stands here for the second time")]
    SameIdTwice {
        /// The id.
        id: String,
    },
    /// It belongs to a board that is not in the archive.
    #[error("belongs to the board {board:?}, which is not in this archive")]
    ForeignBoard {
        /// The board's id.
        board: String,
    },
    /// It names no board, and the archive has several.
    #[error("belongs to no board")]
    NoBoard,
    /// The entry has a board already.
    #[error("a second board in one entry")]
    SecondBoard,
    /// The entry has no line that makes a board.
    #[error("no line of this entry makes a board")]
    NoBoardLine,
}

impl Problem {
    /// From the parser's own words, without what it quotes of a long line and without its own
    /// place, which counts from the middle of ours.
    pub(super) fn json(error: &serde_json::Error) -> Self {
        let words = error.to_string();
        Self::Json(shortened(words.rsplit_once(" at line ").map_or(&words, |(what, _)| what)))
    }
}

/// The beginning of a text, for messages.
pub(super) fn shortened(text: &str) -> String {
    const CHARS: usize = 120;
    let mut short: String = text.chars().take(CHARS).collect();
    if short.len() < text.len() {
        short.push('…');
    }
    short
}
