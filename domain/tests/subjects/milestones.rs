//! Milestones: their days, their cards and how far they are.

use std::sync::Arc;

use cairn_domain::cards::CreateCard;
use cairn_domain::entities::{BoardRole, BoardVisibility, MilestoneId, MilestoneState};
use cairn_domain::log::{Change, MilestoneImage};
use cairn_domain::milestones::{self, CreateMilestone, MilestoneProgress, UpdateMilestone};
use cairn_domain::statements::{self, Statements};
use cairn_domain::{Error, Refusal};
use chrono::NaiveDate;

use crate::log::assert_log_tells_all;
use crate::world::{World, by, event, new_card, refusal, retried};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

fn titled(world: &World, title: &str) -> CreateMilestone {
    CreateMilestone {
        board_id: world.board,
        title: title.to_owned(),
        description: None,
        start_on: None,
        due_on: None,
    }
}

fn unchanged(id: MilestoneId) -> UpdateMilestone {
    UpdateMilestone {
        milestone_id: id,
        title: None,
        description: None,
        start_on: None,
        due_on: None,
        state: None,
    }
}

async fn read(world: &World, id: MilestoneId) -> MilestoneImage {
    milestones::milestones_by_ids(&world.domain.latest(), &[id]).await.unwrap().remove(0)
}

#[tokio::test]
async fn a_new_milestone_is_open_and_an_event_of_its_own() {
    let world = World::new().await;
    let input = CreateMilestone {
        description: Some("All of it\r\ndone".to_owned()),
        start_on: Some(day("2026-11-01")),
        due_on: Some(day("2026-12-01")),
        ..titled(&world, " 1.0 ")
    };
    let seq = world.seq().await;
    let made = event(milestones::create_milestone(&world.domain, &by(&world.ann), input).await);
    assert_eq!(made.seq, seq + 1);
    let [Change::Milestone { fields, after, .. }] = made.change_set.changes.as_slice() else {
        panic!("{made:?}");
    };
    assert_eq!(fields, &["*"]);
    assert_eq!((after.title.as_str(), after.state), ("1.0", MilestoneState::Open));
    assert_eq!(after.description, "All of it\ndone");
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn days_that_make_no_sense_are_refused() {
    let world = World::new().await;
    let create = async |start: &str, due: &str| {
        let input = CreateMilestone {
            start_on: Some(day(start)),
            due_on: Some(day(due)),
            ..titled(&world, "1.0")
        };
        milestones::create_milestone(&world.domain, &by(&world.ann), input).await
    };
    let refused = refusal(create("2026-12-02", "2026-12-01").await);
    assert_eq!(refused.field(), Some("dueOn"));
    assert_eq!(refusal(create("0001-01-01", "2026-12-01").await).field(), Some("startOn"));
    create("2026-12-01", "2026-12-01").await.unwrap();

    let id = world.milestone("2.0", Some("2026-12-01")).await;
    let late = UpdateMilestone { start_on: Some(Some(day("2026-12-02"))), ..unchanged(id) };
    let refused = milestones::update_milestone(&world.domain, &by(&world.ann), late.clone()).await;
    assert_eq!(refusal(refused).field(), Some("dueOn"));
    let freed = UpdateMilestone { due_on: Some(None), ..late };
    milestones::update_milestone(&world.domain, &by(&world.ann), freed).await.unwrap();
    let milestone = read(&world, id).await;
    assert_eq!((milestone.start_on, milestone.due_on), (Some(day("2026-12-02")), None));
}

#[tokio::test]
async fn titles_that_say_nothing_or_too_much_are_refused() {
    let world = World::new().await;
    let blank = titled(&world, "  ");
    let refused = milestones::create_milestone(&world.domain, &by(&world.ann), blank).await;
    assert_eq!(refusal(refused), Refusal::required("title"));
    let long = titled(&world, &"x".repeat(201));
    let refused = milestones::create_milestone(&world.domain, &by(&world.ann), long).await;
    assert!(matches!(refusal(refused), Refusal::TooLong { max: 200, .. }));
}

#[tokio::test]
async fn an_update_says_what_changed() {
    let world = World::new().await;
    let id = world.milestone("1.0", Some("2026-12-01")).await;
    let input = UpdateMilestone {
        title: Some("1.0 at last".to_owned()),
        state: Some(MilestoneState::Closed),
        ..unchanged(id)
    };
    let changed = event(milestones::update_milestone(&world.domain, &by(&world.ann), input).await);
    let [Change::Milestone { fields, old, after }] = changed.change_set.changes.as_slice() else {
        panic!("{changed:?}");
    };
    let mut fields = fields.clone();
    fields.sort_unstable();
    assert_eq!(fields, ["state", "title"]);
    assert_eq!((&old["title"], &old["state"]), (&"1.0".into(), &"OPEN".into()));
    assert_eq!(after.due_on, Some(day("2026-12-01")));
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn the_next_due_comes_first_and_what_is_never_due_last() {
    let world = World::new().await;
    for (title, due) in [
        ("some day", None),
        ("later", Some("2027-01-01")),
        ("b", Some("2026-12-01")),
        ("any day", None),
        ("a", Some("2026-12-01")),
    ] {
        world.milestone(title, due).await;
    }
    let all = milestones::milestones_of_boards(&world.domain.latest(), &[world.board]).await;
    let titles: Vec<String> = all.unwrap().into_iter().map(|milestone| milestone.title).collect();
    assert_eq!(titles, ["a", "b", "later", "any day", "some day"]);
}

#[tokio::test]
async fn a_deleted_milestone_leaves_its_cards_in_the_same_event() {
    let world = World::new().await;
    let (first, second) = (world.milestone("1.0", None).await, world.milestone("2.0", None).await);
    let label = world.label("bug").await;
    let planned = |title, milestone| CreateCard {
        milestone: Some(milestone),
        labels: vec![label],
        ..new_card(world.columns[0], title)
    };
    let card = world.card_with(planned("card", first)).await;
    let archived = world.card_with(planned("archived", first)).await;
    let other = world.card_with(planned("other", second)).await;
    world.archive(archived).await;

    let deleted = milestones::delete_milestone(&world.domain, &by(&world.ann), first).await;
    let deleted = event(deleted);
    let [one, two, last] = deleted.change_set.changes.as_slice() else { panic!("{deleted:?}") };
    for (change, id) in [(one, card), (two, archived)] {
        let Change::Card { fields, old, after } = change else { panic!("{change:?}") };
        assert_eq!((after.id, after.milestone_id, after.version), (id, None, deleted.seq));
        assert_eq!(after.label_ids, [label]);
        assert_eq!(fields, &["milestone"]);
        assert_eq!(old["milestone"], first.to_string());
    }
    let Change::MilestoneDeleted { id, old } = last else { panic!("{last:?}") };
    assert_eq!((*id, &old["title"]), (first, &"1.0".into()));
    assert_eq!(world.read_card(other).await.milestone_id, Some(second));
    assert_log_tells_all(&world.domain, world.board).await;

    let gone = milestones::delete_milestone(&world.domain, &by(&world.ann), first).await;
    assert_eq!(refusal(gone), Refusal::not_found("milestoneId", "milestone"));
}

#[tokio::test]
async fn progress_counts_by_column_and_takes_one_statement() {
    let world = World::new().await;
    let release = world.milestone("1.0", None).await;
    let guesses = world.milestone("unestimated", None).await;
    let empty = world.milestone("empty", None).await;
    let card = async |milestone, column: usize, estimate| {
        let card = new_card(world.columns[column], "card");
        world.card_with(CreateCard { milestone: Some(milestone), estimate, ..card }).await
    };
    card(release, 0, Some(1.5)).await;
    card(release, 1, Some(2.0)).await;
    card(release, 1, None).await;
    card(release, 2, Some(4.0)).await;
    let archived = card(release, 2, Some(100.0)).await;
    world.archive(archived).await;
    card(guesses, 2, None).await;

    let statements = Arc::new(Statements::default());
    let reader = world.domain.latest();
    let ids = [release, guesses, empty];
    let reading = milestones::progress(&reader, &ids);
    let mut progress = statements::counted(statements.clone(), reading).await.unwrap();
    assert_eq!(statements.count(), 1);
    progress.sort_by_key(|(_, progress)| -progress.total);
    let expected =
        MilestoneProgress { total: 4, done: 1, active: 2, estimate_total: 7.5, estimate_done: 4.0 };
    assert_eq!(progress[0], (release, expected));
    let expected = MilestoneProgress { total: 1, done: 1, ..MilestoneProgress::default() };
    assert_eq!(progress[1], (guesses, expected));
    assert_eq!(progress.len(), 2, "one without cards is left out");
}

#[tokio::test]
async fn a_retry_returns_the_first_event_and_changes_nothing() {
    let world = World::new().await;
    let once = retried(&world.ann, "create");
    let made = milestones::create_milestone(&world.domain, &once, titled(&world, "1.0")).await;
    let again = milestones::create_milestone(&world.domain, &once, titled(&world, "2.0")).await;
    let (made, again) = (made.unwrap(), again.unwrap());
    assert_eq!(made.subject, again.subject);
    let id = made.subject.parse().unwrap();

    let once = retried(&world.ann, "update");
    let closed = UpdateMilestone { state: Some(MilestoneState::Closed), ..unchanged(id) };
    let opened = UpdateMilestone { state: Some(MilestoneState::Open), ..unchanged(id) };
    let changed = event(milestones::update_milestone(&world.domain, &once, closed).await);
    let again = event(milestones::update_milestone(&world.domain, &once, opened).await);
    assert_eq!(changed.seq, again.seq);
    assert_eq!(read(&world, id).await.state, MilestoneState::Closed);

    let once = retried(&world.ann, "delete");
    let deleted = event(milestones::delete_milestone(&world.domain, &once, id).await);
    let again = event(milestones::delete_milestone(&world.domain, &once, id).await);
    assert_eq!(deleted.seq, again.seq);
    assert_eq!(world.seq().await, deleted.seq);
}

#[tokio::test]
async fn only_editors_write_milestones_and_not_on_archived_boards() {
    let world = World::new().await;
    let id = world.milestone("1.0", None).await;
    let bob = world.member("bob", BoardRole::Viewer).await;
    let eve = world.person("eve").await;
    let forbidden = milestones::delete_milestone(&world.domain, &by(&bob), id).await;
    assert!(matches!(forbidden, Err(Error::Forbidden { needed: BoardRole::Editor })));
    let unknown = milestones::update_milestone(&world.domain, &by(&eve), unchanged(id)).await;
    assert_eq!(refusal(unknown), Refusal::not_found("milestoneId", "milestone"));
    let (public, _) = world.another_board("PU", BoardVisibility::Public).await;
    let input = CreateMilestone { board_id: public, ..titled(&world, "1.0") };
    let forbidden = milestones::create_milestone(&world.domain, &by(&eve), input).await;
    assert!(matches!(forbidden, Err(Error::Forbidden { .. })), "to read is not to write");
    world.archive_board().await;
    let archived = milestones::delete_milestone(&world.domain, &by(&world.ann), id).await;
    assert_eq!(refusal(archived), Refusal::Archived { what: "board".to_owned() });
}
