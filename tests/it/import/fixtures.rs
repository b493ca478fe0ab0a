//! Real archives, looked at beside the product that they come from.

use std::fs;
use std::path::Path;

use cairn::import::focalboard::{Archive, ReadBoard};

use super::archives::read;
use super::sketch::sketch;

/// Reads a real archive; none where they are not at hand, which the test then says.
fn fixture(name: &str) -> Option<Archive> {
    let path = Path::new("../shared/fixtures/focalboard").join(format!("{name}.boardarchive"));
    let Ok(bytes) = fs::read(&path) else {
        eprintln!("SKIPPED: there is no {}", path.display());
        return None;
    };
    Some(read(&bytes).unwrap())
}

fn board(name: &str) -> Option<ReadBoard> {
    let mut archive = fixture(name)?;
    assert_eq!(archive.boards.len(), 1);
    assert!(archive.rest.ignored_entries.is_empty());
    let board = archive.boards.remove(0);
    let report = &board.report;
    assert_eq!(report.came.cards, board.draft.cards.len());
    let raw_lines = board.draft.raw.split(|&byte| byte == b'\n').filter(|line| !line.is_empty());
    assert!(raw_lines.count() > board.draft.cards.len());
    Some(board)
}

macro_rules! snapshots {
    ($($test:ident = $name:literal;)*) => {$(
        #[test]
        fn $test() {
            if let Some(board) = board($name) {
                insta::assert_snapshot!($name, sketch(&board));
            }
        }
    )*};
}

snapshots! {
    meeting_agenda_comes_whole = "meeting-agenda";
    project_tasks_come_whole = "project-tasks";
    retrospective_comes_whole = "retrospective";
    roadmap_comes_whole = "roadmap";
    sales_pipeline_comes_whole = "sales-pipeline";
    sprint_planner_comes_whole = "sprint-planner";
}

#[test]
fn reading_twice_gives_the_same() {
    if let (Some(first), Some(second)) = (fixture("roadmap"), fixture("roadmap")) {
        assert_eq!(first, second);
    }
}
