//! A whole board as lines of JSON, for people's own programs and for their peace of mind.
//!
//! The lines are true at one moment: the board's seq in the first line. Their order is stable, so
//! that two exports can be compared. The format has a version and is documented in
//! `docs/export.md`; what stands in a line is the image that the log keeps, and so never loses a
//! field that the board has.

mod lines;

use std::io::{self, Write};

use cairn_domain::access::BoardRef;
use cairn_domain::entities::BoardId;
use cairn_domain::log::past::state_at;
use cairn_domain::log::{BoardState, events_after};
use cairn_domain::{Domain, Error, Reader, boards};

use self::lines::{Line, sorted};

/// The version of the format. A new kind of line or field does not raise it.
pub const VERSION: u8 = 1;
/// How many events are in memory at once.
const EVENTS_AT_ONCE: u64 = 200;

/// Why a board was not exported.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The board was not found or could not be read.
    #[error(transparent)]
    Board(#[from] Error),
    /// Its lines could not be written.
    #[error("cannot write the export: {0}")]
    Write(#[from] io::Error),
}

/// What of a board is exported.
#[derive(Clone, Copy, Debug, Default)]
pub struct ExportOptions {
    /// Its log too, from the first event.
    pub with_log: bool,
}

/// Writes a board to `out`, for the operator; answers how many lines that were.
pub async fn export_board(
    domain: &Domain,
    board: BoardRef<'_>,
    options: ExportOptions,
    out: &mut impl Write,
) -> Result<u64, ExportError> {
    let reader = domain.snapshot();
    let access = boards::board_for_operator(&reader, board).await?;
    let (board_id, seq) = (access.board_id(), access.board().seq);
    let state = state_at(domain, &reader, board_id, seq)
        .await?
        .ok_or_else(|| Error::internal("the log of a board does not reach its seq"))?;
    let mut writer = Writer { out, lines: 0 };
    writer.header(domain, &state)?;
    for line in sorted(&state) {
        writer.line(&line)?;
    }
    if options.with_log {
        writer.log(&reader, board_id).await?;
    }
    writer.end()
}

struct Writer<'w, W> {
    out: &'w mut W,
    lines: u64,
}

impl<W: Write> Writer<'_, W> {
    fn line(&mut self, line: &Line<'_>) -> Result<(), ExportError> {
        serde_json::to_writer(&mut *self.out, line).map_err(io::Error::from)?;
        self.out.write_all(b"\n")?;
        self.lines += 1;
        Ok(())
    }

    fn header(&mut self, domain: &Domain, state: &BoardState) -> Result<(), ExportError> {
        self.line(&Line::Export {
            format: "cairn-board",
            version: VERSION,
            exported_at: domain.clock.now(),
            epoch: state.epoch,
            seq: state.seq,
        })
    }

    async fn log(&mut self, reader: &Reader, board: BoardId) -> Result<(), ExportError> {
        let mut after = 0;
        loop {
            let events = events_after(reader, board, after, EVENTS_AT_ONCE).await?;
            let Some(last) = events.last() else { return Ok(()) };
            after = last.seq;
            for event in &events {
                self.line(&Line::event(event))?;
            }
        }
    }

    /// The last line says how many came before it, so that a cut file is noticed.
    fn end(mut self) -> Result<u64, ExportError> {
        let lines = self.lines;
        self.line(&Line::End { lines })?;
        self.out.flush()?;
        Ok(self.lines)
    }
}
