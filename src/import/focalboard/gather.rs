//! From the lines of an archive to its boards: every line belongs to exactly one of them.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::container::{Files, LineFile};
use super::error::{ArchiveError, Place, Problem, shortened};
use super::record::{Block, BoardRecord, MemberRecord, Record};

/// How many parents are followed for a block that names no board: a card's text is two deep.
const MAX_ANCESTORS: usize = 8;

/// The boards of an archive and what belongs to none.
#[derive(Debug, Default)]
pub(super) struct Gathered {
    /// The boards, in the order of the archive.
    pub(super) boards: Vec<SourceBoard>,
    /// The titles of the deleted ones.
    pub(super) deleted_boards: Vec<String>,
    /// Lines of unknown types, by type.
    pub(super) unknown_lines: BTreeMap<String, usize>,
    /// Files in folders without a board.
    pub(super) homeless_files: Vec<String>,
}

/// A board and all that belongs to it, as the archive has it.
#[derive(Debug)]
pub(super) struct SourceBoard {
    pub(super) record: BoardRecord,
    /// The folder that holds its files.
    pub(super) folder: Option<String>,
    pub(super) blocks: Vec<Block>,
    pub(super) members: Vec<MemberRecord>,
    pub(super) raw: Vec<u8>,
}

/// Gives every line to its board.
pub(super) fn gather(files: Vec<LineFile>, assets: &Files) -> Result<Gathered, ArchiveError> {
    let mut gathered = Gathered::default();
    let mut board_ids = BTreeSet::new();
    let mut folders = BTreeSet::new();
    for file in files {
        folders.extend(file.folder.clone());
        let boards = boards_of(file, &mut gathered.unknown_lines)?;
        for Found { place, board } in boards {
            if !board_ids.insert(board.record.id.clone()) {
                let problem = Problem::SameIdTwice { id: board.record.id };
                return Err(ArchiveError::Line { place, problem });
            }
            if board.record.delete_at > 0 {
                gathered.deleted_boards.push(board.record.title);
            } else {
                gathered.boards.push(board);
            }
        }
    }
    if board_ids.is_empty() {
        return Err(ArchiveError::NoBoard);
    }
    for (folder, names) in assets.iter().filter(|(folder, _)| !folders.contains(*folder)) {
        gathered.homeless_files.extend(names.keys().map(|name| format!("{folder}/{name}")));
    }
    Ok(gathered)
}

/// A board and the line that makes it.
struct Found {
    place: Place,
    board: SourceBoard,
}

fn boards_of(
    file: LineFile,
    unknown_lines: &mut BTreeMap<String, usize>,
) -> Result<Vec<Found>, ArchiveError> {
    let LineFile { place, folder, records, raw } = file;
    let refuse = |line, problem| ArchiveError::Line { place: place.at_line(line), problem };
    let homes = Homes::of(records.iter().map(|located| &located.record));
    if folder.is_some() && homes.boards.is_empty() {
        return Err(ArchiveError::Line { place, problem: Problem::NoBoardLine });
    }

    let mut found: Vec<Found> = Vec::new();
    let mut waiting = Vec::new();
    for located in records {
        let home = match located.record {
            Record::Board(record) => {
                if folder.is_some() && !found.is_empty() {
                    return Err(refuse(located.line, Problem::SecondBoard));
                }
                if found.iter().any(|other| other.board.record.id == record.id) {
                    let problem = Problem::SameIdTwice { id: record.id };
                    return Err(refuse(located.line, problem));
                }
                found.push(Found {
                    place: place.at_line(located.line),
                    board: SourceBoard {
                        record,
                        folder: folder.clone(),
                        blocks: Vec::new(),
                        members: Vec::new(),
                        raw: raw[located.raw].to_vec(),
                    },
                });
                continue;
            }
            Record::Unknown(kind) => {
                *unknown_lines.entry(kind).or_default() += 1;
                continue;
            }
            Record::Block(ref block) => homes.of_block(block),
            Record::Member(ref member) => homes.of_claim(&member.board_id),
        };
        let home = home.map_err(|why| refuse(located.line, why))?;
        waiting.push((home, located));
    }

    let mut ids: Vec<HashSet<String>> = vec![HashSet::new(); found.len()];
    for (home, located) in waiting {
        let board = &mut found[home].board;
        board.raw.extend_from_slice(&raw[located.raw]);
        match located.record {
            Record::Member(member) => board.members.push(member),
            Record::Block(block) => {
                if !ids[home].insert(block.id.clone()) {
                    let problem = Problem::SameIdTwice { id: block.id };
                    return Err(refuse(located.line, problem));
                }
                board.blocks.push(block);
            }
            Record::Board(_) | Record::Unknown(_) => {}
        }
    }
    Ok(found)
}

/// Which board a line belongs to. The last board seen is never a reason: archives of version 1
/// hold several boards in one go.
struct Homes {
    /// Index of each board, by id.
    boards: HashMap<String, usize>,
    /// What each block says about its board and its parent, where the board must be searched for.
    claims: HashMap<String, (String, String)>,
}

impl Homes {
    fn of<'r>(records: impl Iterator<Item = &'r Record>) -> Self {
        let mut boards = HashMap::new();
        let mut claims = HashMap::new();
        for record in records {
            match record {
                Record::Board(board) => {
                    let next = boards.len();
                    boards.entry(board.id.clone()).or_insert(next);
                }
                Record::Block(block) => {
                    let claim = (block.board_id.clone(), block.parent_id.clone());
                    claims.insert(block.id.clone(), claim);
                }
                Record::Member(_) | Record::Unknown(_) => {}
            }
        }
        if boards.len() < 2 {
            claims.clear();
        }
        Self { boards, claims }
    }

    fn of_claim(&self, board: &str) -> Result<usize, Problem> {
        if board.is_empty() {
            return if self.boards.len() == 1 { Ok(0) } else { Err(Problem::NoBoard) };
        }
        self.boards
            .get(board)
            .copied()
            .ok_or_else(|| Problem::ForeignBoard { board: shortened(board) })
    }

    fn of_block(&self, block: &Block) -> Result<usize, Problem> {
        if !block.board_id.is_empty() || self.boards.len() == 1 {
            return self.of_claim(&block.board_id);
        }
        let mut parent = &block.parent_id;
        for _ in 0..MAX_ANCESTORS {
            if let Some(&board) = self.boards.get(parent) {
                return Ok(board);
            }
            match self.claims.get(parent) {
                Some((board, _)) if !board.is_empty() => return self.of_claim(board),
                Some((_, next)) => parent = next,
                None => break,
            }
        }
        Err(Problem::NoBoard)
    }
}
