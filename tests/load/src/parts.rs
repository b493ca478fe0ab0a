//! What is measured: one file for each part.

mod fanout;
mod footprint;
mod loads;
mod postgres;
mod stage;
mod storm;
mod writes;

use std::time::Instant;

use crate::failure::{Failure, Result};
use crate::plan::{Part, Plan};
use crate::procfs;
use crate::report::Report;

/// Files that are open beside the sockets of both crowds.
const SPARE_FILES: usize = 500;

/// Measures all parts of the plan.
pub async fn measure(plan: &Plan) -> Result<Report> {
    let sockets = 2 * plan.crowds()[1] + SPARE_FILES;
    if plan.has(Part::Fanout) && procfs::file_limit() < sockets as u64 {
        return Err(Failure::new(format!("{sockets} open files are needed: ulimit -n")));
    }
    let began = Instant::now();
    let say = |part: &str| eprintln!("[{:>4} s] {part}", began.elapsed().as_secs());
    let mut report = Report::default();
    let on_sqlite = [Part::Footprint, Part::Writes, Part::Loads, Part::Fanout, Part::Storm];
    if on_sqlite.into_iter().any(|part| plan.has(part)) {
        say("making boards on SQLite");
        let stage = stage::Stage::sqlite(plan).await?;
        if plan.has(Part::Footprint) {
            say("footprint");
            footprint::measure(plan, &stage, &mut report).await?;
        }
        if plan.has(Part::Writes) {
            say("writes on SQLite");
            writes::measure(plan, &stage, &mut report).await?;
        }
        if plan.has(Part::Loads) {
            say("board loads");
            loads::measure(plan, &stage, &mut report).await?;
        }
        if plan.has(Part::Fanout) {
            for size in plan.crowds() {
                say(&format!("fan-out to {size}"));
                fanout::measure(plan, &stage, size, &mut report).await?;
            }
            fanout::growth(plan, &mut report);
        }
        if plan.has(Part::Storm) {
            say("reconnect storm");
            storm::measure(plan, &stage, &mut report).await?;
        }
    }
    match &plan.postgres {
        Some(url) if plan.has(Part::Postgres) => {
            say("writes on PostgreSQL");
            postgres::measure(plan, url, &mut report).await?;
        }
        None if plan.has(Part::Postgres) => say("no PostgreSQL is given, so none is measured"),
        _ => {}
    }
    say("done");
    Ok(report)
}
