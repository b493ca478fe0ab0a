//! The bounds that the operator has set, so that use can be seen beside them.

use super::{Report, Source};
use crate::config::Config;

/// Every setting that is a bound.
#[derive(Debug)]
pub struct ConfiguredLimits(Vec<(String, u64)>);

impl ConfiguredLimits {
    /// Those of `config`: all numbers among its limits, and among its own keys.
    ///
    /// # Panics
    ///
    /// Never: settings are plain data.
    pub fn of(config: &Config) -> Self {
        let value = serde_json::to_value(config).expect("settings are plain data");
        let mut limits = Vec::new();
        for (key, value) in value.as_object().expect("settings are a struct") {
            limits.extend(value.as_u64().map(|value| (key.clone(), value)));
            for (inner, value) in value.as_object().into_iter().flatten() {
                limits.extend(value.as_u64().map(|value| (format!("{key}.{inner}"), value)));
            }
        }
        Self(limits)
    }
}

impl Source for ConfiguredLimits {
    fn tell(&self, report: &mut Report) {
        for (key, value) in &self.0 {
            let help = "The bounds in the settings, by key, in the unit that the key names.";
            let value = usize::try_from(*value).unwrap_or(usize::MAX);
            report.level("cairn_configured_limit", help, &[("key", key)], value);
        }
    }
}
