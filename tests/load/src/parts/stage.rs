//! What the parts on SQLite play on: one installation with boards, and a copy for raw servers.

use std::path::PathBuf;

use tempfile::TempDir;

use crate::failure::Result;
use crate::plan::{Part, Plan};
use crate::process::{Installation, Running, start_ceiling};
use crate::world::{Board, make_board};

/// Those who own the boards; the first one's token is used.
pub const PEOPLE: [&str; 4] = ["ann", "ben", "cleo", "dora"];
/// Cards of each of the twenty boards.
pub const FEW_CARDS: usize = 50;

/// The stage. Dropped, its folder is removed.
pub struct Stage {
    folder: TempDir,
    /// Cairn.
    pub cairn: Installation,
    /// A board of 1,000 cards.
    pub thousand: Board,
    /// A board of many more, where a part needs it.
    pub many: Option<Board>,
    /// Twenty small ones.
    pub twenty: Vec<Board>,
}

impl Stage {
    /// Makes everything on SQLite.
    pub async fn sqlite(plan: &Plan) -> Result<Self> {
        let folder = TempDir::with_prefix("cairn-bench-")?;
        let cairn = Installation::make(&plan.cairn, folder.path(), None, &PEOPLE).await?;
        let server = cairn.start(None).await?;
        let make = async |key: &str, cards| {
            make_board(server.target, &cairn.token, key, cards, &PEOPLE).await
        };
        let thousand = make("KILO", 1000).await?;
        let wants_many = plan.has(Part::Writes) || plan.has(Part::Loads);
        let many = if wants_many { Some(make("MANY", plan.many_cards()).await?) } else { None };
        let mut twenty = Vec::new();
        for number in 0..20 {
            twenty.push(make(&format!("T{number}"), FEW_CARDS).await?);
        }
        server.stop().await?;
        Ok(Self { folder, cairn, thousand, many, twenty })
    }

    /// A raw server on a copy of the database as it is now; Cairn must not run.
    pub async fn raw_on_copy(&self) -> Result<Running> {
        let copy = self.file("copy.db");
        let _ = std::fs::remove_file(&copy);
        let copy_name = copy.display().to_string();
        let original = rusqlite::Connection::open(self.cairn.sqlite_file())?;
        original.execute("VACUUM INTO ?1", [&copy_name])?;
        start_ceiling(["sqlite", &copy_name]).await
    }

    /// A path in the stage's folder.
    pub fn file(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }
}
