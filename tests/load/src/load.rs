//! Closed-loop load over keep-alive connections, and rounds of it in turn.

use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::task::JoinSet;

use crate::failure::{Failure, Result};
use crate::http::Connection;
use crate::procfs;

/// One turn's figures.
#[derive(Clone, Copy, Debug, Default)]
pub struct Sample {
    /// Operations in a second.
    pub rate: f64,
    /// Milliseconds that half of them took at most.
    pub p50: f64,
    /// Milliseconds that 99 of 100 took at most.
    pub p99: f64,
    /// Microseconds of the server's CPU time for each.
    pub cpu: f64,
}

/// Whom to load: where it listens, and its process.
#[derive(Clone, Copy, Debug)]
pub struct Target {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its process.
    pub pid: u32,
}

/// Makes the requests of one operation, for the connection of that number; all must succeed.
pub type Requests = Arc<dyn Fn(usize) -> Vec<Vec<u8>> + Send + Sync>;

/// A histogram of microseconds, up to a minute.
pub fn histogram() -> Histogram<u64> {
    Histogram::new_with_bounds(1, 60_000_000, 3).expect("the bounds are in order")
}

/// A share of a histogram of microseconds, in milliseconds.
pub fn percentile(histogram: &Histogram<u64>, share: f64) -> f64 {
    Duration::from_micros(histogram.value_at_quantile(share)).as_secs_f64() * 1e3
}

/// Runs operations one after the other on each connection until the time is over.
pub async fn drive(
    target: Target,
    connections: usize,
    time: Duration,
    requests: &Requests,
) -> Result<Sample> {
    let mut open = Vec::new();
    for _ in 0..connections {
        open.push(Connection::open(target.address).await?);
    }
    let cpu_before = procfs::cpu_time(target.pid)?;
    let began = Instant::now();
    let mut tasks = JoinSet::new();
    for (number, mut connection) in open.into_iter().enumerate() {
        let requests = Arc::clone(requests);
        tasks.spawn(async move {
            let mut times = histogram();
            while began.elapsed() < time {
                let operation = requests(number);
                let start = Instant::now();
                for request in operation {
                    let answer = connection.send(&request).await?;
                    refuse_failure(answer.status, answer.body)?;
                }
                times.saturating_record(micros(start.elapsed()));
            }
            Ok::<_, Failure>(times)
        });
    }
    let mut all = histogram();
    while let Some(times) = tasks.join_next().await {
        all.add(times??).expect("both have the same bounds");
    }
    let elapsed = began.elapsed();
    let cpu = procfs::cpu_time(target.pid)?.saturating_sub(cpu_before);
    #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    let count = all.len().max(1) as f64;
    Ok(Sample {
        rate: count / elapsed.as_secs_f64(),
        p50: percentile(&all, 0.5),
        p99: percentile(&all, 0.99),
        cpu: cpu.as_secs_f64() * 1e6 / count,
    })
}

/// Whole microseconds.
pub fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

/// An answer that is an error, or says that nothing was written, is no figure.
pub fn refuse_failure(status: u16, body: &[u8]) -> Result<()> {
    let start = &body[..body.len().min(300)];
    let failed = start.starts_with(b"{\"errors\"")
        || memchr::memmem::find(start, b"\"userErrors\":[{").is_some();
    if (status == 200 || status == 304) && !failed {
        return Ok(());
    }
    Err(Failure::new(format!("an answer {status}: {}", String::from_utf8_lossy(start))))
}

/// One of those that take turns.
pub struct Side {
    /// Whom to load.
    pub target: Target,
    /// With what.
    pub requests: Requests,
}

/// Lets each side drive for `time` in turn, `rounds` times, after a short warm-up. Returns each
/// side's medians.
pub async fn take_turns<const SIDES: usize>(
    rounds: usize,
    time: Duration,
    connections: usize,
    sides: [&Side; SIDES],
) -> Result<[Sample; SIDES]> {
    let mut samples = [const { Vec::new() }; SIDES];
    for round in 0..=rounds {
        let time = if round == 0 { time / 4 } else { time };
        for (side, samples) in sides.iter().zip(&mut samples) {
            let sample = drive(side.target, connections, time, &side.requests).await?;
            if round > 0 {
                samples.push(sample);
            }
        }
    }
    Ok(samples.map(|samples| median_sample(&samples)))
}

/// The median of each figure.
pub fn median_sample(samples: &[Sample]) -> Sample {
    let of = |figure: fn(&Sample) -> f64| median(samples.iter().map(figure));
    Sample {
        rate: of(|sample| sample.rate),
        p50: of(|sample| sample.p50),
        p99: of(|sample| sample.p99),
        cpu: of(|sample| sample.cpu),
    }
}

/// The middle one; 0 without any.
pub fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    values.get(values.len() / 2).copied().unwrap_or(0.0)
}
