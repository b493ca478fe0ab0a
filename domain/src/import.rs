//! Boards that come from elsewhere.
//!
//! A reader of some archive format makes plain [`draft`]s; [`import_board`] turns a draft into a
//! board, in one transaction and as one event, and keeps what came and what did not as a
//! [`report`] beside the raw record. It trusts no id, role or date of the source. Whoever imports
//! becomes the board's administrator, and nobody else its member.

mod board;
mod bulk;
mod cards;
mod describe;
pub mod draft;
mod fit;
mod owner;
mod people;
pub mod report;
mod stored;

use cairn_entities::BoardId;

pub use self::owner::default_owner;

use self::draft::BoardDraft;
use self::report::ImportReport;
use crate::{Domain, Error, Outcome, WriteRequest};

/// Where a draft comes from.
#[derive(Clone, Copy, Debug)]
pub struct ImportSource {
    /// The kind of archive, such as `focalboard`.
    pub origin: &'static str,
    /// SHA-256 of the archive. With the board's id in it, it says whether a board came before.
    pub archive_hash: [u8; 32],
}

/// What an import came to.
#[derive(Clone, Debug)]
pub struct ImportOutcome {
    /// The board.
    pub board_id: BoardId,
    /// Its human key.
    pub key: String,
    /// Its title.
    pub title: String,
    /// Whether this import made it; if not, an earlier one of the same archive did.
    pub is_new: bool,
    /// What came and what did not, when the board was made.
    pub report: ImportReport,
}

/// Makes a board of a draft, or answers with the one that was made of it before.
///
/// `report` is what the reader noticed; what has to give here is added to it. The board is
/// written whole or not at all.
///
/// # Errors
/// [`Error::Refused`] when the draft has more columns or people than a board can have, or was
/// imported before to a board that the actor may not see.
pub async fn import_board(
    domain: &Domain,
    request: &WriteRequest,
    source: ImportSource,
    mut draft: BoardDraft,
    mut report: ImportReport,
) -> Result<ImportOutcome, Error> {
    let mut is_new = false;
    let outcome = request
        .once(domain, "importBoard", async |write| {
            if let Some(subject) = stored::board_of(domain, source, &draft.source_id).await? {
                return Ok(Outcome { subject, event: None });
            }
            fit::fit(&mut draft, &mut report)?;
            let write = Box::pin(board::write(&write, source, &mut draft, &mut report));
            if let Some(outcome) = write.await? {
                is_new = true;
                return Ok(outcome);
            }
            let subject = stored::board_of(domain, source, &draft.source_id).await?;
            let subject =
                subject.ok_or_else(|| Error::internal("an import left no record of itself"))?;
            Ok(Outcome { subject, event: None })
        })
        .await?;
    stored::outcome(domain, &request.actor, &outcome.subject, is_new).await
}
