use serde_json::{Value, json};

use super::*;

fn event(changes: &[Value]) -> Event {
    serde_json::from_value(json!({
        "epoch": "epoch_1",
        "seq": 128,
        "at": "2026-11-22T12:03:04Z",
        "actor": { "__typename": "User", "displayName": "Ann" },
        "changes": changes,
    }))
    .unwrap()
}

fn card(column: &str, fields: &[&str]) -> Value {
    json!({
        "__typename": "CardChanged",
        "fields": fields,
        "card": {
            "id": "card_1",
            "key": "LH-42",
            "title": "Fix the login loop",
            "column": { "id": format!("column_{column}"), "title": column },
            "archivedAt": null,
        },
    })
}

fn said(places: &mut Places, changes: &[Value]) -> String {
    line(&event(changes), places)
}

#[test]
fn a_move_tells_where_it_began_when_that_is_known() {
    let places = &mut Places::default();
    let moved = |column| card(column, &["column", "rank"]);
    assert_eq!(
        said(places, &[moved("Ready")]),
        "#128  Ann moved LH-42 \"Fix the login loop\" to Ready"
    );
    assert_eq!(
        said(places, &[moved("Review")]),
        "#128  Ann moved LH-42 \"Fix the login loop\" from Ready to Review"
    );
    assert_eq!(
        said(places, &[card("Review", &["rank"])]),
        "#128  Ann moved LH-42 \"Fix the login loop\" within Review"
    );
}

#[test]
fn what_only_makes_room_is_not_told() {
    let places = &mut Places::default();
    let mut neighbour = card("Review", &["rank"]);
    neighbour["card"]["id"] = "card_2".into();
    let line = said(places, &[neighbour.clone(), neighbour, card("Review", &["*"])]);
    assert_eq!(line, "#128  Ann made LH-42 \"Fix the login loop\" in Review");
}

#[test]
fn fields_are_told_in_words() {
    let places = &mut Places::default();
    assert_eq!(
        said(places, &[card("Ready", &["dueOn", "description", "checklist"])]),
        "#128  Ann changed the due date and description of LH-42 \"Fix the login loop\""
    );
}

#[test]
fn several_changes_are_counted() {
    let places = &mut Places::default();
    let deleted = json!({ "__typename": "ColumnDeleted", "columnId": "column_1" });
    let moved = card("Ready", &["column", "rank"]);
    assert_eq!(
        said(places, &[moved.clone(), moved, deleted]),
        "#128  Ann changed 1 column and 2 cards"
    );
}

#[test]
fn comments_deletions_and_the_unknown_have_words() {
    let places = &mut Places::default();
    said(places, &[card("Ready", &["*"])]);
    let comment = json!({
        "__typename": "CommentChanged",
        "fields": ["*"],
        "cardId": "card_1",
        "comment": { "body": "Looks\ngood \u{1b}[31mto me", "card": { "key": "LH-42", "title": "Fix" } },
    });
    assert_eq!(
        said(places, &[comment]),
        "#128  Ann commented on LH-42 \"Fix\": Looks good [31mto me"
    );
    let deleted = json!({ "__typename": "CardDeleted", "cardId": "card_1" });
    assert_eq!(said(places, &[deleted]), "#128  Ann deleted LH-42 \"Fix the login loop\"");
    let unknown = json!({ "__typename": "AutomationChanged", "fields": ["*"] });
    assert_eq!(said(places, &[unknown]), "#128  Ann did something that this version does not know");
}
