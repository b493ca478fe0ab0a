//! The process itself.

use cairn_domain::Clock;
use chrono::{DateTime, Utc};

use super::{Report, Source};

/// What runs, and since when.
#[derive(Debug)]
pub struct Process {
    clock: Clock,
    started: DateTime<Utc>,
}

impl Process {
    /// Starts now.
    pub fn starts(clock: Clock) -> Self {
        let started = clock.now();
        Self { clock, started }
    }
}

impl Source for Process {
    fn tell(&self, report: &mut Report) {
        let seconds = |millis: i64| std::time::Duration::from_millis(millis.max(0).unsigned_abs());
        let uptime = (self.clock.now() - self.started).num_milliseconds();
        for (name, help, time) in [
            (
                "cairn_start_time_seconds",
                "When the server started, in seconds since 1970.",
                seconds(self.started.timestamp_millis()),
            ),
            ("cairn_uptime_seconds", "How long the server has run.", seconds(uptime)),
        ] {
            report.seconds(name, help, time.as_secs_f64());
        }
        let version = env!("CARGO_PKG_VERSION");
        report.info("cairn_build", "The program that runs.", &[("version", version)]);
    }
}
