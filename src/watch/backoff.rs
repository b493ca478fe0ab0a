//! How long to wait before the next attempt.

use std::time::Duration;

const SHORTEST: Duration = Duration::from_millis(250);
const LONGEST: Duration = Duration::from_secs(10);

/// Doubles from a quarter of a second to ten seconds. Each wait is shortened by up to a half, so
/// that many clients do not come back to a restarted server at the same moment.
#[derive(Debug, Default)]
pub(super) struct Backoff {
    attempts: u32,
}

impl Backoff {
    /// The next wait.
    pub(super) fn next(&mut self) -> Duration {
        self.shortened(rand::random_range(0.0..0.5))
    }

    /// Begins anew: the last attempt came to something.
    pub(super) fn reset(&mut self) {
        self.attempts = 0;
    }

    fn shortened(&mut self, by: f64) -> Duration {
        let doubled = 2_u32.saturating_pow(self.attempts);
        self.attempts = self.attempts.saturating_add(1);
        SHORTEST.saturating_mul(doubled).min(LONGEST).mul_f64(1.0 - by)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn waits_grow_to_ten_seconds_and_begin_anew() {
        let mut backoff = Backoff::default();
        let waits: Vec<u128> = (0..8).map(|_| backoff.shortened(0.0).as_millis()).collect();
        assert_eq!(waits, [250, 500, 1_000, 2_000, 4_000, 8_000, 10_000, 10_000]);
        assert_eq!(backoff.shortened(0.5).as_millis(), 5_000);
        for _ in 0..100 {
            backoff.next();
        }
        assert!(backoff.next() > Duration::from_secs(5) - Duration::from_millis(1));
        backoff.reset();
        assert!(backoff.next() <= SHORTEST);
    }
}
