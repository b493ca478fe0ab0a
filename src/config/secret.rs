//! A text that must not reach a log.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A text whose `Debug` output is a placeholder; [`Secret::expose`] is the one way to read it.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// Wraps a text.
    pub fn new(text: impl Into<String>) -> Self {
        Self(text.into())
    }

    /// The text itself, for the one place that needs it.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("[secret]")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn debug_output_hides_the_text() {
        let config = crate::config::Config {
            database_url: Some(Secret::new("postgres://cairn:hunter2@db/cairn")),
            ..Default::default()
        };
        assert!(!format!("{config:?}").contains("hunter2"));
    }
}
