//! The shape of the workspace: which crate may use which, and what the dependencies may be.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use serde_json::Value;

/// `cargo metadata` of the workspace, for the platforms that the lock file knows.
fn metadata() -> Value {
    let output = Command::new(env!("CARGO"))
        .args(["metadata", "--format-version", "1", "--locked"])
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn deny_file() -> toml::Table {
    std::fs::read_to_string("deny.toml").unwrap().parse().unwrap()
}

fn strings(list: &toml::Value) -> BTreeSet<String> {
    list.as_array().unwrap().iter().map(|text| text.as_str().unwrap().to_owned()).collect()
}

/// The ordinary dependencies of each crate of the workspace, by name.
fn dependencies(metadata: &Value) -> BTreeMap<String, BTreeSet<String>> {
    let members: BTreeSet<&str> = metadata["workspace_members"]
        .as_array()
        .unwrap()
        .iter()
        .map(|id| id.as_str().unwrap())
        .collect();
    metadata["packages"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|package| members.contains(package["id"].as_str().unwrap()))
        .map(|package| {
            let ordinary = package["dependencies"]
                .as_array()
                .unwrap()
                .iter()
                .filter(|dependency| dependency["kind"].is_null())
                .map(|dependency| dependency["name"].as_str().unwrap().to_owned())
                .collect();
            (package["name"].as_str().unwrap().to_owned(), ordinary)
        })
        .collect()
}

#[test]
fn crates_use_only_what_lies_below_them() {
    let dependencies = dependencies(&metadata());
    let allowed: BTreeMap<&str, &[&str]> = BTreeMap::from([
        ("cairn", &["cairn-graphql", "cairn-domain", "cairn-migrations"][..]),
        ("cairn-graphql", &["cairn-domain"]),
        ("cairn-domain", &["cairn-entities"]),
        ("cairn-entities", &[]),
        ("cairn-migrations", &[]),
        // The bench knows the product by its command line and its public API.
        ("cairn-load", &[]),
    ]);
    let crates: BTreeSet<&str> = dependencies.keys().map(String::as_str).collect();
    assert_eq!(crates, allowed.keys().copied().collect());
    for (name, used) in &dependencies {
        let own: BTreeSet<&str> =
            used.iter().map(String::as_str).filter(|name| name.starts_with("cairn")).collect();
        let allowed: BTreeSet<&str> = allowed[name.as_str()].iter().copied().collect();
        assert!(own.is_subset(&allowed), "{name} uses {own:?}, but may use {allowed:?}");
    }
}

#[test]
fn only_the_domain_and_below_speak_to_the_database() {
    for (name, used) in dependencies(&metadata()) {
        let speaks = used.iter().any(|name| name.starts_with("sea-orm") || name == "sqlx");
        // The bench's raw servers are what the product is measured against.
        let may =
            matches!(&*name, "cairn-domain" | "cairn-entities" | "cairn-migrations" | "cairn-load");
        assert!(may || !speaks, "{name} must not be able to query");
    }
}

#[test]
fn every_licence_is_allowed() {
    let deny = deny_file();
    let allowed = strings(&deny["licenses"]["allow"]);
    let mut refused = Vec::new();
    for package in metadata()["packages"].as_array().unwrap() {
        let name = package["name"].as_str().unwrap();
        let Some(licence) = package["license"].as_str() else {
            refused.push(format!("{name}: no licence"));
            continue;
        };
        let expression = spdx::Expression::parse_mode(licence, spdx::ParseMode::LAX).unwrap();
        if !expression.evaluate(|requirement| allowed.contains(&requirement.to_string())) {
            refused.push(format!("{name}: {licence}"));
        }
    }
    assert!(refused.is_empty(), "{refused:#?}");
}

#[test]
fn nothing_banned_is_in_the_lock_file() {
    let deny = deny_file();
    let banned = strings(&deny["bans"]["deny"]);
    let lock: toml::Table = std::fs::read_to_string("Cargo.lock").unwrap().parse().unwrap();
    let found: Vec<&str> = lock["package"]
        .as_array()
        .unwrap()
        .iter()
        .filter_map(|package| package["name"].as_str())
        .filter(|name| banned.contains(*name))
        .collect();
    assert!(found.is_empty(), "{found:?}");
}
