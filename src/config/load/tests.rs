//! Where settings come from, and that the example tells the truth.

use std::io::Write;

use tempfile::NamedTempFile;

use super::*;

const EXAMPLE: &str = include_str!("../../../cairn.example.toml");

fn file(text: &str) -> NamedTempFile {
    let mut file = NamedTempFile::new().unwrap();
    file.write_all(text.as_bytes()).unwrap();
    file
}

fn flags(file: &NamedTempFile) -> Flags {
    Flags { config: Some(file.path().to_owned()), ..Flags::default() }
}

#[test]
fn the_example_is_the_defaults() {
    let config = load(&flags(&file(EXAMPLE))).unwrap().config;
    assert_eq!(config, Config::default());
}

#[test]
fn the_example_uncommented_is_the_defaults_too() {
    let settings: String = EXAMPLE
        .lines()
        .filter_map(|line| match line.strip_prefix("# ") {
            Some(rest) if rest.split_once(" = ").is_some_and(|(key, _)| is_key(key)) => Some(rest),
            Some(_) => None,
            None => Some(line),
        })
        .filter(|line| {
            !["database_url", "public_url", "metrics_listen"]
                .iter()
                .any(|key| line.starts_with(key))
        })
        .fold(String::new(), |text, line| text + line + "\n");
    let config = load(&flags(&file(&settings))).unwrap().config;
    assert_eq!(config, Config::default());
}

#[test]
fn the_example_mentions_every_key() {
    for key in known_keys() {
        let name = key.strip_prefix("limits_").unwrap_or(&key);
        assert!(
            EXAMPLE.lines().any(|line| line.starts_with(&format!("# {name} = "))),
            "cairn.example.toml does not explain {key}"
        );
    }
}

#[test]
fn an_unknown_key_is_named() {
    let error = load(&flags(&file("lisen = \"127.0.0.1:1\""))).unwrap_err().to_string();
    assert!(error.contains("lisen"), "{error}");
    let error = load(&flags(&file("[limits]\nbody_bites = 1"))).unwrap_err().to_string();
    assert!(error.contains("body_bites"), "{error}");
}

#[test]
fn a_flag_is_over_the_file() {
    let file = file("listen = \"127.0.0.1:1\"\nlog = \"warn\"");
    let flags = Flags { listen: "127.0.0.1:2".parse().ok(), ..flags(&file) };
    let config = load(&flags).unwrap().config;
    assert_eq!(config.listen.port(), 2);
    assert_eq!(config.log, "warn");
}

#[test]
fn numbers_that_serve_nobody_are_refused() {
    for text in [
        "database_connections = 0",
        "session_days = 0",
        "session_days = 4000000000",
        "[limits]\nconnections = 0",
        "[limits]\nstall_seconds = 9223372036854775807",
    ] {
        let error = load(&flags(&file(text))).unwrap_err().to_string();
        let key = text.trim_start_matches("[limits]\n").split(' ').next().unwrap();
        assert!(error.contains(key) && error.contains("must be"), "{error}");
    }
    load(&flags(&file("[limits]\nshared_event_bytes = 0"))).unwrap();
}

#[test]
fn a_secret_comes_from_its_file() {
    let secret = file("postgres://cairn:hunter2@db/cairn\n");
    let path = secret.path().display().to_string();
    let settings = file(&format!("database_url_file = \"{path}\""));
    let config = load(&flags(&settings)).unwrap().config;
    assert_eq!(config.database().expose(), "postgres://cairn:hunter2@db/cairn");

    let both = file(&format!("database_url = \"x\"\ndatabase_url_file = \"{path}\""));
    assert!(matches!(load(&flags(&both)), Err(ConfigError::Twice { key: "database_url" })));
}

#[test]
fn proxies_are_a_list_or_a_text() {
    for text in ["[\"10.0.0.0/8\", \"::1/128\"]", "\"10.0.0.0/8, ::1/128\""] {
        let settings = file(&format!("trusted_proxies = {text}"));
        assert_eq!(load(&flags(&settings)).unwrap().config.trusted_proxies.len(), 2);
    }
}

fn is_key(text: &str) -> bool {
    text.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_')
}
