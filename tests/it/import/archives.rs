//! Archives made in memory.
#![expect(clippy::needless_pass_by_value, reason = "the tests read better")]

use std::io::{Cursor, Write};

use cairn::import::focalboard::{
    Archive, ArchiveError, ArchiveLimits, ReadBoard, ReadOptions, read_archive,
};
use serde_json::{Value, json};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The id of the board that [`board`] makes.
pub const BOARD: &str = "b1";

/// A zip file with these entries, in this order.
pub fn zipped<N: AsRef<str>, C: AsRef<[u8]>>(entries: impl IntoIterator<Item = (N, C)>) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in entries {
        writer.start_file(name.as_ref(), SimpleFileOptions::default()).unwrap();
        writer.write_all(content.as_ref()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// An archive of version 2 with one board of these lines.
pub fn version_2(lines: &[Value]) -> Vec<u8> {
    zipped([("version.json", r#"{"version":2,"date":1}"#), ("b1/board.jsonl", &jsonl(lines))])
}

/// An archive of version 1 with these lines after its header.
pub fn version_1(lines: &[Value]) -> Vec<u8> {
    format!("{}\n{}", json!({"version": 1, "date": 1}), jsonl(lines)).into_bytes()
}

/// One JSON document a line.
pub fn jsonl(lines: &[Value]) -> String {
    let mut lines: Vec<String> = lines.iter().map(Value::to_string).collect();
    lines.push(String::new());
    lines.join("\n")
}

/// The line of a board with a select property `status` and these options, named as their ids.
pub fn board(options: &[&str]) -> Value {
    board_with(&[select("status", "Status", options)])
}

/// The line of a board with these properties.
pub fn board_with(properties: &[Value]) -> Value {
    json!({"type": "board", "data": {
        "id": BOARD, "title": "Board", "createdBy": "ann", "createAt": 1000, "updateAt": 2000,
        "cardProperties": properties,
    }})
}

/// A select property whose options are named as their ids.
pub fn select(id: &str, name: &str, options: &[&str]) -> Value {
    let options: Vec<Value> = options
        .iter()
        .map(|option| json!({"id": option, "value": option, "color": "propColorBlue"}))
        .collect();
    property(id, name, "select", &options)
}

/// A property.
pub fn property(id: &str, name: &str, kind: &str, options: &[Value]) -> Value {
    json!({"id": id, "name": name, "type": kind, "options": options})
}

/// The line of a block on the board.
pub fn block(id: &str, kind: &str, parent: &str, title: &str, fields: Value) -> Value {
    json!({"type": "block", "data": {
        "id": id, "type": kind, "parentId": parent, "boardId": BOARD, "title": title,
        "createdBy": "ann", "createAt": 1000, "updateAt": 1000, "fields": fields,
    }})
}

/// The line of a card with these values.
pub fn card(id: &str, values: Value) -> Value {
    block(id, "card", BOARD, id, json!({"properties": values}))
}

/// The line of a kanban view.
pub fn kanban(id: &str, fields: Value) -> Value {
    let mut fields = fields;
    fields["viewType"] = json!("board");
    block(id, "view", BOARD, id, fields)
}

/// The same line, made at another time.
pub fn at(mut line: Value, milliseconds: i64) -> Value {
    line["data"]["createAt"] = json!(milliseconds);
    line
}

/// Reads with the default limits and no options.
pub fn read(bytes: &[u8]) -> Result<Archive, ArchiveError> {
    read_with(bytes, &ArchiveLimits::default(), &ReadOptions::default())
}

/// Reads with these limits and options.
pub fn read_with(
    bytes: &[u8],
    limits: &ArchiveLimits,
    options: &ReadOptions,
) -> Result<Archive, ArchiveError> {
    read_archive(Cursor::new(bytes), limits, options)
}

/// The one board of an archive of version 2 with these lines.
pub fn only_board(lines: &[Value]) -> ReadBoard {
    let mut archive = read(&version_2(lines)).unwrap();
    assert_eq!(archive.boards.len(), 1);
    archive.boards.remove(0)
}

/// Why the archive is refused.
pub fn refusal(bytes: &[u8]) -> String {
    let error = read(bytes).expect_err("the archive is refused").to_string();
    assert!(!error.contains('\n') && error.len() < 1000, "not one readable line: {error}");
    error
}
