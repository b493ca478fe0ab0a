//! Puts file, environment and flags together, the later over the earlier.

use std::{
    net::SocketAddr,
    path::{Path, PathBuf},
};

use figment::{
    Figment,
    providers::{Env, Format, Serialized, Toml},
};
use serde::{Deserialize, Deserializer, Serialize};

use super::{Config, Secret};

const PREFIX: &str = "CAIRN_";
/// Variables that are read, but not as settings: the settings' file, and what `cairn watch` shows.
const NO_SETTINGS: &[&str] = &["config", "token"];
/// Limits that 0 switches off what they are for: caches, and the time to finish.
const CAN_BE_OFF: &[&str] = &["document_cache_bytes", "shared_event_bytes", "shutdown_seconds"];
/// The longest time that a limit can be.
const LONGEST_SECONDS: u64 = 24 * 60 * 60;

/// Keys that a flag can set. Every other key is for the file and the environment.
#[derive(Debug, Clone, Default, Serialize, clap::Args)]
pub struct Flags {
    /// TOML file with settings.
    #[arg(long, global = true, env = "CAIRN_CONFIG", value_name = "FILE")]
    #[serde(skip)]
    pub config: Option<PathBuf>,
    /// Address and port to listen on; port 0 takes a free one.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub listen: Option<SocketAddr>,
    /// Address and port where Prometheus fetches figures, from anybody who asks.
    #[arg(long, global = true, value_name = "ADDRESS")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metrics_listen: Option<SocketAddr>,
    /// Directory of everything that Cairn keeps on disk.
    #[arg(long, global = true, value_name = "DIR")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub data_dir: Option<PathBuf>,
    /// The database, as the example file explains it.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub database_url: Option<String>,
    /// Where people reach the server.
    #[arg(long, global = true, value_name = "URL")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Filter of log lines, such as "info,cairn=debug".
    #[arg(long, global = true, value_name = "FILTER")]
    #[serde(skip_serializing_if = "Option::is_none")]
    pub log: Option<String>,
}

/// Settings, and what was odd about them.
#[derive(Debug)]
pub struct Loaded {
    /// The settings.
    pub config: Config,
    /// Variables named `CAIRN_...` that no setting reads. Scripts around Cairn have variables of
    /// their own, so these are told and not refused.
    pub unknown_variables: Vec<String>,
}

/// Why there are no settings.
#[derive(Debug, thiserror::Error)]
pub enum ConfigError {
    /// A key is unknown, or its value is of no use.
    #[error("{0}")]
    Invalid(Box<figment::Error>),
    /// A file that was named cannot be read.
    #[error("cannot read {path}: {source}")]
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        source: std::io::Error,
    },
    /// A number with which the server could not work.
    #[error("`{key}` must be {least} to {most}")]
    OutOfRange {
        /// The key.
        key: String,
        /// The smallest that it can be.
        least: u64,
        /// The largest.
        most: u64,
    },
    /// A secret is given twice.
    #[error("`{key}` and `{key}_file` exclude each other")]
    Twice {
        /// The key.
        key: &'static str,
    },
}

/// Reads the settings.
pub fn load(flags: &Flags) -> Result<Loaded, ConfigError> {
    let mut figment = Figment::new();
    if let Some(path) = &flags.config {
        figment = figment.merge(Toml::string(&read(path)?));
    }
    // A variable without a value is not set: that is how compose files and units write it.
    let given: Vec<String> = Env::prefixed(PREFIX)
        .iter()
        .filter(|(_, value)| !value.is_empty())
        .map(|(key, _)| key.as_str().to_ascii_lowercase())
        .collect();
    let (known, unknown): (Vec<_>, Vec<_>) = {
        let keys = known_keys();
        given.into_iter().partition(|key| keys.contains(key))
    };
    let unknown_variables = unknown
        .into_iter()
        .filter(|key| !NO_SETTINGS.contains(&&**key))
        .map(|key| format!("{PREFIX}{}", key.to_ascii_uppercase()))
        .collect();
    let environment = Env::prefixed(PREFIX).filter_map(move |key| {
        let key = key.as_str().to_ascii_lowercase();
        known.contains(&key).then(|| match key.strip_prefix("limits_") {
            Some(limit) => format!("limits.{limit}").into(),
            None => key.into(),
        })
    });
    let mut config: Config = figment
        .merge(environment)
        .merge(Serialized::defaults(flags))
        .extract_lossy()
        .map_err(|error| ConfigError::Invalid(Box::new(error)))?;
    read_secrets(&mut config)?;
    check_ranges(&config)?;
    Ok(Loaded { config, unknown_variables })
}

/// Reads a list that is either written as one or as a text with commas.
pub(super) fn list<'de, D, T>(deserializer: D) -> Result<Vec<T>, D::Error>
where
    D: Deserializer<'de>,
    T: Deserialize<'de> + std::str::FromStr,
    T::Err: std::fmt::Display,
{
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written<T> {
        List(Vec<T>),
        Text(String),
    }
    match Written::deserialize(deserializer)? {
        Written::List(items) => Ok(items),
        Written::Text(text) => text
            .split(',')
            .map(str::trim)
            .filter(|item| !item.is_empty())
            .map(|item| item.parse().map_err(serde::de::Error::custom))
            .collect(),
    }
}

/// Every key, those of `limits` with that prefix, as the environment writes them in lower case.
pub(super) fn known_keys() -> Vec<String> {
    let full = Config {
        database_url: Some(Secret::new("")),
        database_url_file: Some(PathBuf::new()),
        metrics_listen: Some(Config::default().listen),
        public_url: Some(super::PublicUrl::of_address(Config::default().listen)),
        ..Config::default()
    };
    let value = serde_json::to_value(full).expect("settings are plain data");
    let mut keys = Vec::new();
    for (key, value) in value.as_object().expect("settings are a struct") {
        match value.as_object() {
            Some(inner) => keys.extend(inner.keys().map(|name| format!("{key}_{name}"))),
            None => keys.push(key.clone()),
        }
    }
    keys
}

/// Refuses numbers with which nobody could be served, or a moment could not be reckoned.
fn check_ranges(config: &Config) -> Result<(), ConfigError> {
    let check = |key: &str, value: u64, least, most| match value {
        value if (least..=most).contains(&value) => Ok(()),
        _ => Err(ConfigError::OutOfRange { key: key.to_owned(), least, most }),
    };
    check("database_connections", config.database_connections.into(), 1, 1_000)?;
    check("session_days", config.session_days.into(), 1, 3_650)?;
    let limits = serde_json::to_value(&config.limits).expect("limits are plain data");
    for (name, value) in limits.as_object().expect("limits are a struct") {
        let least = u64::from(!CAN_BE_OFF.contains(&&**name));
        let most = if name.ends_with("_seconds") { LONGEST_SECONDS } else { u64::MAX };
        check(&format!("limits.{name}"), value.as_u64().expect("limits are counts"), least, most)?;
    }
    Ok(())
}

fn read_secrets(config: &mut Config) -> Result<(), ConfigError> {
    if let Some(path) = &config.database_url_file {
        if config.database_url.is_some() {
            return Err(ConfigError::Twice { key: "database_url" });
        }
        config.database_url = Some(Secret::new(read(path)?.trim()));
    }
    Ok(())
}

fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path)
        .map_err(|source| ConfigError::Unreadable { path: path.to_owned(), source })
}

#[cfg(test)]
mod tests;
