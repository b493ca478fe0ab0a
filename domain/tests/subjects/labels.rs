//! Labels: what they may be called, and what becomes of their cards.

use std::sync::Arc;

use cairn_domain::cards::CreateCard;
use cairn_domain::entities::{BoardRole, BoardVisibility, Color};
use cairn_domain::labels::{self, CreateLabel, MAX_LABELS, UpdateLabel};
use cairn_domain::log::Change;
use cairn_domain::statements::{self, Statements};
use cairn_domain::{Error, Outcome, Refusal};

use crate::log::assert_log_tells_all;
use crate::world::{World, by, event, new_card, refusal, retried};

fn named(world: &World, name: &str) -> CreateLabel {
    CreateLabel { board_id: world.board, name: name.to_owned(), color: None }
}

async fn create(world: &World, name: &str) -> Result<Outcome, Error> {
    labels::create_label(&world.domain, &by(&world.ann), named(world, name)).await
}

async fn rename(world: &World, from: &str, name: &str) -> Result<Outcome, Error> {
    let all = labels::labels_of_boards(&world.domain.latest(), &[world.board]).await.unwrap();
    let label = all.into_iter().find(|label| label.name == from).unwrap();
    let input = UpdateLabel { label_id: label.id, name: Some(name.to_owned()), color: None };
    labels::update_label(&world.domain, &by(&world.ann), input).await
}

async fn names(world: &World) -> Vec<String> {
    let all = labels::labels_of_boards(&world.domain.latest(), &[world.board]).await.unwrap();
    all.into_iter().map(|label| label.name).collect()
}

#[tokio::test]
async fn a_new_label_is_an_event_of_its_own() {
    let world = World::new().await;
    let seq = world.seq().await;
    let made = event(create(&world, "  Needs docs ").await);
    assert_eq!(made.seq, seq + 1);
    let [Change::Label { fields, old, after }] = made.change_set.changes.as_slice() else {
        panic!("{made:?}");
    };
    assert_eq!(fields, &["*"]);
    assert!(old.is_empty());
    assert_eq!((after.name.as_str(), after.color), ("Needs docs", Color::Brown));
    let colored = CreateLabel { color: Some(Color::Red), ..named(&world, "bug") };
    labels::create_label(&world.domain, &by(&world.ann), colored).await.unwrap();
    assert_eq!(names(&world).await, ["bug", "Needs docs"], "by name, in any case");
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn two_labels_of_a_board_are_never_called_alike() {
    let world = World::new().await;
    create(&world, "Bug").await.unwrap();
    create(&world, "Docs").await.unwrap();
    let seq = world.seq().await;
    assert_eq!(refusal(create(&world, " bUG").await), Refusal::taken("name"));
    assert_eq!(refusal(rename(&world, "Docs", "BUG").await), Refusal::taken("name"));
    assert_eq!(world.seq().await, seq, "nothing was written");
    rename(&world, "Bug", "BUG").await.unwrap();
    assert_eq!(names(&world).await, ["BUG", "Docs"]);
    let (other, _) = world.another_board("OT", BoardVisibility::Private).await;
    let elsewhere = CreateLabel { board_id: other, ..named(&world, "bug") };
    labels::create_label(&world.domain, &by(&world.ann), elsewhere).await.unwrap();
}

#[tokio::test]
async fn names_that_say_nothing_or_too_much_are_refused() {
    let world = World::new().await;
    for name in [" \t", "\u{202e}", "\u{200b} \u{feff}\u{3164}"] {
        assert_eq!(refusal(create(&world, name).await), Refusal::required("name"), "{name:?}");
    }
    assert!(matches!(
        refusal(create(&world, &"x".repeat(101)).await),
        Refusal::TooLong { field, max: 100, .. } if field == "name"
    ));
    for name in ["a\nb", "a\u{2028}b", "a\u{85}b"] {
        assert!(matches!(refusal(create(&world, name).await), Refusal::Invalid { .. }), "{name:?}");
    }
    create(&world, "\u{200f}\u{5e2}\u{5d1}\u{5e8}").await.unwrap();
    create(&world, &"\u{1f6a7}".repeat(100)).await.unwrap();
}

#[tokio::test]
async fn a_board_has_so_many_labels_and_no_more() {
    let world = World::new().await;
    for number in 0..MAX_LABELS {
        create(&world, &format!("label {number}")).await.unwrap();
    }
    let what = "labels on a board".to_owned();
    assert_eq!(
        refusal(create(&world, "one more").await),
        Refusal::LimitReached { what, max: MAX_LABELS }
    );
}

#[tokio::test]
async fn an_update_says_what_changed_and_leaves_the_cards_alone() {
    let world = World::new().await;
    let label = world.label("bug").await;
    let card = CreateCard { labels: vec![label], ..new_card(world.columns[0], "it does not work") };
    let card = world.card_with(card).await;
    let version = world.read_card(card).await.version;
    let input = UpdateLabel { label_id: label, name: None, color: Some(Color::Red) };
    let changed = event(labels::update_label(&world.domain, &by(&world.ann), input).await);
    let [Change::Label { fields, old, after }] = changed.change_set.changes.as_slice() else {
        panic!("{changed:?}");
    };
    assert_eq!(fields, &["color"]);
    assert_eq!(old["color"], "BROWN");
    assert_eq!((after.name.as_str(), after.color), ("bug", Color::Red));
    assert_eq!(world.read_card(card).await.version, version);
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn a_deleted_label_leaves_its_cards_in_the_same_event() {
    let world = World::new().await;
    let (bug, docs) = (world.label("bug").await, world.label("docs").await);
    let labelled = |title, labels| CreateCard {
        labels,
        description: Some("long text".to_owned()),
        ..new_card(world.columns[0], title)
    };
    let both = world.card_with(labelled("both", vec![bug, docs])).await;
    let archived = world.card_with(labelled("archived", vec![bug])).await;
    let other = world.card_with(labelled("other", vec![docs])).await;
    world.archive(archived).await;
    world.domain.clock.advance(chrono::Duration::minutes(1));

    let deleted = event(labels::delete_label(&world.domain, &by(&world.ann), bug).await);
    let [first, second, last] = deleted.change_set.changes.as_slice() else {
        panic!("{deleted:?}");
    };
    for (change, id, left) in [(first, both, vec![docs]), (second, archived, vec![])] {
        let Change::Card { fields, old, after } = change else { panic!("{change:?}") };
        assert_eq!((after.id, &after.label_ids), (id, &left));
        assert_eq!(fields, &["labels"]);
        assert!(old["labels"].as_array().unwrap().contains(&bug.to_string().into()));
        assert_eq!(after.version, deleted.seq);
        assert_eq!(after.description, None);
    }
    let Change::LabelDeleted { id, old } = last else { panic!("{last:?}") };
    assert_eq!((*id, &old["name"]), (bug, &"bug".into()));
    assert_eq!(world.read_card(both).await.version, deleted.seq);
    assert!(world.read_card(other).await.version < deleted.seq);
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn deleting_a_label_costs_the_same_however_many_cards_have_it() {
    let world = World::new().await;
    let mut costs = Vec::new();
    for cards in [1, 40] {
        let label = world.label(&format!("on {cards}")).await;
        for number in 0..cards {
            let card = new_card(world.columns[0], &format!("card {number}"));
            world.card_with(CreateCard { labels: vec![label], ..card }).await;
        }
        let statements = Arc::new(Statements::default());
        let request = by(&world.ann);
        let deleting = labels::delete_label(&world.domain, &request, label);
        Box::pin(statements::counted(statements.clone(), deleting)).await.unwrap();
        costs.push(statements.count());
    }
    assert_eq!(costs[0], costs[1]);
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn a_retry_returns_the_first_event_and_changes_nothing() {
    let world = World::new().await;
    let once = retried(&world.ann, "create");
    let made = labels::create_label(&world.domain, &once, named(&world, "bug")).await;
    let again = labels::create_label(&world.domain, &once, named(&world, "bug")).await;
    let (made, again) = (made.unwrap(), again.unwrap());
    assert_eq!(made.subject, again.subject);
    assert_eq!(made.event.unwrap().seq, again.event.unwrap().seq);
    let label = made.subject.parse().unwrap();

    let taken = retried(&world.ann, "taken");
    let refused = labels::create_label(&world.domain, &taken, named(&world, "bug")).await;
    assert_eq!(refusal(refused), Refusal::taken("name"));
    let once = retried(&world.ann, "delete");
    let deleted = event(labels::delete_label(&world.domain, &once, label).await);
    assert_eq!(event(labels::delete_label(&world.domain, &once, label).await).seq, deleted.seq);
    let refused = labels::create_label(&world.domain, &taken, named(&world, "bug")).await;
    assert_eq!(refusal(refused), Refusal::taken("name"), "a refusal is an outcome too");
    assert_eq!(world.seq().await, deleted.seq);
}

#[tokio::test]
async fn only_editors_write_labels_and_strangers_learn_nothing() {
    let world = World::new().await;
    let label = world.label("bug").await;
    let bob = world.member("bob", BoardRole::Commenter).await;
    let eve = world.person("eve").await;
    let update = UpdateLabel { label_id: label, name: None, color: Some(Color::Red) };
    for (person, is_member) in [(&bob, true), (&eve, false)] {
        let results = [
            labels::create_label(&world.domain, &by(person), named(&world, "x")).await,
            labels::update_label(&world.domain, &by(person), update.clone()).await,
            labels::delete_label(&world.domain, &by(person), label).await,
        ];
        for result in results {
            match result {
                Err(Error::Forbidden { needed: BoardRole::Editor }) if is_member => {}
                Err(Error::Refused(reasons)) if !is_member => {
                    assert!(matches!(reasons[..], [Refusal::NotFound { .. }]), "{reasons:?}");
                }
                other => panic!("{other:?}"),
            }
        }
    }
    world.give_role(&bob, BoardRole::Editor).await;
    labels::delete_label(&world.domain, &by(&bob), label).await.unwrap();
    let gone = labels::delete_label(&world.domain, &by(&bob), label).await;
    assert_eq!(refusal(gone), Refusal::not_found("labelId", "label"));
}

#[tokio::test]
async fn an_archived_board_keeps_its_labels() {
    let world = World::new().await;
    let label = world.label("bug").await;
    world.archive_board().await;
    let archived = Refusal::Archived { what: "board".to_owned() };
    assert_eq!(refusal(create(&world, "docs").await), archived);
    assert_eq!(refusal(rename(&world, "bug", "docs").await), archived);
    let deleted = labels::delete_label(&world.domain, &by(&world.ann), label).await;
    assert_eq!(refusal(deleted), archived);
    assert_eq!(names(&world).await, ["bug"]);
    let found = labels::labels_by_ids(&world.domain.latest(), &[label]).await.unwrap();
    assert_eq!(found.len(), 1);
}
