//! moveCard over keep-alive connections.

use std::sync::Arc;

use super::stage::Stage;
use crate::failure::Result;
use crate::load::{Sample, Side, Target, take_turns};
use crate::plan::Plan;
use crate::report::{Goal, Report};
use crate::world::{Board, fresh_id, move_request, raw_move_request};

/// Connections of the cells with many.
pub const MANY_CONNECTIONS: usize = 32;

/// Moves of Cairn's, each on any one of the boards.
pub fn cairn(target: Target, token: &str, boards: &[Board]) -> Side {
    let (token, boards) = (token.to_owned(), boards.to_vec());
    let requests = Arc::new(move |_| vec![move_request(any(&boards), &token, &fresh_id())]);
    Side { target, requests }
}

/// The same for a raw server.
pub fn raw(target: Target, boards: &[Board]) -> Side {
    let boards = boards.to_vec();
    Side { target, requests: Arc::new(move |_| vec![raw_move_request(any(&boards), &fresh_id())]) }
}

fn any(boards: &[Board]) -> &Board {
    &boards[rand::random_range(0..boards.len())]
}

/// Adds the lines of one cell.
pub fn add(
    report: &mut Report,
    name: &str,
    (ours, ceiling): (&Sample, &Sample),
    ratio: Option<f64>,
    slowest: Option<f64>,
) {
    report.add(name, "moves/s", ours.rate, ceiling.rate, ratio.map(Goal::RatioAtLeast));
    report.add(format!("{name}, p50"), "ms", ours.p50, ceiling.p50, None);
    report.add(format!("{name}, p99"), "ms", ours.p99, ceiling.p99, slowest.map(Goal::AtMost));
    report.add(format!("{name}, server CPU"), "us/move", ours.cpu, ceiling.cpu, None);
}

/// All cells on SQLite.
pub async fn measure(plan: &Plan, stage: &Stage, report: &mut Report) -> Result<()> {
    let raw_server = stage.raw_on_copy().await?;
    let server = stage.cairn.start(None).await?;
    let thousand = std::slice::from_ref(&stage.thousand);
    let mut on_thousand = None;
    for (boards, count) in [(thousand, "one board"), (&*stage.twenty, "20 boards")] {
        for connections in [1, MANY_CONNECTIONS] {
            let ours = cairn(server.target, &stage.cairn.token, boards);
            let ceiling = raw(raw_server.target, boards);
            let [ours, ceiling] =
                take_turns(plan.rounds(), plan.turn(), connections, [&ours, &ceiling]).await?;
            let judged = connections > 1 && boards.len() == 1;
            let name = format!("moveCard, SQLite FULL, {connections} conn, {count}");
            let goals = if judged { (Some(0.25), Some(20.0)) } else { (None, None) };
            add(report, &name, (&ours, &ceiling), goals.0, goals.1);
            if judged {
                on_thousand = Some(ours);
            }
        }
    }
    if let (Some(many), Some(small)) = (&stage.many, on_thousand) {
        let side = cairn(server.target, &stage.cairn.token, std::slice::from_ref(many));
        let [large] = take_turns(plan.rounds(), plan.turn(), MANY_CONNECTIONS, [&side]).await?;
        let name = format!("growth: a move among {} cards / among 1000", plan.many_cards());
        report.add(name, "us CPU/move", large.cpu, small.cpu, Goal::RatioAtMost(1.25));
    }
    raw_server.stop().await?;
    server.stop().await
}
