//! How long things take, counted without a lock: the library's own histogram has one.

use std::{
    sync::atomic::{AtomicU64, Ordering::Relaxed},
    time::Duration,
};

/// Upper bounds of the buckets, in seconds; what takes longer is in one more.
const BOUNDS: [f64; 12] =
    [0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 1.0, 2.5, 10.0];

/// Times by how long they were.
#[derive(Debug, Default)]
pub struct Histogram {
    buckets: [AtomicU64; BOUNDS.len() + 1],
    nanos: AtomicU64,
}

/// A histogram at one moment.
#[derive(Debug)]
pub struct Spread {
    /// All times together, in seconds.
    pub sum: f64,
    /// How many there were.
    pub count: u64,
    /// How many were in each bucket and in none before it, by its upper bound.
    pub buckets: Vec<(f64, u64)>,
}

impl Histogram {
    /// Counts a time.
    pub fn count(&self, time: Duration) {
        let seconds = time.as_secs_f64();
        let bucket = BOUNDS.iter().position(|bound| seconds <= *bound).unwrap_or(BOUNDS.len());
        self.buckets[bucket].fetch_add(1, Relaxed);
        self.nanos.fetch_add(u64::try_from(time.as_nanos()).unwrap_or(u64::MAX), Relaxed);
    }

    /// What was counted so far.
    pub fn read(&self) -> Spread {
        let counts = self.buckets.iter().map(|bucket| bucket.load(Relaxed));
        let bounds = BOUNDS.into_iter().chain([f64::INFINITY]);
        let buckets: Vec<_> = bounds.zip(counts).collect();
        Spread {
            sum: Duration::from_nanos(self.nanos.load(Relaxed)).as_secs_f64(),
            count: buckets.iter().map(|(_, count)| count).sum(),
            buckets,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_is_in_the_first_bucket_that_holds_it() {
        let histogram = Histogram::default();
        for millis in [1, 1, 2, 60_000] {
            histogram.count(Duration::from_millis(millis));
        }
        let Spread { sum, count, buckets } = histogram.read();
        assert_eq!((sum, count), (60.004, 4));
        assert_eq!(buckets[1..3], [(0.001, 2), (0.002_5, 1)]);
        assert_eq!(buckets.last(), Some(&(f64::INFINITY, 1)));
    }
}
