//! Looks a server over and says what an operator should do.
//!
//! Nothing is changed and nothing is made, apart from a file that is taken away at once to see
//! whether the data directory can be written to. A server may run meanwhile. Start reading at
//! [`examine`].

use cairn_domain::{Clock, Database, Domain, Ids};
use serde::Serialize;

use crate::config::{self, Config, Flags};

mod address;
mod data_directory;
mod database;
mod settings;

/// How bad it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Verdict {
    /// As it must be.
    Ok,
    /// Works, but somebody should look at it.
    Warn,
    /// Does not work, or promises are broken.
    Fail,
}

/// What one look has found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// What was looked at.
    pub check: &'static str,
    /// How bad it is.
    pub verdict: Verdict,
    /// What is there, on one line.
    pub found: String,
    /// What to do about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub advice: Option<String>,
}

impl Finding {
    fn ok(check: &'static str, found: impl Into<String>) -> Self {
        Self { check, verdict: Verdict::Ok, found: found.into(), advice: None }
    }

    fn warn(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        let (found, advice) = (found.into(), Some(advice.into()));
        Self { check, verdict: Verdict::Warn, found, advice }
    }

    fn fail(check: &'static str, found: impl Into<String>, advice: impl Into<String>) -> Self {
        let (found, advice) = (found.into(), Some(advice.into()));
        Self { check, verdict: Verdict::Fail, found, advice }
    }
}

/// Looks at everything, in the order in which one thing rests on another. `deep` rebuilds every
/// board from its log rather than some.
pub async fn examine(flags: &Flags, deep: bool) -> Vec<Finding> {
    let (config, mut findings) = settings::look(flags);
    let Some(config) = config else { return findings };
    findings.extend(data_directory::look(&config));
    let (database, found) = database::open(&config).await;
    findings.extend(found);
    if let Some(database) = database {
        let clock = Clock::system();
        let domain = Domain::new(database, clock.clone(), Ids::random(clock));
        findings.extend(database::look(&domain, deep).await);
    }
    findings.extend(address::look(&config));
    findings
}
