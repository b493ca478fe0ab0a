//! Comments: who may write, change and delete which, and reading them in pages.

use cairn_domain::cards;
use cairn_domain::comments::{self, AddComment, CommentPage, CommentQuery, UpdateComment};
use cairn_domain::entities::{BoardRole, BoardVisibility, CardId, CommentId};
use cairn_domain::log::{Change, CommentImage};
use cairn_domain::{Actor, Error, Outcome, Refusal};
use chrono::Duration;

use crate::log::assert_log_tells_all;
use crate::world::{World, by, event, new_card, refusal, retried};

async fn add(world: &World, actor: &Actor, card: CardId, body: &str) -> Result<Outcome, Error> {
    let input = AddComment { card_id: card, body: body.to_owned() };
    comments::add_comment(&world.domain, &by(actor), input).await
}

async fn said(world: &World, actor: &Actor, card: CardId, body: &str) -> CommentId {
    add(world, actor, card, body).await.unwrap().subject.parse().unwrap()
}

async fn change(
    world: &World,
    actor: &Actor,
    comment: CommentId,
    body: &str,
) -> Result<Outcome, Error> {
    let input = UpdateComment { comment_id: comment, body: body.to_owned() };
    comments::update_comment(&world.domain, &by(actor), input).await
}

async fn delete(world: &World, actor: &Actor, comment: CommentId) -> Result<Outcome, Error> {
    comments::delete_comment(&world.domain, &by(actor), comment).await
}

async fn read(world: &World, id: CommentId) -> Option<CommentImage> {
    comments::comments_by_ids(&world.domain.latest(), &[id]).await.unwrap().pop()
}

#[tokio::test]
async fn a_comment_is_an_event_and_leaves_the_card_alone() {
    let world = World::new().await;
    let bob = world.member("bob", BoardRole::Commenter).await;
    let card = world.card(0, "card").await;
    let version = world.read_card(card).await.version;
    let added = event(add(&world, &bob, card, "I can do it\r\ntomorrow").await);
    let [Change::Comment { fields, old, after }] = added.change_set.changes.as_slice() else {
        panic!("{added:?}");
    };
    assert_eq!(fields, &["*"]);
    assert!(old.is_empty());
    assert_eq!((after.card_id, after.body.as_str()), (card, "I can do it\ntomorrow"));
    assert_eq!((after.author, after.edited_at), (bob.as_ref(), None));
    assert!(added.change_set.references.actor(bob.as_ref().unwrap()).is_some());
    assert_eq!(world.read_card(card).await.version, version);
    let counts = cards::comment_counts(&world.domain.latest(), &[card]).await.unwrap();
    assert_eq!(counts, [(card, 1)]);
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn an_update_says_what_changed_and_when() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    let comment = said(&world, &world.ann, card, "teh plan").await;
    world.domain.clock.advance(Duration::minutes(5));
    let changed = event(change(&world, &world.ann, comment, "the plan").await);
    let [Change::Comment { fields, old, after }] = changed.change_set.changes.as_slice() else {
        panic!("{changed:?}");
    };
    let mut fields = fields.clone();
    fields.sort_unstable();
    assert_eq!(fields, ["body", "editedAt"]);
    assert_eq!(old["body"], "teh plan");
    assert_eq!(after.edited_at, Some(world.domain.clock.now()));
    world.domain.clock.advance(Duration::minutes(5));
    let same = event(change(&world, &world.ann, comment, "the plan").await);
    assert_eq!(read(&world, comment).await.unwrap().edited_at, after.edited_at);
    assert_eq!(same.seq, changed.seq + 1);
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn a_deleted_comment_is_kept_by_the_event() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    let comment = said(&world, &world.ann, card, "never mind").await;
    let deleted = event(delete(&world, &world.ann, comment).await);
    let [Change::CommentDeleted { id, card: of, old }] = deleted.change_set.changes.as_slice()
    else {
        panic!("{deleted:?}");
    };
    assert_eq!((*id, *of), (comment, card));
    assert_eq!(old["body"], "never mind");
    assert_eq!(read(&world, comment).await, None);
    let gone = delete(&world, &world.ann, comment).await;
    assert_eq!(refusal(gone), Refusal::not_found("commentId", "comment"));
    assert_log_tells_all(&world.domain, world.board).await;
}

#[tokio::test]
async fn a_comment_must_say_something_but_not_too_much() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    for body in [" \n ", "\u{200b}\n\u{2060}"] {
        assert_eq!(refusal(add(&world, &world.ann, card, body).await), Refusal::required("body"));
    }
    let long = "x".repeat(64 * 1024 + 1);
    let refused = refusal(add(&world, &world.ann, card, &long).await);
    assert!(matches!(refused, Refusal::TooLong { field, .. } if field == "body"));
    let comment = said(&world, &world.ann, card, "something").await;
    let refused = change(&world, &world.ann, comment, "").await;
    assert_eq!(refusal(refused), Refusal::required("body"));
}

#[tokio::test]
async fn everybody_changes_their_own_words_only() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    let bob = world.member("bob", BoardRole::Commenter).await;
    let cat = world.member("cat", BoardRole::Editor).await;
    let comment = said(&world, &bob, card, "bob's").await;
    for other in [&cat, &world.ann] {
        let refused = change(&world, other, comment, "not bob's").await;
        assert!(matches!(refused, Err(Error::NotYours { .. })), "{refused:?}");
    }
    let refused = delete(&world, &cat, comment).await;
    assert!(matches!(refused, Err(Error::Forbidden { needed: BoardRole::Admin })), "{refused:?}");
    change(&world, &bob, comment, "still bob's").await.unwrap();
    delete(&world, &world.ann, comment).await.unwrap();
    let own = said(&world, &bob, card, "again").await;
    delete(&world, &bob, own).await.unwrap();
}

#[tokio::test]
async fn who_may_no_longer_speak_may_not_take_back_either() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    let bob = world.member("bob", BoardRole::Commenter).await;
    let eve = world.person("eve").await;
    let comment = said(&world, &bob, card, "bob's").await;
    world.give_role(&bob, BoardRole::Viewer).await;
    for refused in [
        add(&world, &bob, card, "more").await,
        change(&world, &bob, comment, "other").await,
        delete(&world, &bob, comment).await,
    ] {
        let needed = BoardRole::Commenter;
        assert!(matches!(refused, Err(Error::Forbidden { needed: role }) if role == needed));
    }
    let unknown = Refusal::not_found("commentId", "comment");
    assert_eq!(refusal(change(&world, &eve, comment, "x").await), unknown);
    assert_eq!(refusal(delete(&world, &eve, comment).await), unknown);
    let unknown = Refusal::not_found("cardId", "card");
    assert_eq!(refusal(add(&world, &eve, card, "x").await), unknown);
    let anonymous = add(&world, &Actor::Anonymous, card, "x").await;
    assert!(matches!(anonymous, Err(Error::Unauthenticated)));
}

#[tokio::test]
async fn whoever_only_reads_a_public_board_does_not_comment() {
    let world = World::new().await;
    let (_, column) = world.another_board("PU", BoardVisibility::Public).await;
    let card = world.card_with(new_card(column, "card")).await;
    let eve = world.person("eve").await;
    let refused = add(&world, &eve, card, "hello").await;
    assert!(matches!(refused, Err(Error::Forbidden { needed: BoardRole::Commenter })));
}

#[tokio::test]
async fn an_archived_card_is_silent() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    let comment = said(&world, &world.ann, card, "before").await;
    world.archive(card).await;
    let archived = Refusal::Archived { what: "card".to_owned() };
    assert_eq!(refusal(add(&world, &world.ann, card, "after").await), archived);
    assert_eq!(refusal(change(&world, &world.ann, comment, "after").await), archived);
    assert_eq!(refusal(delete(&world, &world.ann, comment).await), archived);
    cards::restore_card(&world.domain, &by(&world.ann), card).await.unwrap();
    change(&world, &world.ann, comment, "after").await.unwrap();
    world.archive_board().await;
    let archived = Refusal::Archived { what: "board".to_owned() };
    assert_eq!(refusal(delete(&world, &world.ann, comment).await), archived);
}

#[tokio::test]
async fn a_retry_returns_the_first_event_and_changes_nothing() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    let input = AddComment { card_id: card, body: "once".to_owned() };
    let once = retried(&world.ann, "add");
    let added = comments::add_comment(&world.domain, &once, input.clone()).await.unwrap();
    let again = comments::add_comment(&world.domain, &once, input).await.unwrap();
    assert_eq!(added.subject, again.subject);
    assert_eq!(added.event.unwrap().seq, again.event.unwrap().seq);
    let counts = cards::comment_counts(&world.domain.latest(), &[card]).await.unwrap();
    assert_eq!(counts, [(card, 1)]);

    let comment = added.subject.parse().unwrap();
    let once = retried(&world.ann, "delete");
    let deleted = event(comments::delete_comment(&world.domain, &once, comment).await);
    let again = event(comments::delete_comment(&world.domain, &once, comment).await);
    assert_eq!(deleted.seq, again.seq);
    assert_eq!(world.seq().await, deleted.seq);
}

fn first(card: CardId, limit: u64) -> CommentQuery {
    CommentQuery { card, after: None, before: None, limit, last: false }
}

async fn page(world: &World, query: CommentQuery) -> CommentPage {
    comments::comment_page(&world.domain.latest(), query).await.unwrap()
}

fn bodies(page: &CommentPage) -> Vec<&str> {
    page.comments.iter().map(|(_, comment)| comment.body.as_str()).collect()
}

#[tokio::test]
async fn pages_go_on_where_the_last_one_ended() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    let mut ids = Vec::new();
    for body in ["a", "b", "c", "d", "e"] {
        ids.push(said(&world, &world.ann, card, body).await);
        world.domain.clock.advance(Duration::milliseconds(1));
    }
    said(&world, &world.ann, world.card(0, "other").await, "elsewhere").await;

    let one = page(&world, first(card, 2)).await;
    assert_eq!((bodies(&one), one.has_more), (vec!["a", "b"], true));
    delete(&world, &world.ann, ids[0]).await.unwrap();
    delete(&world, &world.ann, ids[1]).await.unwrap();
    let after = one.comments.last().map(|(cursor, _)| cursor.clone());
    let two = page(&world, CommentQuery { after, ..first(card, 2) }).await;
    assert_eq!((bodies(&two), two.has_more), (vec!["c", "d"], true));
    let after = two.comments.last().map(|(cursor, _)| cursor.clone());
    let three = page(&world, CommentQuery { after, ..first(card, 2) }).await;
    assert_eq!((bodies(&three), three.has_more), (vec!["e"], false));

    let end = page(&world, CommentQuery { last: true, ..first(card, 2) }).await;
    assert_eq!((bodies(&end), end.has_more), (vec!["d", "e"], true));
    let before = end.comments.first().map(|(cursor, _)| cursor.clone());
    let rest = page(&world, CommentQuery { last: true, before, ..first(card, 2) }).await;
    assert_eq!((bodies(&rest), rest.has_more), (vec!["c"], false));
}

#[tokio::test]
async fn comments_of_one_moment_come_in_one_order() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    for number in 0..7 {
        said(&world, &world.ann, card, &number.to_string()).await;
    }
    let all = page(&world, first(card, 100)).await;
    let mut seen = Vec::new();
    let mut after = None;
    loop {
        let part = page(&world, CommentQuery { after, ..first(card, 3) }).await;
        after = part.comments.last().map(|(cursor, _)| cursor.clone());
        seen.extend(part.comments.iter().map(|(_, comment)| comment.id));
        if !part.has_more {
            break;
        }
    }
    assert_eq!(seen, all.comments.iter().map(|(_, comment)| comment.id).collect::<Vec<_>>());
    assert!(seen.is_sorted());
}

#[tokio::test]
async fn a_foreign_cursor_is_a_bad_request() {
    let world = World::new().await;
    let card = world.card(0, "card").await;
    for cursor in ["", "x", "bnVsbA", "%", "\u{0}"] {
        let query = CommentQuery { after: Some(cursor.to_owned()), ..first(card, 1) };
        let result = comments::comment_page(&world.domain.latest(), query).await;
        assert!(matches!(result, Err(Error::BadRequest(_))), "{cursor:?}");
    }
}
