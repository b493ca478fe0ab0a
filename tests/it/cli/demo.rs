//! `cairn demo`.

use std::collections::BTreeSet;
use std::time::Duration;

use cairn_domain::access::BoardRef;
use cairn_domain::boards::{self, BoardList, count_boards};
use cairn_domain::demo_mark::{self, Beginning};
use cairn_domain::log::events_after;
use cairn_domain::{Actor, Clock, health};
use tokio::io::{AsyncBufReadExt, BufReader};

use super::place::Place;
use crate::support::soon;

const EVERY_BOARD: BoardList = BoardList { team: None, include_archived: true };

#[tokio::test]
async fn the_demo_has_three_weeks_of_history_by_many_people() {
    let place = Place::new().await;
    let told = place.succeed(&["demo"]).await;
    for word in ["8 people, 2 boards", "http://127.0.0.1", "amara", "leilani", "cairn-demo"] {
        assert!(told.contains(word), "{told}");
    }
    let domain = place.domain().await;
    let reader = domain.latest();
    let amara = place.actor("amara").await;
    let board = boards::board(&reader, &amara, BoardRef::Key("LH")).await.unwrap();
    let events = events_after(&reader, board.board_id(), 0, 1_000).await.unwrap();
    assert!(events.len() > 250, "{}", events.len());
    assert!(events.is_sorted_by_key(|event| event.at), "time goes on from event to event");
    let now = Clock::system().now();
    let (first, last) = (events.first().unwrap().at, events.last().unwrap().at);
    assert!(now - first > chrono::Duration::days(21));
    assert!((chrono::Duration::zero()..chrono::Duration::hours(1)).contains(&(now - last)));
    let actors: BTreeSet<_> = events.iter().filter_map(|event| event.actor).collect();
    assert!(actors.len() >= 6, "{actors:?}");
    let public = boards::board(&reader, &Actor::Anonymous, BoardRef::Key("EV")).await;
    assert!(public.is_ok(), "the second board is for everybody");
    assert!(place.failures().await.is_empty());
}

#[tokio::test]
async fn a_server_with_people_is_left_alone() {
    let place = Place::new().await;
    place.feed(&["user", "add", "ann", "--password-stdin"], "correct horse battery").await;
    let why = place.fail(&["demo"]).await;
    assert!(why.contains("has people on it already"), "{why}");
    assert_eq!(place.succeed(&["demo", "--if-empty"]).await, "");
    let domain = place.domain().await;
    let ann = place.actor("ann").await;
    assert_eq!(count_boards(&domain.latest(), &ann, &EVERY_BOARD).await.unwrap(), 0);
}

#[tokio::test]
async fn a_second_demo_changes_nothing() {
    let place = Place::with_demo().await;
    let before = health::logs(&place.domain().await.latest()).await.unwrap();
    assert_eq!(place.succeed(&["demo", "--if-empty"]).await, "");
    place.fail(&["demo"]).await;
    assert_eq!(health::logs(&place.domain().await.latest()).await.unwrap(), before);
}

#[tokio::test]
async fn of_two_at_once_one_makes_it_and_the_other_finds_it() {
    let place = Place::new().await;
    let (one, other) = tokio::join!(
        place.succeed(&["demo", "--if-empty"]),
        place.succeed(&["demo", "--if-empty"])
    );
    let made = [&one, &other].into_iter().filter(|told| told.contains("2 boards")).count();
    assert_eq!(made, 1, "{one}\n{other}");
    assert!(one.is_empty() || other.is_empty(), "{one}\n{other}");
    let logs = health::logs(&place.domain().await.latest()).await.unwrap();
    assert_eq!(logs.len(), 2);
    assert!(place.failures().await.is_empty());
}

#[tokio::test]
async fn a_demo_that_was_killed_half_way_is_made_anew() {
    let place = Place::new().await;
    let mut child = place.command(&["demo"]).spawn().unwrap();
    let domain = place.domain().await;
    soon(async {
        loop {
            let logs = health::logs(&domain.latest()).await.unwrap();
            if logs.iter().any(|log| log.seq > 40) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    child.kill().await.unwrap();
    let usernames = ["amara", "mateus", "yuki", "linh", "soren", "priya", "tomasz", "leilani"];
    assert!(!demo_mark::is_untouched(&domain.latest(), &usernames).await.unwrap());
    let told = place.succeed(&["demo", "--if-empty"]).await;
    assert!(told.contains("2 boards"), "{told}");
    assert!(demo_mark::is_untouched(&domain.latest(), &usernames).await.unwrap());
    let logs = health::logs(&domain.latest()).await.unwrap();
    assert_eq!(logs.len(), 2);
    assert!(place.failures().await.is_empty());
}

#[tokio::test]
async fn half_a_demo_among_other_people_is_left_alone() {
    let place = Place::new().await;
    let domain = place.domain().await;
    assert_eq!(demo_mark::begin(&domain, &["amara"]).await.unwrap(), Beginning::Fresh);
    assert_eq!(demo_mark::begin(&domain, &["amara"]).await.unwrap(), Beginning::Again);
    place.feed(&["user", "add", "amara", "--password-stdin"], "correct horse battery").await;
    assert_eq!(demo_mark::begin(&domain, &["amara"]).await.unwrap(), Beginning::Again);
    place.feed(&["user", "add", "ann", "--password-stdin"], "correct horse battery").await;
    assert_eq!(demo_mark::begin(&domain, &["amara"]).await.unwrap(), Beginning::Occupied);
    assert_eq!(place.succeed(&["demo", "--if-empty"]).await, "");
}

#[tokio::test]
async fn the_server_says_how_to_sign_in_until_a_password_changes() {
    let place = Place::with_demo().await;
    let mut server = place.command(&["serve"]).spawn().unwrap();
    let mut lines = BufReader::new(server.stdout.take().unwrap()).lines();
    soon(async {
        while let Some(line) = lines.next_line().await.unwrap() {
            if line.contains("all with the password cairn-demo") {
                return;
            }
        }
        panic!("it said nothing of the demo people");
    })
    .await;
    server.kill().await.unwrap();
    place.feed(&["user", "set-password", "yuki", "--password-stdin"], "another password").await;
    let usernames = ["amara", "mateus", "yuki", "linh", "soren", "priya", "tomasz", "leilani"];
    let reader = place.domain().await.latest();
    assert!(!demo_mark::is_untouched(&reader, &usernames).await.unwrap());
}
