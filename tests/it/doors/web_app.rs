//! The web app's own documents pass the guard, with room to spare.

use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    path::{Path, PathBuf},
};

use async_graphql::{
    Variables,
    parser::{
        parse_query,
        types::{BaseType, Type},
    },
};
use cairn::{config::Limits, guard::Guard};
use serde_json::{Map, Value, json};

/// The text of each definition below `folder`, by its name.
fn definitions(folder: &Path) -> BTreeMap<String, String> {
    let mut definitions = BTreeMap::new();
    for file in files(folder) {
        let mut name = String::new();
        for line in fs::read_to_string(file).unwrap().lines() {
            let mut words = line.split(|letter: char| !letter.is_alphanumeric());
            if let Some("query" | "mutation" | "subscription" | "fragment") = words.next() {
                words.next().unwrap_or_default().clone_into(&mut name);
            }
            let text: &mut String = definitions.entry(name.clone()).or_default();
            text.push_str(line);
            text.push('\n');
        }
    }
    definitions
}

fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|ending| ending == "graphql") {
            found.push(path);
        }
    }
    found
}

/// An operation with the fragments that it spreads, as the web app sends it.
fn document(operation: &str, definitions: &BTreeMap<String, String>) -> String {
    let mut wanted = vec![operation.to_owned()];
    let mut text = String::new();
    let mut seen = BTreeSet::new();
    while let Some(name) = wanted.pop() {
        let Some(definition) = definitions.get(&name).filter(|_| seen.insert(name)) else {
            continue;
        };
        text += definition;
        wanted.extend(definition.split("...").skip(1).map(|rest| {
            rest.chars().take_while(|letter| letter.is_alphanumeric()).collect::<String>()
        }));
    }
    text
}

/// A value for each variable that an operation requires.
fn variables(document: &str) -> Variables {
    let document = parse_query(document).unwrap();
    let (_, operation) = document.operations.iter().next().unwrap();
    let given: Map<String, Value> = operation
        .node
        .variable_definitions
        .iter()
        .filter(|variable| !variable.node.var_type.node.nullable)
        .map(|variable| (variable.node.name.node.to_string(), some(&variable.node.var_type.node)))
        .collect();
    Variables::from_json(given.into())
}

fn some(wanted: &Type) -> Value {
    match &wanted.base {
        BaseType::List(item) => json!([some(item)]),
        BaseType::Named(name) if name == "Int" => json!(1000),
        BaseType::Named(name) if name.ends_with("Input") => json!({}),
        BaseType::Named(_) => json!("x"),
    }
}

#[test]
fn every_document_of_the_web_app_is_admitted() {
    let frontend = Path::new("frontend");
    let sdl = fs::read_to_string(frontend.join("schema.graphql")).unwrap();
    let limits = Limits::default();
    let guard = Guard::new(limits.clone(), &sdl).unwrap();
    let definitions = definitions(&frontend.join("src"));
    let mut operations = 0;
    for (name, text) in &definitions {
        if name.is_empty() || text.starts_with("fragment") {
            continue;
        }
        let document = document(name, &definitions);
        let admitted = guard.admit(&document, Some(name), &variables(&document));
        let admitted = admitted.unwrap_or_else(|problem| panic!("{name}: {problem}"));
        println!("{name}: {} values, {} bytes", admitted.cost, document.len());
        assert!(admitted.cost * 10 <= limits.document_cost * 9, "{name}: {}", admitted.cost);
        assert!(document.len() * 2 <= limits.document_bytes, "{name}: {}", document.len());
        operations += 1;
    }
    assert!(operations > 10);
}
