//! Archives made to hurt: each is refused with one line that names the place, or does no harm.

use cairn::import::focalboard::{ArchiveError, ArchiveLimits, Bound, ReadOptions};
use serde_json::{Value, json};

use super::archives::{
    block, board, card, jsonl, kanban, only_board, read, read_with, refusal, version_1, version_2,
    zipped,
};

const MIB: usize = 1024 * 1024;

fn bound(bytes: &[u8], limits: ArchiveLimits) -> Option<Bound> {
    match read_with(bytes, &limits, &ReadOptions::default()) {
        Err(ArchiveError::OverLimit { bound, .. }) => Some(bound),
        Err(other) => panic!("refused for another reason: {other}"),
        Ok(_) => None,
    }
}

fn with(change: impl FnOnce(&mut ArchiveLimits)) -> ArchiveLimits {
    let mut limits = ArchiveLimits::default();
    change(&mut limits);
    limits
}

fn small() -> Vec<u8> {
    version_2(&[board(&["a"]), card("c1", json!({"status": "a"}))])
}

#[test]
fn lines_may_be_long() {
    let long = "long line ".repeat(MIB);
    let lines = [board(&[]), card("c1", json!({})), block("t1", "text", "c1", &long, json!({}))];
    assert_eq!(only_board(&lines).draft.cards[0].body, long.trim_end());
    let archive = read(&version_1(&lines)).unwrap();
    assert_eq!(archive.boards[0].draft.cards[0].body.len(), long.len() - 1);
}

#[test]
fn ten_thousand_cards_in_one_order_are_fine() {
    let ids: Vec<String> = (0..10_000).map(|number| format!("card{number:05}")).collect();
    let mut lines = vec![board(&["a"])];
    let order: Vec<&String> = ids.iter().rev().collect();
    lines.push(kanban("v1", json!({"groupById": "status", "cardOrder": order})));
    lines.extend(ids.iter().map(|id| card(id, json!({"status": "a"}))));
    let board = only_board(&lines);
    assert_eq!(board.draft.cards.len(), ids.len());
    assert_eq!(board.draft.cards[0].title, "card09999");
}

#[test]
fn every_bound_holds() {
    let bytes = small();
    assert_eq!(bound(&bytes, ArchiveLimits::default()), None);
    let cases = [
        (with(|limits| limits.file_bytes = 100), Bound::FileBytes),
        (with(|limits| limits.decompressed_bytes = 100), Bound::DecompressedBytes),
        (with(|limits| limits.line_bytes_total = 300), Bound::LineBytesTotal),
        (with(|limits| limits.line_bytes = 100), Bound::LineBytes),
        (with(|limits| limits.lines = 2), Bound::Lines),
        (with(|limits| limits.entries = 1), Bound::Entries),
        (with(|limits| limits.directory_bytes = 50), Bound::DirectoryBytes),
    ];
    for (limits, expected) in cases {
        assert_eq!(bound(&bytes, limits), Some(expected));
    }
}

#[test]
fn bombs_are_refused_wherever_they_lie() {
    let limits = with(|limits| {
        limits.ratio_free_bytes = MIB as u64;
        limits.line_bytes = MIB as u64;
    });
    let zeros = vec![0_u8; 2 * MIB];
    for name in ["b1/board.jsonl", "b1/picture.png", "readme.txt", "version.json"] {
        let bytes = zipped([(name, &zeros)]);
        assert!(bytes.len() < MIB / 100);
        let expected = if name.contains("json") { Bound::LineBytes } else { Bound::Ratio };
        assert_eq!(bound(&bytes, limits), Some(expected), "{name}");
    }
    let blank_lines = zipped([("b1/board.jsonl", "\n".repeat(2 * MIB))]);
    assert_eq!(bound(&blank_lines, limits), Some(Bound::Ratio));
}

#[test]
fn a_declared_size_is_not_believed() {
    let mut bytes = zipped([("b1/board.jsonl", " ".repeat(MIB))]);
    let declared = u32::try_from(MIB).unwrap().to_le_bytes();
    let mut at = 0;
    while let Some(found) = bytes[at..].windows(4).position(|window| window == declared) {
        at += found;
        bytes[at..at + 4].copy_from_slice(&7_u32.to_le_bytes());
    }
    let limits = with(|limits| limits.decompressed_bytes = 1000);
    let refused = read_with(&bytes, &limits, &ReadOptions::default());
    assert!(
        matches!(refused, Err(ArchiveError::OverLimit { .. } | ArchiveError::DamagedEntry { .. })),
        "{refused:?}"
    );
}

#[test]
fn names_that_leave_the_archive_are_refused() {
    let lines = jsonl(&[board(&[])]);
    for name in ["../board.jsonl", "/b1/board.jsonl", "b1/../../x", "b1\\board.jsonl", "C:/x"] {
        let bytes = zipped([("b1/board.jsonl", lines.as_str()), (name, "x")]);
        let refused = refusal(&bytes);
        assert!(refused.contains("is refused"), "{name}: {refused}");
    }
}

/// Changes the two bytes at `offset` of every header of the zip file.
fn patch_headers(bytes: &mut [u8], local: usize, central: usize, value: u16) {
    for at in 0..bytes.len() - 50 {
        let offset = match &bytes[at..at + 4] {
            b"PK\x03\x04" => local,
            b"PK\x01\x02" => central,
            _ => continue,
        };
        bytes[at + offset..at + offset + 2].copy_from_slice(&value.to_le_bytes());
    }
}

#[test]
fn encrypted_entries_and_unknown_methods_are_refused() {
    let mut encrypted = small();
    patch_headers(&mut encrypted, 6, 8, 1);
    assert!(refusal(&encrypted).contains("encrypted"));
    let mut unknown = small();
    patch_headers(&mut unknown, 8, 10, 98);
    assert!(refusal(&unknown).contains("method not supported"), "{}", refusal(&unknown));
}

#[test]
fn two_entries_of_one_name_are_refused() {
    let mut bytes = zipped([("b1/board.jsonl", "{}"), ("b2/board.jsonl", "{}")]);
    for at in 0..bytes.len() - 2 {
        if &bytes[at..at + 3] == b"b2/" {
            bytes[at + 1] = b'1';
        }
    }
    assert!(refusal(&bytes).contains("same name"));
}

#[test]
fn the_large_form_of_zip_files_is_refused() {
    let mut bytes = small();
    let end = bytes.windows(4).rposition(|window| window == b"PK\x05\x06").unwrap();
    let mut locator = b"PK\x06\x07".to_vec();
    locator.extend([0xff; 16]);
    bytes.splice(end..end, locator);
    assert!(refusal(&bytes).contains("zip64"));
}

#[test]
fn a_zip_in_a_zip_is_not_opened() {
    let inner = small();
    let lines = jsonl(&[board(&[])]);
    let bytes = zipped([("inner.zip", inner.as_slice()), ("b1/board.jsonl", lines.as_bytes())]);
    let archive = read(&bytes).unwrap();
    assert_eq!(archive.boards.len(), 1);
    assert_eq!(archive.rest.ignored_entries, ["inner.zip"]);
}

#[test]
fn cut_and_damaged_files_are_refused() {
    let bytes = small();
    for cut in [5, bytes.len() / 2, bytes.len() - 1] {
        refusal(&bytes[..cut]);
    }
    let mut damaged = bytes.clone();
    let data = bytes.windows(12).position(|window| window == b"board.jsonl{").unwrap_or(120);
    damaged[data + 20] ^= 0xff;
    refusal(&damaged);
}

#[test]
fn bad_lines_are_named() {
    let refused = |line: &str| {
        let lines = format!("{}\n{line}\n", board(&[]));
        refusal(&zipped([("b1/board.jsonl", lines)]))
    };
    let deep = format!("{{\"type\":\"block\",\"data\":{}", "[".repeat(100_000));
    let cases = [
        ("nonsense", "expected"),
        ("{\"type\":\"block\"}", "missing field `data`"),
        ("{\"type\":\"block\",\"data\":7}", "invalid type"),
        ("{\"type\":\"block\",\"data\":{\"id\":\"x\"}}", "missing field `type`"),
        ("{\"type\":\"block\",\"data\":{\"id\":5,\"type\":\"card\"}}", "invalid type"),
        ("{\"type\":\"block\",\"data\":{\"id\":\"\",\"type\":\"card\"}}", "cannot be an id"),
        (
            "{\"type\":\"block\",\"data\":{\"id\":\"a\\u0000b\",\"type\":\"card\"}}",
            "cannot be an id",
        ),
        (
            "{\"type\":\"block\",\"data\":{\"id\":\"x\",\"type\":\"card\",\"boardId\":\"b9\"}}",
            "not in this archive",
        ),
        (
            "{\"type\":\"block\",\"data\":{\"id\":\"x\",\"id\":\"y\",\"type\":\"card\"}}",
            "duplicate field",
        ),
        ("{\"type\":\"board\",\"data\":{\"id\":\"b2\"}}", "a second board"),
        (
            "{\"type\":\"boardMember\",\"data\":{\"boardId\":\"b9\",\"userId\":\"u\"}}",
            "not in this archive",
        ),
        (&deep, "nested more than 64 deep"),
    ];
    for (line, why) in cases {
        let message = refused(line);
        assert!(message.starts_with("\"b1/board.jsonl\", line 2: "), "{message}");
        assert!(message.contains(why), "{message} should say {why}");
    }
}

#[test]
fn texts_that_are_no_unicode_are_refused() {
    let mut lines = jsonl(&[board(&[])]).into_bytes();
    lines.extend(
        b"{\"type\":\"block\",\"data\":{\"id\":\"c\",\"type\":\"card\",\"title\":\"\xff\xfe\"}}\n",
    );
    assert!(refusal(&zipped([("b1/board.jsonl", &lines)])).contains("line 2"));
    let surrogate = format!(
        "{}\n{}",
        board(&[]),
        r#"{"type":"block","data":{"id":"c","type":"card","title":"\ud800"}}"#
    );
    assert!(refusal(&zipped([("b1/board.jsonl", surrogate)])).contains("line 2"));
}

#[test]
fn ids_that_stand_twice_are_refused() {
    let twice = [board(&[]), card("c1", json!({})), card("c1", json!({}))];
    assert!(refusal(&version_2(&twice)).contains("line 3: the id \"c1\" stands here"));
    assert!(refusal(&version_2(&[board(&["a", "a"])])).contains("\"a\""));
    let lines = jsonl(&[board(&[])]);
    let boards = zipped([("b1/board.jsonl", &lines), ("b2/board.jsonl", &lines)]);
    assert!(refusal(&boards).contains("\"b2/board.jsonl\", line 1"));
    assert!(refusal(&version_1(&[board(&[]), board(&[])])).contains("line 3"));
}

#[test]
fn wrong_types_in_fields_are_refused_and_loose_values_are_not() {
    let with_fields =
        |kind: &str, fields: Value| version_2(&[board(&[]), block("x", kind, "b1", "x", fields)]);
    for (kind, fields) in [
        ("card", json!("text")),
        ("card", json!({"contentOrder": "x", "properties": []})),
        ("card", json!({"contentOrder": [1]})),
        ("card", json!({"properties": {"p": [["nested"]]}})),
        ("view", json!({"viewType": "board", "cardOrder": {"a": 1}})),
        ("checkbox", json!({"value": "yes"})),
    ] {
        refusal(&with_fields(kind, fields));
    }
    for properties in
        [json!({"p": 5}), json!({"p": null}), json!({"p": {"from": 1}}), json!({"p": [1, true]})]
    {
        read(&with_fields("card", json!({"properties": properties}))).unwrap();
    }
}

#[test]
fn orders_that_name_themselves_or_each_other_end() {
    let lines = [
        board(&[]),
        block(
            "c1",
            "card",
            "b1",
            "one",
            json!({"contentOrder": ["c1", ["t1", ["c1"]], "c2", "t1"]}),
        ),
        block("c2", "card", "b1", "two", json!({"contentOrder": ["c1"]})),
        block("t1", "text", "c1", "words", json!({})),
        block("t2", "text", "t2", "its own parent", json!({})),
    ];
    let board = only_board(&lines);
    assert_eq!(board.draft.cards[0].body, "words");
    assert_eq!(board.report.dangling.content_order, 5);
    assert_eq!(board.report.orphaned_blocks["text"], 1);
}

#[test]
fn one_bad_board_refuses_the_whole_file() {
    let good = jsonl(&[board(&[]), card("c1", json!({}))]);
    let bytes = zipped([("b1/board.jsonl", good.as_str()), ("b2/board.jsonl", "{]\n")]);
    assert!(refusal(&bytes).starts_with("\"b2/board.jsonl\", line 1"));
    let empty = zipped([("b1/board.jsonl", good.as_str()), ("b2/board.jsonl", "")]);
    assert!(refusal(&empty).contains("no line of this entry makes a board"));
}
