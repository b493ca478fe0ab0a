//! A look at the end of a zip file before it is opened.

use std::io::{Read, Seek, SeekFrom};

use zip::result::ZipError;

use super::super::error::ArchiveError;

const END_RECORD: &[u8] = b"PK\x05\x06";
const ZIP64_LOCATOR: &[u8] = b"PK\x06\x07";
const ZIP64_LOCATOR_BYTES: usize = 20;
/// The end record with the longest comment, and a locator before it.
const TAIL_BYTES: u64 = 22 + 0xffff + ZIP64_LOCATOR_BYTES as u64;

/// Refuses the large form of zip files. No archive within our limits needs it, and its counts of
/// entries are 64 bits wide, for which room would be made before a single entry is seen.
pub(super) fn refuse_zip64(
    source: &mut (impl Read + Seek),
    file_bytes: u64,
) -> Result<(), ArchiveError> {
    source
        .seek(SeekFrom::Start(file_bytes.saturating_sub(TAIL_BYTES)))
        .map_err(ArchiveError::Unreadable)?;
    let mut tail = Vec::new();
    source.take(TAIL_BYTES).read_to_end(&mut tail).map_err(ArchiveError::Unreadable)?;
    let has_locator = tail
        .windows(END_RECORD.len())
        .enumerate()
        .filter(|(_, window)| *window == END_RECORD)
        .filter_map(|(end, _)| tail.get(end.checked_sub(ZIP64_LOCATOR_BYTES)?..))
        .any(|before| before.starts_with(ZIP64_LOCATOR));
    if has_locator {
        return Err(ArchiveError::Zip(ZipError::UnsupportedArchive(
            "zip64 is not supported; no archive within the limits needs it",
        )));
    }
    Ok(())
}
