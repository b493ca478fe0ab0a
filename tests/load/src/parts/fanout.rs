//! One board's events to a crowd: flat out, in bursts, and at a steady pace.
//!
//! A time is taken from when an event was asked for to its receipt, so Cairn's holds its commit.

use std::time::{Duration, Instant};

use tokio::task::JoinSet;

use super::stage::Stage;
use crate::failure::{Failure, Result};
use crate::http::{self, Connection};
use crate::load::{Sample, Target, median, median_sample, percentile, refuse_failure};
use crate::plan::Plan;
use crate::process::start_ceiling;
use crate::procfs;
use crate::report::{Goal, Report};
use crate::subscribers::{Crowd, MARK, example_frame};
use crate::world::{Api, Board, move_request};

/// Events of a burst.
const BURST: usize = 10;
/// How long a burst may take, judged by how fast single events went.
const BURST_SECONDS: f64 = 5.0;
/// Events in a second at the steady pace.
const STEADY: u32 = 20;
/// Messages in a second when delivery is judged.
const JUDGED: usize = 20_000;
/// How long what was sent may take to arrive.
const PATIENCE: Duration = Duration::from_secs(20);
/// A crowd comes in so many parts, and by how much the server grows with each is the memory of its
/// subscribers.
const PARTS: usize = 8;
/// So few come at the same time, since what a server needs to let many in at once, it needs once.
const AT_ONCE: usize = 8;
/// Until a crowd that has just come costs nothing more.
const SETTLE: Duration = Duration::from_secs(1);

/// Makes the request for one event with a mark.
type Publish = Box<dyn Fn(&str) -> Vec<u8> + Send + Sync>;

/// A server with its crowd.
struct Side {
    target: Target,
    crowd: Crowd,
    publish: Publish,
    /// Connections for events, idle.
    connections: Vec<Connection>,
    /// KiB for each idle subscriber: resident, anonymous.
    memory: (f64, f64),
}

/// Requests for events on a board of Cairn's.
pub fn cairn_publish(board: &Board, token: &str) -> Publish {
    let (board, token) = (board.clone(), token.to_owned());
    Box::new(move |mark| {
        let number: u32 = rand::random();
        move_request(&board, &token, &format!("{MARK}{mark}-{number:08x}"))
    })
}

/// The board's last event.
pub async fn last_seq(target: Target, token: &str, board: &Board) -> Result<u64> {
    const QUERY: &str = "query($id: ID!) { board(id: $id) { seq } }";
    let variables = serde_json::json!({ "id": board.id });
    let answer = Api::open(target, token).await?.call(QUERY, &variables).await?;
    answer["seq"].as_u64().ok_or_else(|| Failure::new("a board without seq"))
}

/// Makes an event, and returns the frame in which a subscriber gets it, and its number.
pub async fn example(target: Target, token: &str, board: &Board) -> Result<(String, u64)> {
    let before = last_seq(target, token, board).await?;
    let mut connection = Connection::open(target.address).await?;
    let request = cairn_publish(board, token)("0000000000000001");
    let answer = connection.send(&request).await?;
    refuse_failure(answer.status, answer.body)?;
    Ok((example_frame(target.address, token, board, before).await?, before + 1))
}

/// By how much each of `totals` is more than the one before: the median over all pairs (Theil and Sen), for
/// they grow by steps.
fn slope(totals: &[f64]) -> f64 {
    let pairs =
        (0..totals.len()).flat_map(|from| (from + 1..totals.len()).map(move |to| (from, to)));
    #[expect(clippy::cast_precision_loss, reason = "less than ten")]
    median(pairs.map(|(from, to)| (totals[to] - totals[from]) / (to - from) as f64))
}

/// Both sides with a crowd of this size.
pub async fn measure(plan: &Plan, stage: &Stage, size: usize, report: &mut Report) -> Result<()> {
    let board = &stage.twenty[0];
    let token = &stage.cairn.token;
    let server = stage.cairn.start(None).await?;
    let (frame, seq) = example(server.target, token, board).await?;
    let file = stage.file("frame");
    std::fs::write(&file, frame)?;
    let raw =
        start_ceiling(["broadcast".into(), file.into_os_string(), seq.to_string().into()]).await?;

    let began = Instant::now();
    let gather = async |target: Target, publish| {
        let part = size / PARTS;
        let mut crowd = Crowd::new(target.address, token, board, seq, began);
        let (mut resident, mut anonymous) = (Vec::new(), Vec::new());
        for parts in 1..=PARTS {
            crowd.grow_to(part * parts, AT_ONCE).await?;
            tokio::time::sleep(SETTLE).await;
            let memory = procfs::memory(target.pid)?;
            resident.push(memory.resident);
            anonymous.push(memory.anonymous);
        }
        crowd.grow_to(size, AT_ONCE).await?;
        #[expect(clippy::cast_precision_loss, reason = "some thousands")]
        let each = |totals: &[f64]| slope(totals) / part as f64;
        let memory = (each(&resident), each(&anonymous));
        Ok::<_, Failure>(Side { target, crowd, publish, connections: Vec::new(), memory })
    };
    let mut ours = gather(server.target, cairn_publish(board, token)).await?;
    let publish: Publish = Box::new(|mark| http::post("/publish", "", mark.as_bytes()));
    let mut ceiling = gather(raw.target, publish).await?;

    let name = format!("fan-out to {size}");
    let (mine, its) = (ours.memory, ceiling.memory);
    let goal = Goal::AtMost(12.0);
    report.add(format!("{name}, idle subscriber, resident"), "KiB", mine.0, its.0, goal);
    report.add(format!("{name}, idle subscriber, anonymous"), "KiB", mine.1, its.1, None);

    let pace = u32::try_from(JUDGED / size.min(JUDGED)).unwrap_or(1);
    let mut paces = vec![Pace::FlatOut(1), Pace::FlatOut(BURST), Pace::Steady(STEADY)];
    if pace != STEADY {
        paces.push(Pace::Steady(pace));
    }
    let (mut our_rate, mut its_rate) = (f64::INFINITY, f64::INFINITY);
    for pace in paces {
        let (mut of_ours, mut of_ceiling) = (Vec::new(), Vec::new());
        for _ in 0..plan.rounds() {
            if pace.is_bearable(size, our_rate) {
                of_ours.push(ours.run(pace, plan.turn()).await?);
            }
            if pace.is_bearable(size, its_rate) {
                of_ceiling.push(ceiling.run(pace, plan.turn()).await?);
            }
        }
        let medians = [of_ours, of_ceiling]
            .map(|samples| (!samples.is_empty()).then(|| median_sample(&samples)));
        add(report, &name, size, pace, medians);
        if let (Pace::FlatOut(1), [Some(ours), Some(ceiling)]) = (pace, medians) {
            (our_rate, its_rate) = (ours.rate, ceiling.rate);
        }
    }
    for (side, whose) in [(&ours, "ours"), (&ceiling, "the raw broadcast's")] {
        let tally = &side.crowd.tally;
        #[expect(clippy::cast_precision_loss, reason = "a count of mistakes")]
        let faults = (tally.faults() + tally.resets()) as f64;
        report.add(
            format!("{name}, lost or doubled, {whose}"),
            "count",
            faults,
            None,
            Goal::AtMost(0.0),
        );
    }
    let after = procfs::memory(server.target.pid)?;
    report.add(format!("{name}, server after it"), "MiB", after.resident / 1024.0, None, None);
    ours.crowd.leave().await;
    ceiling.crowd.leave().await;
    raw.stop().await?;
    server.stop().await
}

/// How events come.
#[derive(Clone, Copy)]
enum Pace {
    /// The next ones once all have those before these.
    FlatOut(usize),
    /// So many a second, whatever happens.
    Steady(u32),
}

impl Pace {
    /// The name of what comes so.
    fn of(self, what: &str) -> String {
        match self {
            Self::FlatOut(1) => format!("{what}, flat out"),
            Self::FlatOut(burst) => format!("{what}, bursts of {burst}"),
            Self::Steady(pace) => format!("{what}, {pace} events/s"),
        }
    }

    /// Whether a server that sends `rate` messages a second flat out can be asked for it. What it
    /// cannot hold would only fill queues until the bench gives up.
    fn is_bearable(self, size: usize, rate: f64) -> bool {
        #[expect(clippy::cast_precision_loss, reason = "some thousands")]
        let (size, burst) = (size as f64, BURST as f64);
        match self {
            Self::FlatOut(1) => true,
            Self::FlatOut(_) => size * burst <= rate * BURST_SECONDS,
            Self::Steady(pace) => size * f64::from(pace) <= rate,
        }
    }
}

/// Adds the lines of one pace; a side that could not hold it has no figures.
fn add(
    report: &mut Report,
    name: &str,
    size: usize,
    pace: Pace,
    [ours, ceiling]: [Option<Sample>; 2],
) {
    let name = pace.of(name);
    let flat_out = matches!(pace, Pace::FlatOut(1));
    let judged = matches!(pace, Pace::Steady(pace) if pace as usize * size == JUDGED);
    let mut line = |of: &str, unit, figure: fn(Sample) -> f64, goal: Option<Goal>| {
        report.add(format!("{name}{of}"), unit, ours.map(figure), ceiling.map(figure), goal);
    };
    line("", "messages/s", |of| of.rate, flat_out.then_some(Goal::RatioAtLeast(0.90)));
    line(", p50", "ms", |of| of.p50, None);
    line(", p99", "ms", |of| of.p99, judged.then_some(Goal::RatioAtMost(2.0)));
    let cpu = flat_out.then_some(Goal::RatioAtMost(1.2));
    line(", server CPU", "us/message", |of| of.cpu, cpu);
}

/// What a message costs in the larger crowd, beside the smaller one. Judged at the steady pace: flat out,
/// the smaller crowd gets more of its messages in pairs, of the raw broadcast too.
pub fn growth(plan: &Plan, report: &mut Report) {
    let [small, large] = plan.crowds();
    for (pace, goal) in
        [(Pace::Steady(STEADY), Some(Goal::RatioAtMost(1.25))), (Pace::FlatOut(1), None)]
    {
        let cpu =
            |size| report.ours(&format!("{}, server CPU", pace.of(&format!("fan-out to {size}"))));
        let (ours, base) = (cpu(large), cpu(small));
        let name = pace.of(&format!("growth: a message to one of {large} / of {small}"));
        report.add(name, "us CPU", ours, base, goal);
    }
}

impl Side {
    async fn run(&mut self, pace: Pace, time: Duration) -> Result<Sample> {
        self.crowd.tally.reset_times();
        // They were idle while the other side had its turn, and may be closed.
        self.connections.clear();
        let messages = self.crowd.tally.messages();
        let cpu = procfs::cpu_time(self.target.pid)?;
        let began = Instant::now();
        let all_came = match pace {
            Pace::FlatOut(burst) => self.flat_out(burst, time).await?,
            Pace::Steady(pace) => self.steady(pace, time * 2).await?,
        };
        let elapsed = began.elapsed();
        if !all_came {
            return Err(Failure::new("events are lost, or take too long"));
        }
        let cpu = procfs::cpu_time(self.target.pid)?.saturating_sub(cpu);
        let times = self.crowd.tally.times();
        #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
        let count = (self.crowd.tally.messages() - messages).max(1) as f64;
        Ok(Sample {
            rate: count / elapsed.as_secs_f64(),
            p50: percentile(&times, 0.5),
            p99: percentile(&times, 0.99),
            cpu: cpu.as_secs_f64() * 1e6 / count,
        })
    }

    /// Asks for the next events when all have those before the last: while events are delivered, the
    /// next are committed, and neither side waits for a disk.
    async fn flat_out(&mut self, burst: usize, time: Duration) -> Result<bool> {
        let began = Instant::now();
        let step = (burst * self.crowd.size) as u64;
        let mut asked = self.crowd.tally.messages();
        let mut publishing = JoinSet::new();
        while began.elapsed() < time {
            for _ in 0..burst {
                self.start_one(&mut publishing).await?;
            }
            let have_all_before = self.crowd.tally.reach(asked, PATIENCE).await;
            asked += step;
            while let Some(connection) = publishing.try_join_next() {
                self.connections.push(connection??);
            }
            if !have_all_before {
                return Ok(false);
            }
        }
        while let Some(connection) = publishing.join_next().await {
            self.connections.push(connection??);
        }
        Ok(self.crowd.tally.reach(asked, PATIENCE).await)
    }

    async fn steady(&mut self, pace: u32, time: Duration) -> Result<bool> {
        let before = self.crowd.tally.messages();
        let mut ticks = tokio::time::interval(Duration::from_secs(1) / pace);
        let events = u64::from(pace) * time.as_millis().try_into().unwrap_or(u64::MAX) / 1000;
        let mut publishing = JoinSet::new();
        for _ in 0..events {
            ticks.tick().await;
            while let Some(connection) = publishing.try_join_next() {
                self.connections.push(connection??);
            }
            self.start_one(&mut publishing).await?;
        }
        while let Some(connection) = publishing.join_next().await {
            self.connections.push(connection??);
        }
        let messages = before + events * self.crowd.size as u64;
        Ok(self.crowd.tally.reach(messages, PATIENCE).await)
    }

    async fn start_one(&mut self, publishing: &mut JoinSet<Result<Connection>>) -> Result<()> {
        let mut connection = match self.connections.pop() {
            Some(connection) => connection,
            None => Connection::open(self.target.address).await?,
        };
        let request = (self.publish)(&self.crowd.tally.mark());
        publishing.spawn(async move {
            let answer = connection.send(&request).await?;
            refuse_failure(answer.status, answer.body)?;
            Ok(connection)
        });
        Ok(())
    }
}
