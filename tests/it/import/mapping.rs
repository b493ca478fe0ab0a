//! What each thing of the source becomes, where the real archives do not show it.

use cairn::import::focalboard::{ArchiveLimits, ReadBoard, ReadOptions};
use cairn_domain::import::report::PropertyUse;
use serde_json::{Value, json};

use super::archives::{
    at, block, board, board_with, card, kanban, only_board, property, read_with, select, version_2,
};

fn columns(board: &ReadBoard) -> Vec<&str> {
    board.draft.columns.iter().map(|column| column.title.as_str()).collect()
}

fn cards(board: &ReadBoard) -> Vec<(&str, &str)> {
    let columns = columns(board);
    board.draft.cards.iter().map(|card| (columns[card.column], card.title.as_str())).collect()
}

#[test]
fn columns_stand_as_the_view_shows_them() {
    let board = only_board(&[
        board(&["a", "b", "c", "d"]),
        kanban(
            "v1",
            json!({
                "groupById": "status",
                "visibleOptionIds": ["c", "gone", "a", "c"],
                "hiddenOptionIds": ["b", ""],
            }),
        ),
        card("one", json!({"status": "b"})),
    ]);
    assert_eq!(columns(&board), ["c", "a", "d", "b"]);
    assert_eq!(cards(&board), [("b", "one")]);
}

#[test]
fn cards_without_a_value_get_a_column_where_the_view_has_it() {
    let cards_and = |visible: Value| {
        only_board(&[
            board(&["a", "b"]),
            kanban("v1", json!({"groupById": "status", "visibleOptionIds": visible})),
            card("none", json!({})),
            card("gone", json!({"status": "no such option"})),
            card("b", json!({"status": ["b"]})),
        ])
    };
    let first = cards_and(json!(["a", "b"]));
    assert_eq!(columns(&first), ["No Status", "a", "b"]);
    assert_eq!(cards(&first), [("No Status", "none"), ("No Status", "gone"), ("b", "b")]);
    assert_eq!(first.report.dangling.options, 1);
    let last = cards_and(json!(["a", "b", ""]));
    assert_eq!(columns(&last), ["a", "b", "No Status"]);
}

#[test]
fn a_view_by_status_is_preferred_and_another_property_can_be_asked_for() {
    let lines = [
        board_with(&[
            select("p", "Priority", &["high", "low"]),
            select("s", "Status", &["open", "done"]),
        ]),
        kanban("v1", json!({"groupById": "p", "cardOrder": ["two", "one"]})),
        kanban("v2", json!({"groupById": "s", "cardOrder": ["one", "two"]})),
        card("one", json!({"p": "high", "s": "open"})),
        card("two", json!({"p": "high", "s": "open"})),
    ];
    let board = only_board(&lines);
    assert_eq!(columns(&board), ["open", "done"]);
    assert_eq!(cards(&board), [("open", "one"), ("open", "two")]);
    assert_eq!(board.draft.labels[0].name, "Priority: high");

    let options =
        ReadOptions { columns_from: Some("priority".to_owned()), ..ReadOptions::default() };
    let archive = read_with(&version_2(&lines), &ArchiveLimits::default(), &options).unwrap();
    let board = &archive.boards[0];
    assert_eq!(cards(board), [("high", "two"), ("high", "one")]);
    assert_eq!(board.draft.labels[0].name, "Status: open");
}

#[test]
fn without_a_property_to_group_by_there_is_one_column() {
    let board = only_board(&[
        board_with(&[property("who", "Who", "person", &[])]),
        kanban("v1", json!({"groupById": "who"})),
        card("one", json!({})),
    ]);
    assert_eq!(cards(&board), [("Cards", "one")]);
    assert_eq!(board.report.columns_from_property, None);
}

#[test]
fn cards_stand_in_the_views_order_and_the_rest_after_them_oldest_first() {
    let board = only_board(&[
        board(&["a"]),
        kanban("v1", json!({"cardOrder": ["three", "gone", "one", "three"]})),
        at(card("four", json!({"status": "a"})), 9),
        at(card("one", json!({"status": "a"})), 1),
        at(card("two", json!({"status": "a"})), 2),
        at(card("three", json!({"status": "a"})), 3),
    ]);
    let titles: Vec<_> = cards(&board).into_iter().map(|(_, title)| title).collect();
    assert_eq!(titles, ["three", "one", "two", "four"]);
    assert_eq!(board.report.dangling.card_order, 2);
    assert_eq!(board.report.unordered.cards, 2);
}

#[test]
fn content_becomes_markdown_in_its_order() {
    let blocks = [
        ("t1", "text", "Hello **you**\r\n", json!({})),
        ("k1", "checkbox", "first\nstep", json!({"value": true})),
        ("k2", "checkbox", "", json!({"value": null})),
        ("l1", "list-item", "a point\nwith more", json!({})),
        ("h1", "h2", "Heading", json!({})),
        ("q1", "quote", "one\ntwo", json!({})),
        ("d1", "divider", "", json!({})),
        ("e1", "text", " \n", json!({})),
        ("i1", "image", "", json!({"fileId": "7_x.png"})),
        ("a1", "attachment", "plan.pdf", json!({"attachmentId": "7y.pdf"})),
    ];
    let mut lines = vec![
        board(&[]),
        block(
            "c1",
            "card",
            "b1",
            "Card",
            json!({"contentOrder": [["h1", ["t1"]], "k1", "k2", "gone", "l1", "k1", "q1", "d1"]}),
        ),
    ];
    lines.extend(blocks.map(|(id, kind, title, fields)| block(id, kind, "c1", title, fields)));
    let board = only_board(&lines);
    assert_eq!(
        board.draft.cards[0].body,
        "## Heading\n\nHello **you**\n\n- [x] first step\n- [ ] (no text)\n- a point\n  with more\
         \n\n> one\n> two\n\n---\n\n_Image: 7\\_x.png (not imported)_\
         \n\n_Attachment: plan.pdf (not imported)_"
    );
    let report = &board.report;
    assert_eq!(report.came.checklist_items, 2);
    assert_eq!(report.dangling.content_order, 2);
    assert_eq!(report.unordered.content, 3);
    assert_eq!(report.files.len(), 2);
}

#[test]
fn comments_keep_author_date_and_order() {
    let mut lines = vec![
        board(&[]),
        card("c1", json!({})),
        at(block("m2", "comment", "c1", "second", json!({})), 2000),
        at(block("m1", "comment", "c1", " first\n", json!({})), 1000),
        block("m3", "comment", "c1", "\n", json!({})),
    ];
    lines[3]["data"]["createdBy"] = json!("bob");
    let options = ReadOptions {
        authors: [("bob".to_owned(), "Bob Ross".to_owned())].into(),
        ..ReadOptions::default()
    };
    let archive = read_with(&version_2(&lines), &ArchiveLimits::default(), &options).unwrap();
    let draft = &archive.boards[0].draft;
    let comments: Vec<_> = draft.cards[0]
        .comments
        .iter()
        .map(|comment| {
            let at = comment.created_at.unwrap().timestamp_millis();
            (comment.body.as_str(), comment.author.as_deref().unwrap(), at)
        })
        .collect();
    assert_eq!(comments, [("first", "bob", 1000), ("second", "ann", 2000)]);
    assert_eq!(draft.people["bob"], "Bob Ross");
    assert_eq!(draft.people["ann"], "ann");
    assert_eq!(archive.boards[0].report.texts.empty_comments, 1);
}

#[test]
fn properties_become_fields_labels_or_readable_lines() {
    let board = only_board(&[
        board_with(&[
            select("status", "Status", &["a"]),
            property(
                "tags",
                "Tags",
                "multiSelect",
                &[
                    json!({"id": "t1", "value": "ui", "color": "propColorPink"}),
                    json!({"id": "t2", "value": "api", "color": "propColorDefault"}),
                ],
            ),
            property("area", "Area", "multiSelect", &[json!({"id": "t3", "value": "UI"})]),
            property("who", "Assignee", "multiPerson", &[]),
            property("review", "Reviewer", "person", &[]),
            property("due", "Due Date", "date", &[]),
            property("points", "Points", "number", &[]),
            property("ok", "Approved", "checkbox", &[]),
            property("note", "Note", "text", &[]),
            property("by", "Created by", "createdBy", &[]),
        ]),
        card(
            "c1",
            json!({
                "status": "a",
                "tags": ["t2", "t1", "t2", "gone"],
                "area": ["t3"],
                "who": ["ann", "bob", "ann"],
                "review": "bob",
                "due": "{\"from\":1669118400000,\"to\":1669291200000}",
                "points": "2.5",
                "ok": "true",
                "note": "one\ntwo\u{0}",
                "lost": "a value",
                "blank": "",
            }),
        ),
        card("c2", json!({"points": "12abc", "due": "soon", "ok": true, "points2": 3})),
    ]);
    let draft = &board.draft;
    let names: Vec<_> = draft.labels.iter().map(|label| label.name.as_str()).collect();
    assert_eq!(names, ["ui", "api", "Area: UI"]);
    let card = &draft.cards[1];
    assert_eq!(card.title, "c1");
    assert_eq!(card.labels, [1, 0, 2]);
    assert_eq!(card.assignees, ["ann", "bob"]);
    assert_eq!(card.start_on.unwrap().to_string(), "2022-11-22");
    assert_eq!(card.due_on.unwrap().to_string(), "2022-11-24");
    assert_eq!(card.estimate, Some(2.5));
    let listed = |card: usize| -> Vec<(&str, &str)> {
        let properties = &draft.cards[card].properties;
        properties.iter().map(|listed| (listed.name.as_str(), listed.value.as_str())).collect()
    };
    assert_eq!(listed(1), [("Reviewer", "bob"), ("Approved", "yes"), ("Note", "one\ntwo")]);
    assert_eq!(listed(0), [("Due Date", "soon"), ("Points", "12abc"), ("Approved", "yes")]);

    let report = &board.report;
    assert_eq!(report.texts.cleaned, 1);
    assert_eq!(report.dangling.options, 1);
    let of = |name: &str| {
        let found = report.properties.iter().find(|property| property.name == name).unwrap();
        (found.became, found.values, found.listed)
    };
    assert_eq!(of("Status"), (PropertyUse::Columns, 1, 0));
    assert_eq!(of("Points"), (PropertyUse::Estimate, 2, 1));
    assert_eq!(of("Note"), (PropertyUse::Listed, 1, 1));
    assert_eq!(of("lost"), (PropertyUse::RawRecord, 1, 0));
    assert!(report.properties.iter().all(|property| property.name != "blank"));
}

#[test]
fn templates_deleted_unknown_and_orphaned_blocks_are_reported() {
    let mut gone = card("gone", json!({}));
    gone["data"]["deleteAt"] = json!(7);
    let board = only_board(&[
        board(&[]),
        block("t1", "card", "b1", "Bug report", json!({"isTemplate": true})),
        block("t2", "text", "t1", "steps", json!({})),
        gone,
        block("g1", "text", "gone", "words", json!({})),
        block("o1", "checkbox", "nobody", "lost", json!({})),
        block("u1", "hologram", "b1", "?", json!(5)),
        json!({"type": "sharing", "data": {}}),
    ]);
    assert!(board.draft.cards.is_empty());
    let report = &board.report;
    assert_eq!(report.templates, ["Bug report"]);
    assert_eq!(report.deleted_blocks, [("card".to_owned(), 1), ("text".to_owned(), 1)].into());
    assert_eq!(report.orphaned_blocks, [("checkbox".to_owned(), 1)].into());
    assert_eq!(report.unknown_blocks, [("hologram".to_owned(), 1)].into());
}

#[test]
fn members_are_named_and_never_added() {
    let board = only_board(&[
        board(&[]),
        json!({"type": "boardMember", "data": {
            "boardId": "b1", "userId": "eve", "schemeAdmin": true, "roles": "admin",
        }}),
    ]);
    assert_eq!(board.draft.members[0].person, "eve");
    assert_eq!(board.draft.members[0].role, "admin");
    assert_eq!(board.report.members_not_added, 1);
}
