//! The database and what is in it.

use cairn_domain::health::{self, BoardLog};
use cairn_domain::{Error, entities::BoardId};
use chrono::{DateTime, Duration, Utc};

use super::{Config, Database, Domain, Finding};
use crate::cli::open_domain::told;

/// How many boards are rebuilt unless all are, and the longest log among them.
const SAMPLE: usize = 5;
const SAMPLE_EVENTS: i64 = 5_000;
/// How many faults of one kind are told.
const TOLD: usize = 5;
/// How far clocks may be apart before people notice.
const APART: Duration = Duration::minutes(1);
const RESTORE: &str = "stop the server, keep a copy of the database, and restore a backup";

/// Opens the database where there is one with a schema that this Cairn knows.
pub(super) async fn open(config: &Config) -> (Option<Database>, Vec<Finding>) {
    const CHECK: &str = "database";
    let url = config.database();
    let url = url.expose();
    let file = url.strip_prefix("sqlite://").map(|path| path.split('?').next().unwrap_or(path));
    if let Some(path) = file.filter(|path| !std::path::Path::new(path).exists()) {
        let found = format!("{path} does not exist yet");
        let advice = "`cairn serve` makes it at its first start";
        return (None, vec![Finding::warn(CHECK, found, advice)]);
    }
    let database = match Database::open(url, 2).await {
        Ok(database) => database,
        Err(error) => {
            let advice = "see that it runs, and that database_url and its password are right";
            return (None, vec![Finding::fail(CHECK, error.to_string(), advice)]);
        }
    };
    let mut findings = vec![match health::storage(&database).await {
        Ok(storage) if storage.faults.is_empty() => {
            let settings = if database.is_postgres() {
                "keeps what is committed"
            } else {
                "write-ahead log, synchronous FULL, foreign keys on, file is sound"
            };
            Finding::ok(CHECK, format!("{}: {settings}", storage.version))
        }
        Ok(storage) => {
            let found = format!("{}: {}", storage.version, some(&storage.faults));
            Finding::fail(CHECK, found, RESTORE)
        }
        Err(error) => broken(CHECK, error),
    }];
    let (known, schema) = schema(&database).await;
    findings.push(schema);
    (known.then_some(database), findings)
}

/// Whether the schema is the one that this Cairn works with.
async fn schema(database: &Database) -> (bool, Finding) {
    const CHECK: &str = "schema";
    match cairn_migrations::lacking(database.reader()).await {
        Ok(0) => (true, Finding::ok(CHECK, "up to date")),
        Ok(count) => {
            let found = format!("{count} migrations have not run yet");
            (false, Finding::warn(CHECK, found, "`cairn migrate` or `cairn serve` runs them"))
        }
        Err(error) => (false, Finding::fail(CHECK, error.to_string(), "install the newer Cairn")),
    }
}

/// Looks at what is in the database.
pub(super) async fn look(domain: &Domain, deep: bool) -> Vec<Finding> {
    const CHECK: &str = "logs";
    let logs = match health::logs(&domain.latest()).await {
        Ok(logs) => logs,
        Err(error) => return vec![broken(CHECK, error)],
    };
    let faults: Vec<String> = logs.iter().flat_map(BoardLog::faults).collect();
    let events: i64 = logs.iter().map(|log| log.events).sum();
    let whole = if faults.is_empty() {
        Finding::ok(CHECK, format!("{events} events of {} boards, without a gap", logs.len()))
    } else {
        Finding::fail(CHECK, some(&faults), RESTORE)
    };
    vec![
        whole,
        rebuilt(domain, &logs, deep).await,
        strays(domain).await,
        clock(domain.clock.now(), logs.iter().map(|log| log.updated_at).max()),
    ]
}

async fn rebuilt(domain: &Domain, logs: &[BoardLog], deep: bool) -> Finding {
    const CHECK: &str = "boards";
    let some_boards = || logs.iter().filter(|log| log.events <= SAMPLE_EVENTS).take(SAMPLE);
    let boards: Vec<BoardId> = if deep {
        logs.iter().map(|log| log.id).collect()
    } else {
        some_boards().map(|log| log.id).collect()
    };
    let mut faults = Vec::new();
    for board in &boards {
        match health::differences(&domain.snapshot(), *board).await {
            Ok(differences) => faults.extend(differences),
            Err(error) => return broken(CHECK, error),
        }
    }
    if !faults.is_empty() {
        return Finding::fail(CHECK, some(&faults), RESTORE);
    }
    let rest = match logs.len() - boards.len() {
        0 => String::new(),
        left => format!("; --deep looks at the other {left} too"),
    };
    let count = boards.len();
    Finding::ok(CHECK, format!("{count} boards are what their logs tell{rest}"))
}

async fn strays(domain: &Domain) -> Finding {
    const CHECK: &str = "references";
    match health::strays(&domain.database).await {
        Ok(strays) if strays.is_empty() => Finding::ok(CHECK, "every row has its owner"),
        Ok(strays) => {
            let strays: Vec<String> =
                strays.iter().map(|stray| format!("{} {}", stray.count, stray.what)).collect();
            Finding::fail(CHECK, some(&strays), RESTORE)
        }
        Err(error) => broken(CHECK, error),
    }
}

/// The newest event is the one clock that can be asked without leaving the machine.
fn clock(now: DateTime<Utc>, newest: Option<DateTime<Utc>>) -> Finding {
    const CHECK: &str = "clock";
    let found = format!("{} UTC", now.format("%Y-%m-%d %H:%M:%S"));
    match newest {
        Some(newest) if newest > now + APART => {
            let found =
                format!("{found}, but an event is from {}", newest.format("%Y-%m-%d %H:%M:%S"));
            Finding::fail(CHECK, found, "set the clock; let NTP keep it")
        }
        _ => Finding::ok(CHECK, found),
    }
}

fn broken(check: &'static str, error: Error) -> Finding {
    Finding::fail(check, format!("cannot be read: {}", told(error)), RESTORE)
}

/// The first few.
fn some(faults: &[String]) -> String {
    let told = faults.iter().take(TOLD).cloned().collect::<Vec<_>>().join("; ");
    match faults.len().saturating_sub(TOLD) {
        0 => told,
        more => format!("{told}; and {more} more"),
    }
}

#[cfg(test)]
mod tests {
    use super::super::Verdict;
    use super::*;

    #[test]
    fn a_clock_that_runs_behind_the_log_is_wrong() {
        let now: DateTime<Utc> = "2026-11-22T12:00:00Z".parse().unwrap();
        assert_eq!(clock(now, None).verdict, Verdict::Ok);
        assert_eq!(clock(now, Some(now + Duration::seconds(5))).verdict, Verdict::Ok);
        assert_eq!(clock(now, Some(now + Duration::hours(1))).verdict, Verdict::Fail);
    }

    #[test]
    fn many_faults_are_a_few_and_a_number() {
        let faults: Vec<String> = (1..=7).map(|number| number.to_string()).collect();
        assert_eq!(some(&faults), "1; 2; 3; 4; 5; and 2 more");
        assert_eq!(some(&faults[..1]), "1");
    }
}
