//! A server that goes away under its crowd: all come back and go on where they were.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use rustix::process::Signal;
use tokio::task::JoinSet;

use super::fanout::{cairn_publish, example, last_seq};
use super::stage::Stage;
use crate::failure::Result;
use crate::http::{self, Connection};
use crate::load::{Target, histogram, micros, percentile, refuse_failure};
use crate::plan::Plan;
use crate::process::{Running, start_ceiling};
use crate::report::{Goal, Report};
use crate::subscribers::Crowd;
use crate::world::{Board, fresh_id, move_request};

/// How long the coming back may take at most.
const PATIENCE: Duration = Duration::from_secs(40);
/// Between two events on the crowd's board.
const EVENTS: Duration = Duration::from_millis(500);
/// Between two moves on another board, on each of a few connections.
const MOVES: Duration = Duration::from_millis(10);
const MOVERS: usize = 4;
/// Of the crowd, when it comes for the first time.
const AT_ONCE: usize = 64;

/// What a storm came to.
#[derive(Default)]
struct Storm {
    seconds: f64,
    resets: f64,
    faults: f64,
    /// The 99th percentile of moves on another board, in ms.
    moves: Option<f64>,
}

/// Killed, and stopped.
pub async fn measure(plan: &Plan, stage: &Stage, report: &mut Report) -> Result<()> {
    for (signal, how) in [(Signal::KILL, "killed"), (Signal::TERM, "stopped")] {
        let server = stage.cairn.start(None).await?;
        let (board, token) = (&stage.twenty[0], &*stage.cairn.token);
        let (frame, seq) = example(server.target, token, board).await?;
        let file = stage.file("frame");
        std::fs::write(&file, frame)?;

        let ours = storm(plan, stage, server, signal, &Kind::Cairn).await?;
        let words = |listen: String| {
            let seq = seq.to_string().into();
            [
                "broadcast".into(),
                file.clone().into_os_string(),
                seq,
                "--listen".into(),
                listen.into(),
            ]
        };
        let raw = start_ceiling(words("127.0.0.1:0".to_owned())).await?;
        let again = words(raw.target.address.to_string());
        let raw = storm(plan, stage, raw, signal, &Kind::Raw { again, seq }).await?;

        let name = format!("storm of {}, server {how}", plan.storm());
        let (mine, its) = (ours.seconds, raw.seconds);
        report.add(format!("{name}, all resumed"), "s", mine, its, Goal::AtMost(10.0));
        report.add(
            format!("{name}, full reloads"),
            "count",
            ours.resets,
            raw.resets,
            Goal::AtMost(0.0),
        );
        let faults = (ours.faults, raw.faults);
        report.add(
            format!("{name}, lost or doubled"),
            "count",
            faults.0,
            faults.1,
            Goal::AtMost(0.0),
        );
        let name = format!("{name}, another board's moves, p99");
        report.add(name, "ms", ours.moves, None, Goal::AtMost(100.0));
    }
    Ok(())
}

enum Kind {
    Cairn,
    Raw {
        /// How it is started at the same address.
        again: [std::ffi::OsString; 5],
        seq: u64,
    },
}

async fn storm(
    plan: &Plan,
    stage: &Stage,
    mut server: Running,
    signal: Signal,
    kind: &Kind,
) -> Result<Storm> {
    let (board, token) = (&stage.twenty[0], &*stage.cairn.token);
    let target = server.target;
    let seq = match kind {
        Kind::Cairn => last_seq(target, token, board).await?,
        Kind::Raw { seq, .. } => *seq,
    };
    let mut crowd = Crowd::new(target.address, token, board, seq, Instant::now());
    crowd.grow_to(plan.storm(), AT_ONCE).await?;
    crowd.tally.expect_to_come_back();

    let began = Instant::now();
    server.signal(signal)?;
    server.ended().await?;
    let server = match kind {
        Kind::Cairn => stage.cairn.start(Some(target.address)).await?,
        Kind::Raw { again, .. } => start_ceiling(again).await?,
    };
    let over = Arc::new(AtomicBool::new(false));
    let mut movers = JoinSet::new();
    if matches!(kind, Kind::Cairn) {
        for _ in 0..MOVERS {
            let (token, board) = (token.to_owned(), stage.twenty[1].clone());
            movers.spawn(moves(server.target, token, board, Arc::clone(&over)));
        }
    }

    let publish = cairn_publish(board, token);
    let mut connection = Connection::open(server.target.address).await?;
    let mut ticks = tokio::time::interval(EVENTS);
    let size = crowd.size as u64;
    while crowd.tally.resumed() < size && began.elapsed() < PATIENCE {
        ticks.tick().await;
        let mark = crowd.tally.mark();
        let request = match kind {
            Kind::Cairn => publish(&mark),
            Kind::Raw { .. } => http::post("/publish", "", mark.as_bytes()),
        };
        let answer = connection.send(&request).await?;
        refuse_failure(answer.status, answer.body)?;
        let pause = Instant::now();
        while crowd.tally.resumed() < size && pause.elapsed() < EVENTS {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    }
    let seconds = began.elapsed().as_secs_f64();
    over.store(true, Ordering::Relaxed);
    let mut all = histogram();
    while let Some(times) = movers.join_next().await {
        all.add(times??).expect("both have the same bounds");
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of mistakes")]
    let storm = Storm {
        seconds,
        resets: crowd.tally.resets() as f64,
        faults: crowd.tally.faults() as f64,
        moves: (!all.is_empty()).then(|| percentile(&all, 0.99)),
    };
    crowd.leave().await;
    server.stop().await?;
    Ok(storm)
}

async fn moves(
    target: Target,
    token: String,
    board: Board,
    over: Arc<AtomicBool>,
) -> Result<hdrhistogram::Histogram<u64>> {
    let mut times = histogram();
    let mut connection = Connection::open(target.address).await?;
    while !over.load(Ordering::Relaxed) {
        let request = move_request(&board, &token, &fresh_id());
        let start = Instant::now();
        let answer = connection.send(&request).await?;
        refuse_failure(answer.status, answer.body)?;
        times.saturating_record(micros(start.elapsed()));
        tokio::time::sleep(MOVES).await;
    }
    Ok(times)
}
