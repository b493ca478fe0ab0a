//! `cairn import` and `cairn export`, as scripts call them.

use std::fs;
use std::path::PathBuf;
use std::process::{Command, Output, Stdio};

use serde_json::{Value, json};
use tempfile::TempDir;

use super::archives::{block, board, card, jsonl, version_1, version_2, zipped};

/// A data directory with one administrator.
struct Place {
    directory: TempDir,
}

impl Place {
    fn new() -> Self {
        let place = Self { directory: tempfile::tempdir().unwrap() };
        place.add_user("ann", &["--admin"]);
        place
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(env!("CARGO_BIN_EXE_cairn"));
        command
            .args(arguments)
            .env("CAIRN_DATA_DIR", self.directory.path().join("data"))
            .env("CAIRN_LOG", "error")
            .env_remove("CAIRN_DATABASE_URL")
            .current_dir(self.directory.path());
        command
    }

    fn run(&self, arguments: &[&str]) -> Output {
        self.command(arguments).stdin(Stdio::null()).output().unwrap()
    }

    fn add_user(&self, name: &str, flags: &[&str]) {
        use std::io::Write;
        let mut arguments = vec!["user", "add", name, "--password-stdin"];
        arguments.extend(flags);
        let mut child = self.command(&arguments).stdin(Stdio::piped()).spawn().unwrap();
        child.stdin.take().unwrap().write_all(b"correct horse").unwrap();
        assert!(child.wait().unwrap().success());
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.directory.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// The report of an import that succeeds.
    fn import(&self, arguments: &[&str]) -> Value {
        let all = [&["import", "focalboard", "--json"], arguments].concat();
        let output = self.run(&all);
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        serde_json::from_slice(&output.stdout).unwrap()
    }

    /// The one line that says why a command failed.
    fn failure(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert_eq!(output.status.code(), Some(1));
        assert!(output.stdout.is_empty());
        let why = String::from_utf8(output.stderr).unwrap();
        assert_eq!(why.lines().count(), 1, "{why}");
        why
    }

    /// The lines of an export.
    fn export(&self, arguments: &[&str]) -> Vec<Value> {
        let output = self.run(&[&["export"], arguments].concat());
        assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
        lines(&String::from_utf8(output.stdout).unwrap())
    }
}

fn lines(text: &str) -> Vec<Value> {
    text.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn of_type<'l>(lines: &'l [Value], wanted: &str) -> Vec<&'l Value> {
    lines.iter().filter(|line| line["type"] == wanted).collect()
}

fn sample() -> Vec<u8> {
    version_2(&[
        board(&["To do", "Done"]),
        card("one", json!({"status": "To do"})),
        card("two", json!({"status": "Done"})),
        block("m1", "comment", "two", "well done", json!({})),
    ])
}

#[test]
fn an_archive_is_imported_reported_and_exported() {
    let place = Place::new();
    place.file("team.boardarchive", &sample());
    let report = place.import(&["team.boardarchive", "--author", "ann=ann"]);
    let board = &report["files"][0]["boards"][0];
    assert_eq!((&board["key"], &board["isNew"]), (&json!("BOAR"), &json!(true)));
    assert_eq!(board["report"]["came"]["cards"], 2);
    assert_eq!(board["report"]["people"][0]["username"], "ann");

    let lines = place.export(&["boar"]);
    assert_eq!(lines[0]["format"], "cairn-board");
    assert_eq!(lines[0]["seq"], 1);
    let titles: Vec<_> = of_type(&lines, "card").iter().map(|card| &card["title"]).collect();
    assert_eq!(titles, ["one", "two"]);
    assert_eq!(of_type(&lines, "comment")[0]["body"], "well done");
    assert_eq!(of_type(&lines, "actor")[0]["actor"]["username"], "ann");
    assert_eq!(lines.last().unwrap()["lines"], lines.len() - 1);

    let file = place.directory.path().join("board.jsonl");
    let exported = place.run(&["export", "BOAR", "--with-log", "--out", file.to_str().unwrap()]);
    assert!(exported.status.success() && exported.stdout.is_empty());
    let with_log = self::lines(&fs::read_to_string(file).unwrap());
    assert_eq!(of_type(&with_log, "event").len(), 1);
    assert_eq!(with_log[1..lines.len() - 1], lines[1..lines.len() - 1]);
}

#[test]
fn several_files_are_imported_once() {
    let place = Place::new();
    place.file("a.boardarchive", &sample());
    place.file("b.boardarchive", &version_1(&[board(&[]), card("three", json!({}))]));
    let files = ["a.boardarchive", "b.boardarchive"];
    let keys = |report: &Value| -> Vec<(String, bool)> {
        let boards = report["files"].as_array().unwrap().iter().map(|file| &file["boards"][0]);
        boards.map(|board| (board["key"].to_string(), board["isNew"].as_bool().unwrap())).collect()
    };
    let first = keys(&place.import(&files));
    assert_eq!(first, [("\"BOAR\"".to_owned(), true), ("\"BOAR2\"".to_owned(), true)]);
    let again = keys(&place.import(&files));
    assert_eq!(again, [("\"BOAR\"".to_owned(), false), ("\"BOAR2\"".to_owned(), false)]);
}

#[test]
fn one_bad_archive_stops_them_all_with_one_line() {
    let place = Place::new();
    place.file("good.boardarchive", &sample());
    let lines = jsonl(&[board(&[])]);
    place.file("bad.boardarchive", &zipped([("../x", "x"), ("b1/board.jsonl", &lines)]));
    let why = place.failure(&["import", "focalboard", "good.boardarchive", "bad.boardarchive"]);
    assert!(why.contains("bad.boardarchive") && why.contains("\"../x\""), "{why}");
    let why = place.failure(&["export", "BOAR"]);
    assert!(why.contains("no such board"), "{why}");
}

#[test]
fn the_owner_must_be_somebody() {
    let place = Place::new();
    place.file("a.boardarchive", &sample());
    let why = place.failure(&["import", "focalboard", "a.boardarchive", "--owner", "eve"]);
    assert!(why.contains("nobody called \"eve\""), "{why}");
    place.add_user("bob", &[]);
    place.import(&["a.boardarchive", "--owner", "bob"]);
    let lines = place.export(&["BOAR"]);
    let bob = of_type(&lines, "actor")
        .into_iter()
        .find(|line| line["actor"]["username"] == "bob")
        .unwrap();
    assert_eq!(
        of_type(&lines, "member"),
        [&json!({
            "type": "member", "user": bob["actor"]["id"], "role": "ADMIN",
        })]
    );
}

#[test]
fn a_readable_report_has_no_control_characters() {
    let place = Place::new();
    let mut named = board(&["a"]);
    named["data"]["title"] = json!("\u{1b}[31mRed\nboard");
    place.file("a.boardarchive", &version_2(&[named, card("one", json!({"status": "a"}))]));
    let output = place.run(&["import", "focalboard", "a.boardarchive"]);
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(text.contains("[31mRed board: 1 card, 1 column"), "{text}");
    assert!(text.chars().all(|c| !c.is_control() || c == '\n'));
}
