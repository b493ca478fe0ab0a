//! Bytes that nobody chose: whatever they are, reading ends with boards or with an error.

use proptest::prelude::*;
use serde_json::json;

use super::archives::{
    block, board_with, card, kanban, property, read, refusal, select, version_1, version_2,
};

/// An archive with a bit of everything.
fn sample(version: u8) -> Vec<u8> {
    let lines = [
        board_with(&[
            select("status", "Status", &["a", "b"]),
            property("due", "Due", "date", &[]),
            property("who", "Who", "multiPerson", &[]),
        ]),
        kanban("v1", json!({"groupById": "status", "cardOrder": ["c2", "c1"]})),
        card("c1", json!({"status": "a", "due": "{\"from\":1669118400000}", "who": ["ann"]})),
        block("c2", "card", "b1", "two", json!({"contentOrder": ["t1", ["k1"]]})),
        block("t1", "text", "c2", "words", json!({})),
        block("k1", "checkbox", "c2", "step", json!({"value": true})),
        block("m1", "comment", "c2", "hm", json!({})),
    ];
    if version == 1 { version_1(&lines) } else { version_2(&lines) }
}

/// Reads, and looks at the answer: an archive's drafts must hold together.
fn check(bytes: &[u8]) {
    match read(bytes) {
        Err(_) => {
            refusal(bytes);
        }
        Ok(archive) => {
            for board in archive.boards {
                let draft = board.draft;
                assert!(!draft.columns.is_empty());
                for card in draft.cards {
                    assert!(card.column < draft.columns.len());
                    assert!(card.labels.iter().all(|label| *label < draft.labels.len()));
                    let people = card.assignees.iter().chain(&card.author);
                    assert!(people.into_iter().all(|person| draft.people.contains_key(person)));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 400, ..ProptestConfig::default() })]

    #[test]
    fn arbitrary_bytes_end(bytes in prop::collection::vec(any::<u8>(), 0..600)) {
        check(&bytes);
    }

    #[test]
    fn arbitrary_bytes_with_a_right_beginning_end(
        head in prop::sample::select(vec![&b"PK\x03\x04"[..], b"PK\x05\x06", b"{\"version\":1}\n"]),
        bytes in prop::collection::vec(any::<u8>(), 0..600),
    ) {
        check(&[head, &bytes].concat());
    }

    #[test]
    fn changed_archives_end(
        version in 1_u8..=2,
        changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..12),
        cut in prop::option::of(any::<prop::sample::Index>()),
    ) {
        let mut bytes = sample(version);
        for (at, value) in changes {
            let at = at.index(bytes.len());
            bytes[at] = value;
        }
        if let Some(cut) = cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        check(&bytes);
    }

    #[test]
    fn changed_lines_end(
        from in any::<prop::sample::Index>(),
        to in any::<prop::sample::Index>(),
        token in prop::sample::select(vec![
            "null", "[]", "{}", "\"\"", "-1", "1e999", "9223372036854775808", "true", ",", "\\u0000",
            "\"b1\"", "\"c1\"", "[[[[", "\n",
        ]),
    ) {
        let bytes = sample(1);
        let (from, to) = (from.index(bytes.len()), to.index(bytes.len()));
        let (from, to) = (from.min(to), from.max(to).min(from.min(to) + 30));
        check(&[&bytes[..from], token.as_bytes(), &bytes[to..]].concat());
    }
}
