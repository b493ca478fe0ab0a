//! The contract's scalars.

use std::fmt;

use async_graphql::{InputValueError, InputValueResult, Scalar, ScalarType, Value};
use chrono::{NaiveDate, Timelike, Utc};

/// A moment, to the millisecond.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DateTime(pub chrono::DateTime<Utc>);

/// A moment: RFC 3339 in UTC, to the millisecond, such as `2026-12-01T09:30:00.000Z`. Other offsets
/// are understood in input.
#[Scalar]
impl ScalarType for DateTime {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        Ok(Self(chrono::DateTime::parse_from_rfc3339(text)?.to_utc()))
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl fmt::Display for DateTime {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (day, time) = (self.0.date_naive(), self.0.time());
        let (hour, minute, second) = (time.hour(), time.minute(), time.second());
        // A leap second is told as the last one before it.
        let millis = (time.nanosecond() / 1_000_000).min(999);
        write!(formatter, "{day}T{hour:02}:{minute:02}:{second:02}.{millis:03}Z")
    }
}

impl fmt::Display for Date {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(formatter)
    }
}

impl From<chrono::DateTime<Utc>> for DateTime {
    fn from(moment: chrono::DateTime<Utc>) -> Self {
        Self(moment)
    }
}

/// A day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Date(pub NaiveDate);

/// A day, such as `2026-12-01`.
#[Scalar]
impl ScalarType for Date {
    fn parse(value: Value) -> InputValueResult<Self> {
        let Value::String(text) = &value else {
            return Err(InputValueError::expected_type(value));
        };
        if text.len() != "2026-12-01".len() {
            return Err(InputValueError::custom("a day is written like 2026-12-01"));
        }
        Ok(Self(NaiveDate::parse_from_str(text, "%Y-%m-%d")?))
    }

    fn to_value(&self) -> Value {
        Value::String(self.to_string())
    }
}

impl From<NaiveDate> for Date {
    fn from(day: NaiveDate) -> Self {
        Self(day)
    }
}

impl From<Date> for NaiveDate {
    fn from(day: Date) -> Self {
        day.0
    }
}

/// Any JSON value.
#[derive(Clone, Debug, PartialEq)]
pub struct Json(pub serde_json::Value);

/// Any JSON value.
#[Scalar(name = "JSON")]
impl ScalarType for Json {
    fn parse(value: Value) -> InputValueResult<Self> {
        Ok(Self(value.into_json()?))
    }

    fn to_value(&self) -> Value {
        Value::from_json(self.0.clone()).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn moments_are_written_in_utc_to_the_millisecond() {
        let moment = DateTime::parse(Value::String("2026-12-01T10:30:00+01:00".to_owned()));
        let text = moment.unwrap().to_value();
        assert_eq!(text, Value::String("2026-12-01T09:30:00.000Z".to_owned()));
    }

    #[test]
    fn a_day_has_one_spelling() {
        assert!(Date::parse(Value::String("2026-12-01".to_owned())).is_ok());
        for text in ["2026-12-1", "2026-02-30", "+2026-12-0", "20261201", "", "2026-12-01Z"] {
            assert!(Date::parse(Value::String(text.to_owned())).is_err(), "{text}");
        }
    }
}
