//! Time and ids, the two things that would make a run impossible to repeat.
//!
//! Everything in Cairn that needs either takes it from the [`Domain`](crate::Domain)'s [`Clock`]
//! and [`Ids`]; a lint forbids the usual shortcuts. Tests move the clock and seed the ids.

use std::sync::atomic::{AtomicI64, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use chrono::{DateTime, NaiveDate, Utc};
use rand::rngs::StdRng;
use rand::{Rng, SeedableRng};
use uuid::{Builder, Uuid};

/// The present moment, to the millisecond: what both databases store without loss.
#[derive(Clone, Debug, Default)]
pub struct Clock {
    /// Milliseconds since 1970 where a test holds the time.
    held: Option<Arc<AtomicI64>>,
}

impl Clock {
    /// The machine's clock.
    #[must_use]
    pub fn system() -> Self {
        Self::default()
    }

    /// A clock that stands at `at` until it is moved.
    #[must_use]
    pub fn held_at(at: DateTime<Utc>) -> Self {
        Self { held: Some(Arc::new(AtomicI64::new(at.timestamp_millis()))) }
    }

    /// Moves a held clock on; does nothing to the machine's.
    pub fn advance(&self, by: chrono::Duration) {
        if let Some(held) = &self.held {
            held.fetch_add(by.num_milliseconds(), Ordering::SeqCst);
        }
    }

    /// The present moment.
    #[must_use]
    pub fn now(&self) -> DateTime<Utc> {
        let millis = match &self.held {
            Some(held) => held.load(Ordering::SeqCst),
            None => machine_millis(),
        };
        DateTime::from_timestamp_millis(millis).unwrap_or(DateTime::UNIX_EPOCH)
    }

    /// The present day, in UTC.
    #[must_use]
    pub fn today(&self) -> NaiveDate {
        self.now().date_naive()
    }
}

#[expect(clippy::disallowed_methods, reason = "the one place that reads the machine's clock")]
fn machine_millis() -> i64 {
    Utc::now().timestamp_millis()
}

/// Makes ids, which are UUIDv7, and secrets.
#[derive(Clone, Debug)]
pub struct Ids {
    clock: Clock,
    random: Arc<Mutex<StdRng>>,
}

impl Ids {
    /// Ids that nobody can guess.
    #[must_use]
    pub fn random(clock: Clock) -> Self {
        Self { clock, random: Arc::new(Mutex::new(rand::make_rng())) }
    }

    /// The same ids at each run with the same `seed` and clock.
    #[must_use]
    pub fn seeded(clock: Clock, seed: u64) -> Self {
        Self { clock, random: Arc::new(Mutex::new(StdRng::seed_from_u64(seed))) }
    }

    /// A new UUIDv7.
    #[must_use]
    pub fn uuid(&self) -> Uuid {
        let millis = u64::try_from(self.clock.now().timestamp_millis()).unwrap_or(0);
        let bytes: [u8; 10] = self.bytes();
        Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid()
    }

    /// 32 bytes for a secret.
    #[must_use]
    pub fn secret(&self) -> [u8; 32] {
        self.bytes()
    }

    fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.lock().unwrap_or_else(PoisonError::into_inner).fill_bytes(&mut bytes);
        bytes
    }
}
