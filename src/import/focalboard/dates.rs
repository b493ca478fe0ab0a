//! Points in time and days, as Focalboard stores them.

use chrono::{DateTime, Datelike, NaiveDate, Utc};
use serde::Deserialize;

/// The years that databases and browsers agree on.
const YEARS: std::ops::RangeInclusive<i32> = 1..=9999;

/// One day, or the first and last of several.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Days {
    /// The first day, of a range only.
    pub(super) start: Option<NaiveDate>,
    /// The last day, or the only one.
    pub(super) end: NaiveDate,
}

/// The moment `milliseconds` after 1970; none for zero and less, which mean "unset" there.
pub(super) fn moment(milliseconds: i64) -> Option<DateTime<Utc>> {
    DateTime::from_timestamp_millis(milliseconds)
        .filter(|moment| milliseconds > 0 && YEARS.contains(&moment.year()))
}

/// The value of a date property: an object of milliseconds as JSON text, or in old archives the
/// milliseconds alone. Days are stored as noon UTC. None where it is neither.
pub(super) fn days(value: &str) -> Option<Days> {
    let Range { from, to } = match value.trim().parse() {
        Ok(day) => Range { from: Some(day), to: None },
        Err(_) => serde_json::from_str(value).ok()?,
    };
    let day = |milliseconds: Option<i64>| moment(milliseconds?).map(|moment| moment.date_naive());
    match (day(from), day(to)) {
        (Some(from), Some(to)) if from == to => Some(Days { start: None, end: to }),
        (Some(from), Some(to)) => Some(Days { start: Some(from.min(to)), end: from.max(to) }),
        (Some(day), None) | (None, Some(day)) => Some(Days { start: None, end: day }),
        (None, None) => None,
    }
}

impl Days {
    /// The first day, or the only one.
    pub(super) fn first(self) -> NaiveDate {
        self.start.unwrap_or(self.end)
    }

    /// As a person reads it.
    pub(super) fn readable(self) -> String {
        match self.start {
            Some(start) => format!("{start} to {}", self.end),
            None => self.end.to_string(),
        }
    }
}

#[derive(Deserialize)]
struct Range {
    #[serde(default)]
    from: Option<i64>,
    #[serde(default)]
    to: Option<i64>,
}

#[cfg(test)]
mod tests {
    use super::*;

    fn date(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn a_day_a_range_and_the_old_form() {
        let one = Days { start: None, end: date("2022-11-22") };
        assert_eq!(days(r#"{"from":1669118400000}"#), Some(one));
        assert_eq!(days("1669118400000"), Some(one));
        assert_eq!(days(r#"{"from":1669118400000,"to":1669118400000}"#), Some(one));
        let range = Days { start: Some(date("2022-11-22")), end: date("2022-11-24") };
        assert_eq!(days(r#"{"from":1669118400000,"to":1669291200000}"#), Some(range));
        assert_eq!(days(r#"{"to":1669118400000,"from":1669291200000}"#), Some(range));
    }

    #[test]
    fn what_is_no_date_is_none() {
        for value in ["", "soon", "{}", "[]", "0", "-5", r#"{"from":"x"}"#, "9223372036854775807"] {
            assert_eq!(days(value), None, "{value:?}");
        }
    }
}
