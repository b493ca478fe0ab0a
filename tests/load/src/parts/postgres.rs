//! moveCard on PostgreSQL, beside a raw route with the same statements and one with a single one.

use sea_orm::sqlx::{AssertSqlSafe, Connection, Executor, PgConnection};
use tempfile::TempDir;

use super::stage::{FEW_CARDS, PEOPLE};
use super::writes::{self, MANY_CONNECTIONS};
use crate::failure::{Failure, Result};
use crate::load::take_turns;
use crate::plan::Plan;
use crate::process::{Installation, start_ceiling};
use crate::report::Report;
use crate::world::make_board;

/// All cells, in databases made on the server at `url`, which are dropped when all went well.
pub async fn measure(plan: &Plan, url: &str, report: &mut Report) -> Result<()> {
    let data_dir = TempDir::with_prefix("cairn-bench-")?;
    let mut admin = PgConnection::connect(url).await?;
    let name = format!("cairn_bench_{}", std::process::id());
    let raw_name = format!("{name}_raw");
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {name}"))).await?;
    let (server_url, _) = url.rsplit_once('/').ok_or_else(|| Failure::new("a URL without path"))?;
    let ours_at = format!("{server_url}/{name}");
    let raw_at = format!("{server_url}/{raw_name}");

    let cairn = Installation::make(&plan.cairn, data_dir.path(), Some(ours_at), &PEOPLE).await?;
    let server = cairn.start(None).await?;
    let mut boards = Vec::new();
    for number in 0..20 {
        let cards = if number == 0 { 1000 } else { FEW_CARDS };
        let key = format!("T{number}");
        boards.push(make_board(server.target, &cairn.token, &key, cards, &PEOPLE).await?);
    }
    server.stop().await?;
    admin.execute(AssertSqlSafe(format!("CREATE DATABASE {raw_name} TEMPLATE {name}"))).await?;

    let server = cairn.start(None).await?;
    let same = start_ceiling(["postgres", &raw_at]).await?;
    let folded = start_ceiling(["postgres", &raw_at, "--folded"]).await?;
    for (boards, count) in [(&boards[..1], "one board"), (&boards[..], "20 boards")] {
        for connections in [1, MANY_CONNECTIONS] {
            let sides = [
                &writes::cairn(server.target, &cairn.token, boards),
                &writes::raw(same.target, boards),
                &writes::raw(folded.target, boards),
            ];
            let [ours, same, folded] =
                take_turns(plan.rounds(), plan.turn(), connections, sides).await?;
            let name = format!("moveCard, PostgreSQL, {connections} conn, {count}");
            let goal = (connections > 1 && boards.len() > 1).then_some(0.60);
            writes::add(report, &name, (&ours, &same), goal, None);
            let name = format!("{name}, of one statement");
            report.add(name, "moves/s", ours.rate, folded.rate, None);
        }
    }
    same.stop().await?;
    folded.stop().await?;
    server.stop().await?;
    for name in [name, raw_name] {
        admin.execute(AssertSqlSafe(format!("DROP DATABASE {name}"))).await?;
    }
    Ok(())
}
