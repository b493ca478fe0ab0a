//! What the server costs before anybody comes.

use std::time::Duration;

use super::stage::Stage;
use crate::failure::Result;
use crate::load::median;
use crate::plan::Plan;
use crate::procfs::{self, Memory};
use crate::report::{Goal, Report};

/// How often each is started.
const STARTS: usize = 5;
/// Until a started server has nothing left to do.
const SETTLE: Duration = Duration::from_secs(2);

/// Start-up, idle memory, and the binary.
pub async fn measure(plan: &Plan, stage: &Stage, report: &mut Report) -> Result<()> {
    let (mut ours, mut ceiling) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let raw = stage.raw_on_copy().await?;
        ceiling.push(raw.started_in.as_secs_f64() * 1e3);
        raw.stop().await?;
        let server = stage.cairn.start(None).await?;
        ours.push(server.started_in.as_secs_f64() * 1e3);
        server.stop().await?;
    }
    let (ours, ceiling) = (median(ours.into_iter()), median(ceiling.into_iter()));
    report.add("start-up until ready", "ms", ours, ceiling, Goal::AtMost(300.0));

    let raw = stage.raw_on_copy().await?;
    let server = stage.cairn.start(None).await?;
    tokio::time::sleep(SETTLE).await;
    let mine = procfs::memory(server.target.pid)?;
    let its = procfs::memory(raw.target.pid)?;
    let mut add = |name: &str, of: fn(&Memory) -> f64, goal: Option<Goal>| {
        report.add(name, "MiB", of(&mine) / 1024.0, of(&its) / 1024.0, goal);
    };
    add("idle memory, resident", |memory| memory.resident, Some(Goal::AtMost(40.0)));
    add("idle memory, anonymous", |memory| memory.anonymous, None);

    #[expect(clippy::cast_precision_loss, reason = "a file of some megabytes")]
    let size =
        |path: &std::path::Path| Ok::<_, std::io::Error>(path.metadata()?.len() as f64 / 1e6);
    let bench = size(&std::env::current_exe()?)?;
    report.add("binary", "MB", size(&plan.cairn)?, bench, Goal::AtMost(40.0));
    raw.stop().await?;
    server.stop().await
}
