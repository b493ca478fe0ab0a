//! Log lines: where they go, what they may hold, and ids to find them by.
//!
//! One canonical line per request and per socket is written by the doors; everything else is rare.
//! No line holds a token, a mail address or a body. Start reading at [`init`].

use std::io::IsTerminal;

use tracing_subscriber::{EnvFilter, fmt, layer::SubscriberExt, util::SubscriberInitExt};

use crate::config::{Config, LogFormat};

/// Why nothing can be logged.
#[derive(Debug, thiserror::Error)]
#[error("`log` is not a filter: {0}")]
pub struct FilterError(#[from] tracing_subscriber::filter::ParseError);

/// Sends log lines to standard error, by the filter and in the format of `config`.
///
/// Does nothing when something else receives them already, as in tests.
pub fn init(config: &Config) -> Result<(), FilterError> {
    let filter: EnvFilter = config.log.parse()?;
    let registry = tracing_subscriber::registry().with(filter);
    let lines = fmt::layer().with_writer(std::io::stderr);
    // A second subscriber in one process is no failure: the first one stays.
    let _ = match config.log_format {
        LogFormat::Text => {
            registry.with(lines.with_ansi(std::io::stderr().is_terminal())).try_init()
        }
        LogFormat::Json => registry.with(lines.json().flatten_event(true)).try_init(),
    };
    Ok(())
}

/// Whole milliseconds, as log lines have them.
pub fn millis(time: std::time::Duration) -> u64 {
    u64::try_from(time.as_millis()).unwrap_or(u64::MAX)
}

/// A fresh id for a request or an error: 16 letters and digits, only for finding log lines.
pub fn new_id() -> String {
    format!("{:016x}", rand::random::<u64>())
}
