//! What to measure, and for how long.

use std::path::PathBuf;
use std::time::Duration;

use clap::{Args, ValueEnum};

/// A part of the bench that can be run alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Part {
    /// Start-up, idle memory and the binary's size.
    Footprint,
    /// moveCard on SQLite.
    Writes,
    /// moveCard on PostgreSQL.
    Postgres,
    /// Loading boards.
    Loads,
    /// One board's events to many subscribers.
    Fanout,
    /// Many subscribers that come back after a restart.
    Storm,
}

/// One run of the bench.
#[derive(Args, Debug)]
pub struct Plan {
    /// The release binary to measure.
    #[arg(long)]
    pub cairn: PathBuf,
    /// Parts to measure, separated by commas; all without it.
    #[arg(long, value_enum, value_delimiter = ',')]
    pub only: Vec<Part>,
    /// A run of about two minutes: fewer and shorter rounds, and smaller crowds.
    #[arg(long)]
    pub quick: bool,
    /// Where the figures go, as JSON.
    #[arg(long, default_value = "bench.json")]
    pub output: PathBuf,
    /// A PostgreSQL server on which databases may be made; without it that part is left out.
    #[arg(long, env = "CAIRN_TEST_POSTGRES_URL")]
    pub postgres: Option<String>,
}

impl Plan {
    /// Whether a part is measured.
    pub fn has(&self, part: Part) -> bool {
        self.only.is_empty() || self.only.contains(&part)
    }

    /// How often ours and the ceiling take turns.
    pub fn rounds(&self) -> usize {
        if self.quick { 1 } else { 3 }
    }

    /// How long one side's turn is.
    pub fn turn(&self) -> Duration {
        Duration::from_millis(if self.quick { 800 } else { 1500 })
    }

    /// The crowds at one board, smaller first.
    pub fn crowds(&self) -> [usize; 2] {
        if self.quick { [200, 1000] } else { [1000, 5000] }
    }

    /// The crowd that reconnects.
    pub fn storm(&self) -> usize {
        if self.quick { 500 } else { 2000 }
    }

    /// The cards of the large board.
    pub fn many_cards(&self) -> usize {
        if self.quick { 3000 } else { 10_000 }
    }
}
