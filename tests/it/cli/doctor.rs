//! `cairn doctor`.

use serde_json::Value;

use super::place::{Finding, Place};

async fn only_failure(place: &Place, check: &str) -> String {
    let [failure] = <[Finding; 1]>::try_from(place.failures().await).unwrap();
    assert_eq!(failure.check, check, "{failure:?}");
    assert!(failure.advice.is_some());
    failure.found
}

#[tokio::test]
async fn a_sound_server_passes() {
    let place = Place::with_demo().await;
    let findings = place.examine(&[]).await;
    for check in ["configuration", "database", "schema", "logs", "boards", "references", "clock"] {
        let finding = findings.iter().find(|finding| finding.check == check).unwrap();
        assert_eq!(finding.verdict, "ok", "{finding:?}");
    }
}

#[tokio::test]
async fn people_read_the_findings_a_line_each() {
    let place = Place::new().await;
    let told = String::from_utf8(place.run(&["doctor"]).await.stdout).unwrap();
    let line = told.lines().find(|line| line.contains("database")).unwrap();
    assert!(line.starts_with("ok "), "{told}");
}

#[tokio::test]
async fn a_missing_event_is_found() {
    let place = Place::with_demo().await;
    place.tamper("DELETE FROM events WHERE seq = 30").await;
    let failures = place.failures().await;
    assert_eq!(failures[0].check, "logs");
    let found = &failures[0].found;
    assert!(found.contains("the log of LH lacks 1 of its events"), "{found}");
}

#[tokio::test]
async fn a_row_that_was_changed_past_the_log_is_found() {
    let place = Place::with_demo().await;
    place.tamper("UPDATE cards SET title = 'Something else' WHERE number = 3").await;
    let found = only_failure(&place, "boards").await;
    assert!(found.contains("differs from its log in: title"), "{found}");
}

#[tokio::test]
async fn a_reference_to_another_board_is_found() {
    let place = Place::with_demo().await;
    place
        .tamper(
            "UPDATE comments SET board_id = (SELECT id FROM boards WHERE key = 'EV') \
             WHERE board_id = (SELECT id FROM boards WHERE key = 'LH')",
        )
        .await;
    let failures = place.failures().await;
    let broken = failures.iter().find(|finding| finding.check == "references").unwrap();
    let found = &broken.found;
    assert!(found.contains("comments that are on another board"), "{found}");
}

#[tokio::test]
async fn a_newer_schema_is_found_and_left_alone() {
    let place = Place::new().await;
    place
        .tamper("INSERT INTO seaql_migrations (version, applied_at) VALUES ('m9999_later', 0)")
        .await;
    let found = only_failure(&place, "schema").await;
    assert!(found.contains("m9999_later"), "{found}");
    for command in ["migrate", "demo"] {
        let why = place.fail(&[command]).await;
        assert!(why.contains("newer Cairn"), "{why}");
    }
}

#[tokio::test]
async fn settings_that_cannot_be_read_are_told() {
    let place = Place::new().await;
    let output = place.command(&["doctor", "--json"]).env("CAIRN_LISTEN", "here").output();
    let output = output.await.unwrap();
    assert_eq!(output.status.code(), Some(1));
    let told: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(told["findings"][0]["check"], "configuration");
    let output = place.command(&["doctor"]).env("CAIRN_LISTEM", "127.0.0.1:80").output();
    let told = String::from_utf8(output.await.unwrap().stdout).unwrap();
    assert!(told.contains("no setting reads the variable CAIRN_LISTEM"), "{told}");
}
