//! The configuration.

use super::{Config, Finding, Flags, config};

const CHECK: &str = "configuration";

/// The settings, where they can be read.
pub(super) fn look(flags: &Flags) -> (Option<Config>, Vec<Finding>) {
    let loaded = match config::load(flags) {
        Ok(loaded) => loaded,
        Err(error) => {
            let advice = "correct it; cairn.example.toml explains every key";
            return (None, vec![Finding::fail(CHECK, error.to_string(), advice)]);
        }
    };
    let source = match &flags.config {
        Some(path) => format!("{} is understood", path.display()),
        None => "no file; the environment, flags and defaults decide".to_owned(),
    };
    let mut findings = vec![Finding::ok(CHECK, source)];
    for name in loaded.unknown_variables {
        let found = format!("no setting reads the variable {name}");
        findings.push(Finding::warn(CHECK, found, "look for a typing mistake, or remove it"));
    }
    (Some(loaded.config), findings)
}
