//! Moments before now, as the content writes them.

use std::str::FromStr;

use chrono::{DateTime, Duration, NaiveTime, Utc};
use serde::Deserialize;

/// `21d 09:05` is five past nine (UTC) on the day that is 21 days ago; `20h` and `45m` are so long
/// before now.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(try_from = "String")]
pub(super) enum When {
    Day { ago: u16, time: NaiveTime },
    Ago(Duration),
}

impl When {
    pub(super) fn before(self, now: DateTime<Utc>) -> DateTime<Utc> {
        match self {
            Self::Ago(time) => now - time,
            Self::Day { ago, time } => {
                (now.date_naive() - Duration::days(i64::from(ago))).and_time(time).and_utc()
            }
        }
    }
}

/// Why a text is no moment.
#[derive(Debug, thiserror::Error)]
#[error("`{0}` is not written like `21d 09:05`, `20h` or `45m`")]
pub(super) struct NoMoment(String);

impl FromStr for When {
    type Err = NoMoment;

    fn from_str(text: &str) -> Result<Self, NoMoment> {
        let read = || {
            if let Some((day, time)) = text.split_once("d ") {
                // Today at a fixed time may not have come yet.
                let ago = day.parse().ok().filter(|ago| *ago > 0)?;
                return Some(Self::Day {
                    ago,
                    time: NaiveTime::parse_from_str(time, "%H:%M").ok()?,
                });
            }
            let (number, unit) = text.split_at_checked(text.len().checked_sub(1)?)?;
            let number: u16 = number.parse().ok()?;
            match unit {
                "h" => Some(Self::Ago(Duration::hours(i64::from(number)))),
                "m" => Some(Self::Ago(Duration::minutes(i64::from(number)))),
                _ => None,
            }
        };
        read().ok_or_else(|| NoMoment(text.to_owned()))
    }
}

impl TryFrom<String> for When {
    type Error = NoMoment;

    fn try_from(text: String) -> Result<Self, NoMoment> {
        text.parse()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_count_back_from_now() {
        let now: DateTime<Utc> = "2026-11-22T00:30:00Z".parse().unwrap();
        let before = |text: &str| text.parse::<When>().unwrap().before(now).to_rfc3339();
        assert_eq!(before("21d 09:05"), "2026-11-01T09:05:00+00:00");
        assert_eq!(before("1d 23:59"), "2026-11-21T23:59:00+00:00");
        assert_eq!(before("20h"), "2026-11-21T04:30:00+00:00");
        assert_eq!(before("45m"), "2026-11-21T23:45:00+00:00");
    }

    #[test]
    fn what_may_not_have_happened_yet_is_refused() {
        for text in ["", "h", "0d 09:00", "d 09:00", "1d", "1d 9", "-1h", "1w", "3ü"] {
            assert!(text.parse::<When>().is_err(), "{text}");
        }
    }
}
