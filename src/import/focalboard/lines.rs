//! Lines of any length up to a stated bound, and the meter that every byte of an archive runs by.

use std::io::{self, BufRead};

use super::error::{ArchiveError, Bound, Place};
use super::limits::ArchiveLimits;

const BYTE_ORDER_MARK: &[u8] = b"\xef\xbb\xbf";

/// Counts what an archive has cost so far.
#[derive(Debug)]
pub(super) struct Meter<'l> {
    limits: &'l ArchiveLimits,
    file_bytes: u64,
    decompressed: u64,
    line_bytes: u64,
    lines: u64,
}

impl<'l> Meter<'l> {
    /// A meter for a file of `file_bytes`.
    pub(super) fn new(limits: &'l ArchiveLimits, file_bytes: u64) -> Self {
        Self { limits, file_bytes, decompressed: 0, line_bytes: 0, lines: 0 }
    }

    /// Counts decompressed bytes, before they are kept.
    fn charge(&mut self, bytes: usize, place: &Place) -> Result<(), ArchiveError> {
        let limits = self.limits;
        self.decompressed = self.decompressed.saturating_add(bytes as u64);
        if self.decompressed > limits.decompressed_bytes {
            return Err(over(place, Bound::DecompressedBytes, limits.decompressed_bytes));
        }
        if self.decompressed > limits.ratio_free_bytes
            && self.decompressed > limits.ratio.saturating_mul(self.file_bytes)
        {
            return Err(over(place, Bound::Ratio, limits.ratio));
        }
        Ok(())
    }

    fn charge_line(&mut self, bytes: usize, place: &Place) -> Result<(), ArchiveError> {
        self.line_bytes = self.line_bytes.saturating_add(bytes as u64);
        self.lines += 1;
        if self.line_bytes > self.limits.line_bytes_total {
            return Err(over(place, Bound::LineBytesTotal, self.limits.line_bytes_total));
        }
        if self.lines > self.limits.lines {
            return Err(over(place, Bound::Lines, self.limits.lines));
        }
        Ok(())
    }
}

/// Calls `each` with the number (from 1) and the bytes of every line that is not blank.
pub(super) fn read_lines(
    mut source: impl BufRead,
    meter: &mut Meter<'_>,
    place: &Place,
    mut each: impl FnMut(u64, &[u8]) -> Result<(), ArchiveError>,
) -> Result<(), ArchiveError> {
    let limit = meter.limits.line_bytes;
    let mut line = Vec::new();
    let mut number = 1;
    loop {
        let chunk = fill(&mut source, place)?;
        let end = chunk.iter().position(|&byte| byte == b'\n');
        let last = chunk.is_empty();
        let part = &chunk[..end.unwrap_or(chunk.len())];
        let used = part.len() + usize::from(end.is_some());
        if (line.len() + part.len()) as u64 > limit {
            return Err(over(&place.at_line(number), Bound::LineBytes, limit));
        }
        meter.charge(used, place)?;
        line.extend_from_slice(part);
        source.consume(used);
        if end.is_some() || last {
            let marked = if number == 1 { BYTE_ORDER_MARK } else { b"" };
            let text = line.strip_prefix(marked).unwrap_or(&line).trim_ascii();
            if !text.is_empty() {
                meter.charge_line(text.len(), &place.at_line(number))?;
                each(number, text)?;
            }
            line.clear();
            number += 1;
        }
        if last {
            return Ok(());
        }
    }
}

/// Reads to the end without keeping anything; answers how many bytes there were.
pub(super) fn drain(
    mut source: impl BufRead,
    meter: &mut Meter<'_>,
    place: &Place,
) -> Result<u64, ArchiveError> {
    let mut total = 0;
    loop {
        let read = fill(&mut source, place)?.len();
        if read == 0 {
            return Ok(total);
        }
        meter.charge(read, place)?;
        source.consume(read);
        total += read as u64;
    }
}

pub(super) fn over(place: &Place, bound: Bound, limit: u64) -> ArchiveError {
    ArchiveError::OverLimit { place: place.clone(), bound, limit }
}

fn fill<'s>(source: &'s mut impl BufRead, place: &Place) -> Result<&'s [u8], ArchiveError> {
    source.fill_buf().map_err(|error| read_error(place, error))
}

fn read_error(place: &Place, source: io::Error) -> ArchiveError {
    match place.entry {
        Some(_) => ArchiveError::DamagedEntry { place: place.clone(), source },
        None => ArchiveError::Unreadable(source),
    }
}
