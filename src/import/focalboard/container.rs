//! From a file to its lines: the two ways in which archives are packed.
//!
//! Version 2 is a zip file with a folder for each board; version 1 is lines of JSON after a version
//! line. Sizes that a zip file declares are never believed: what is decompressed is counted.

mod zip_end;

use std::cell::Cell;
use std::collections::BTreeMap;
use std::io::{self, BufRead, BufReader, Read, Seek, SeekFrom};

use serde::Deserialize;
use sha2::{Digest, Sha256};
use zip::ZipArchive;
use zip::result::ZipError;

use super::error::{ArchiveError, Bound, Place, Problem};
use super::limits::ArchiveLimits;
use super::lines::{Meter, drain, over, read_lines};
use super::names::{EntryKind, entry_kind};
use super::record::{self, Record};

const ZIP_ENTRY: &[u8] = b"PK\x03\x04";
const ZIP_END: &[u8] = b"PK\x05\x06";

/// Sizes in bytes of the files in each board's folder, by folder and name.
pub(super) type Files = BTreeMap<String, BTreeMap<String, u64>>;

/// Everything in an archive.
#[derive(Debug)]
pub(super) struct Contents {
    /// SHA-256 of the file.
    pub(super) sha256: [u8; 32],
    /// The lines, by the entry that they stand in.
    pub(super) lines: Vec<LineFile>,
    /// The images and attachments.
    pub(super) files: Files,
    /// The names of entries that mean nothing.
    pub(super) ignored_entries: Vec<String>,
}

/// The lines of one entry, or of a whole archive of version 1.
#[derive(Debug)]
pub(super) struct LineFile {
    /// Where they stand.
    pub(super) place: Place,
    /// The folder, which is where the board's files are; none in an archive of version 1.
    pub(super) folder: Option<String>,
    /// The lines, read.
    pub(super) records: Vec<Located>,
    /// The lines as they stand, each ended by a newline.
    pub(super) raw: Vec<u8>,
}

/// A line and where it stands.
#[derive(Debug)]
pub(super) struct Located {
    /// Its number, from 1.
    pub(super) line: u64,
    /// Its bytes in `raw`, with the newline.
    pub(super) raw: std::ops::Range<usize>,
    /// What it says.
    pub(super) record: Record,
}

/// Reads a whole archive of either version.
pub(super) fn read<R: Read + Seek>(
    mut source: R,
    limits: &ArchiveLimits,
) -> Result<Contents, ArchiveError> {
    let (sha256, file_bytes) = hash(&mut source, limits)?;
    rewind(&mut source)?;
    let mut magic = Vec::new();
    source.by_ref().take(4).read_to_end(&mut magic).map_err(ArchiveError::Unreadable)?;
    let meter = Meter::new(limits, file_bytes);
    if magic == ZIP_ENTRY || magic == ZIP_END {
        zip_end::refuse_zip64(&mut source, file_bytes)?;
        rewind(&mut source)?;
        read_zip(source, limits, meter, sha256)
    } else {
        rewind(&mut source)?;
        read_plain(source, meter, sha256)
    }
}

fn hash(
    source: &mut (impl Read + Seek),
    limits: &ArchiveLimits,
) -> Result<([u8; 32], u64), ArchiveError> {
    rewind(source)?;
    let mut hasher = Sha256::new();
    let mut reader = BufReader::with_capacity(64 * 1024, source);
    let mut total = 0;
    loop {
        let chunk = reader.fill_buf().map_err(ArchiveError::Unreadable)?;
        if chunk.is_empty() {
            return Ok((hasher.finalize().into(), total));
        }
        total += chunk.len() as u64;
        if total > limits.file_bytes {
            return Err(over(&Place::default(), Bound::FileBytes, limits.file_bytes));
        }
        hasher.update(chunk);
        let used = chunk.len();
        reader.consume(used);
    }
}

fn rewind(source: &mut impl Seek) -> Result<(), ArchiveError> {
    source.seek(SeekFrom::Start(0)).map(|_| ()).map_err(ArchiveError::Unreadable)
}

/// The first line of an archive of version 1, and the content of `version.json`.
#[derive(Deserialize)]
struct Version {
    version: u64,
}

fn read_plain(
    source: impl Read,
    mut meter: Meter<'_>,
    sha256: [u8; 32],
) -> Result<Contents, ArchiveError> {
    let place = Place::default();
    let mut file = LineFile::new(place.clone(), None);
    let mut begun = false;
    read_lines(BufReader::new(source), &mut meter, &place, |number, line| {
        if begun {
            return file.push(number, line);
        }
        begun = true;
        let Version { version } =
            serde_json::from_slice(line).map_err(|_| ArchiveError::NotAnArchive)?;
        if version == 1 { Ok(()) } else { Err(unsupported(place.at_line(number), version)) }
    })
    .map_err(|error| if begun { error } else { not_an_archive(error) })?;
    if !begun {
        return Err(ArchiveError::NotAnArchive);
    }
    Ok(Contents { sha256, lines: vec![file], files: Files::new(), ignored_entries: Vec::new() })
}

/// A file whose first line is too long to be a version line is simply not an archive.
fn not_an_archive(error: ArchiveError) -> ArchiveError {
    match error {
        ArchiveError::OverLimit { bound: Bound::LineBytes, .. } => ArchiveError::NotAnArchive,
        other => other,
    }
}

fn read_zip<R: Read + Seek>(
    source: R,
    limits: &ArchiveLimits,
    mut meter: Meter<'_>,
    sha256: [u8; 32],
) -> Result<Contents, ArchiveError> {
    let budget = Cell::new(limits.directory_bytes);
    let metered = Budgeted { inner: BufReader::new(source), left: &budget };
    let mut archive = ZipArchive::new(metered).map_err(|error| match error {
        ZipError::Io(_) if budget.get() == 0 => {
            over(&Place::default(), Bound::DirectoryBytes, limits.directory_bytes)
        }
        error => ArchiveError::Zip(error),
    })?;
    budget.set(u64::MAX);
    if archive.has_duplicate_names() {
        return Err(ArchiveError::SameEntryTwice);
    }
    if archive.len() as u64 > limits.entries {
        return Err(over(&Place::default(), Bound::Entries, limits.entries));
    }
    let names = names_of(&mut archive)?;
    let mut contents =
        Contents { sha256, lines: Vec::new(), files: Files::new(), ignored_entries: Vec::new() };
    for (index, name) in names.iter().enumerate() {
        let place = Place::whole(Some(name));
        let reader = BufReader::new(archive.by_index(index).map_err(ArchiveError::Zip)?);
        match entry_kind(name)? {
            EntryKind::Version => read_version(reader, &mut meter, &place)?,
            EntryKind::Lines { folder } => {
                let mut file = LineFile::new(place.clone(), Some(folder.to_owned()));
                read_lines(reader, &mut meter, &place, |number, line| file.push(number, line))?;
                contents.lines.push(file);
            }
            EntryKind::File { folder, name } => {
                let bytes = drain(reader, &mut meter, &place)?;
                contents.files.entry(folder.to_owned()).or_default().insert(name.to_owned(), bytes);
            }
            EntryKind::Folder => {
                drain(reader, &mut meter, &place)?;
            }
            EntryKind::Other => {
                drain(reader, &mut meter, &place)?;
                contents.ignored_entries.push(name.clone());
            }
        }
    }
    Ok(contents)
}

/// All names, each looked at before the first byte of any entry is decompressed.
fn names_of<R: Read + Seek>(archive: &mut ZipArchive<R>) -> Result<Vec<String>, ArchiveError> {
    (0..archive.len())
        .map(|index| {
            let entry = archive.by_index_raw(index).map_err(ArchiveError::Zip)?;
            let name = entry.name().map_err(ArchiveError::Zip)?.into_owned();
            entry_kind(&name)?;
            if entry.encrypted() {
                return Err(ArchiveError::Encrypted(Place::whole(Some(&name))));
            }
            Ok(name)
        })
        .collect()
}

fn read_version(
    source: impl BufRead,
    meter: &mut Meter<'_>,
    place: &Place,
) -> Result<(), ArchiveError> {
    let mut text = Vec::new();
    read_lines(source, meter, place, |_, line| {
        text.extend_from_slice(line);
        Ok(())
    })?;
    let Version { version } = serde_json::from_slice(&text).map_err(|error| {
        ArchiveError::Line { place: place.clone(), problem: Problem::json(&error) }
    })?;
    if version == 2 { Ok(()) } else { Err(unsupported(place.clone(), version)) }
}

fn unsupported(place: Place, version: u64) -> ArchiveError {
    ArchiveError::UnsupportedVersion { place, version }
}

impl LineFile {
    fn new(place: Place, folder: Option<String>) -> Self {
        Self { place, folder, records: Vec::new(), raw: Vec::new() }
    }

    fn push(&mut self, number: u64, line: &[u8]) -> Result<(), ArchiveError> {
        let record = record::parse(line)
            .map_err(|problem| ArchiveError::Line { place: self.place.at_line(number), problem })?;
        let start = self.raw.len();
        self.raw.extend_from_slice(line);
        self.raw.push(b'\n');
        self.records.push(Located { line: number, raw: start..self.raw.len(), record });
        Ok(())
    }
}

/// Fails once `left` bytes have been read: the directory of a zip file is read before anything in
/// it can be counted.
struct Budgeted<'c, R> {
    inner: R,
    left: &'c Cell<u64>,
}

impl<R: Read> Read for Budgeted<'_, R> {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        let left = self.left.get();
        if left == 0 && !buffer.is_empty() {
            return Err(io::Error::other("the directory is too large"));
        }
        let most = buffer.len().min(usize::try_from(left).unwrap_or(usize::MAX));
        let read = self.inner.read(&mut buffer[..most])?;
        if left != u64::MAX {
            self.left.set(left - read as u64);
        }
        Ok(read)
    }
}

impl<R: Seek> Seek for Budgeted<'_, R> {
    fn seek(&mut self, position: SeekFrom) -> io::Result<u64> {
        self.inner.seek(position)
    }
}
