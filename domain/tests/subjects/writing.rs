//! What writes cost, and what many of them at once come to.

use std::sync::Arc;
use std::time::Duration;

use cairn_domain::boards;
use cairn_domain::cards::{self, Change, CreateCard, MoveCard, UpdateCard};
use cairn_domain::comments::{self, AddComment};
use cairn_domain::entities::{BoardId, BoardRole, BoardVisibility, CardId};
use cairn_domain::statements::{self, Statements};
use cairn_domain::{Error, Outcome, Refusal, log};
use sea_orm::sqlx;
use tokio::time::timeout;
use tokio_util::task::TaskTracker;

use crate::log::assert_log_tells_all;
use crate::world::{World, by, new_card, refusal, retried};

/// How many statements `work` sends, beside those that begin and end its transaction.
async fn cost(work: impl Future<Output = Result<Outcome, Error>>) -> u64 {
    let statements = Arc::new(Statements::default());
    statements::counted(Arc::clone(&statements), work).await.unwrap();
    statements.count()
}

fn retitled(card_id: CardId, title: &str) -> UpdateCard {
    UpdateCard {
        card_id,
        title: Change::Set(Some(title.to_owned())),
        description: Change::Keep,
        icon: Change::Keep,
        start_on: Change::Keep,
        due_on: Change::Keep,
        estimate: Change::Keep,
        milestone: Change::Keep,
        add_labels: Vec::new(),
        remove_labels: Vec::new(),
        add_assignees: Vec::new(),
        remove_assignees: Vec::new(),
        expected_version: None,
    }
}

#[tokio::test]
async fn a_write_costs_few_statements() {
    let world = World::new().await;
    // PostgreSQL writes the event and the outcome in one statement.
    let last = u64::from(!world.domain.database.is_postgres());
    let (card, neighbour) = (world.card(0, "card").await, world.card(1, "neighbour").await);
    let once = |id: &str| retried(&world.ann, id);

    let (column_id, after) = (world.columns[1], Some(neighbour));
    let moved = MoveCard { card_id: card, column_id, after, before: None };
    assert_eq!(cost(cards::move_card(&world.domain, &once("m"), moved)).await, 7 + last);
    let new = new_card(world.columns[0], "new");
    assert_eq!(cost(cards::create_card(&world.domain, &once("c"), new)).await, 6 + last);
    let title = retitled(card, "another title");
    assert_eq!(cost(cards::update_card(&world.domain, &once("u"), title)).await, 6 + last);
    let comment = AddComment { card_id: card, body: "Well done".to_owned() };
    assert_eq!(cost(comments::add_comment(&world.domain, &once("a"), comment)).await, 4 + last);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn many_writers_over_two_boards_leave_no_gap() {
    const WRITERS: usize = 64;
    const WRITES: usize = 5;
    let world = Arc::new(World::new().await);
    let (other, other_column) = world.another_board("OTHER", BoardVisibility::Private).await;
    let boards: [BoardId; 2] = [world.board, other];
    let columns = [world.columns[0], other_column];
    let before = [seq(&world, boards[0]).await, seq(&world, boards[1]).await];
    let tasks = TaskTracker::new();
    let writers: Vec<_> = (0..WRITERS)
        .map(|writer| {
            let world = Arc::clone(&world);
            tasks.spawn(async move {
                for write in 0..WRITES {
                    let card = new_card(columns[writer % 2], &format!("{writer} {write}"));
                    let request = retried(&world.ann, &format!("{writer}-{write}"));
                    let made = cards::create_card(&world.domain, &request, card).await.unwrap();
                    let card_id = made.subject.parse().unwrap();
                    let full = CreateCard {
                        column_id: columns[(writer + 1) % 2],
                        after: Some(card_id),
                        ..new_card(columns[0], "elsewhere")
                    };
                    let again = cards::create_card(&world.domain, &request, full).await.unwrap();
                    assert_eq!(again.subject, made.subject, "sent twice, it is done once");
                    let moved = MoveCard {
                        card_id,
                        column_id: columns[(writer + 1) % 2],
                        after: None,
                        before: None,
                    };
                    let request = retried(&world.ann, &format!("{writer}-{write} elsewhere"));
                    let refused = cards::move_card(&world.domain, &request, moved).await;
                    assert_eq!(refusal(refused), Refusal::not_found("columnId", "column"));
                }
            })
        })
        .collect();
    for writer in writers {
        writer.await.unwrap();
    }
    for (board, before) in boards.into_iter().zip(before) {
        let after = seq(&world, board).await;
        assert_eq!(after - before, i64::try_from(WRITERS / 2 * WRITES).unwrap());
        let events = log::events_after(&world.domain.latest(), board, before, 1_000).await.unwrap();
        let seqs: Vec<i64> = events.iter().map(|event| event.seq).collect();
        assert_eq!(seqs, (before + 1..=after).collect::<Vec<_>>());
        assert_log_tells_all(&world.domain, board).await;
    }
}

async fn seq(world: &World, board: BoardId) -> i64 {
    let found = cairn_domain::access::BoardRef::Id(board);
    boards::board(&world.domain.latest(), &world.ann, found).await.unwrap().board().seq
}

#[tokio::test]
async fn a_retry_is_answered_however_it_would_end_now() {
    let world = World::new().await;
    let bob = world.member("bob", BoardRole::Editor).await;
    let card = world.card(0, "card").await;
    let once = retried(&bob, "once");
    let moved =
        || MoveCard { card_id: card, column_id: world.columns[1], after: None, before: None };
    let first = cards::move_card(&world.domain, &once, moved()).await.unwrap();
    let again = async |why: &str| {
        let again = cards::move_card(&world.domain, &once, moved()).await.unwrap();
        let (event, again) = (first.event.as_ref().unwrap(), again.event.unwrap());
        assert_eq!((again.seq, again.epoch), (event.seq, event.epoch), "{why}");
    };
    again("nothing has changed").await;
    world.give_role(&bob, BoardRole::Viewer).await;
    again("he may no longer").await;
    let refused = cards::move_card(&world.domain, &retried(&bob, "another"), moved()).await;
    assert!(matches!(refused, Err(Error::Forbidden { needed: BoardRole::Editor })));
    cards::delete_card(&world.domain, &retried(&world.ann, "delete"), card).await.unwrap();
    again("the card has gone").await;
    world.archive_board().await;
    again("the board is put away").await;
}

/// On SQLite nobody's rights change while a write is carried out.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_right_that_is_taken_away_while_a_write_waits_for_the_lock_is_not_used() {
    let world = World::new().await;
    let bob = world.member("bob", BoardRole::Editor).await;
    let card_id = world.card(0, "card").await;
    let Some(pool) = world.domain.database.postgres() else { return };
    let mut other = pool.begin().await.unwrap();
    for statement in [
        "UPDATE boards SET seq = seq + 1, access_seq = seq + 1 WHERE key = 'RL'",
        "DELETE FROM board_members WHERE role = 'EDITOR'",
    ] {
        sqlx::query(statement).execute(&mut *other).await.unwrap();
    }
    let moved = MoveCard { card_id, column_id: world.columns[1], after: None, before: None };
    let (domain, request) = (world.domain.clone(), retried(&bob, "late"));
    let write = async move { cards::move_card(&domain, &request, moved).await };
    let write = TaskTracker::new().spawn(write);
    let waiting = "SELECT count(*) FROM pg_stat_activity
        WHERE datname = current_database() AND wait_event_type = 'Lock'";
    while sqlx::query_scalar::<_, i64>(waiting).fetch_one(pool).await.unwrap() == 0 {
        tokio::task::yield_now().await;
    }
    other.commit().await.unwrap();
    assert_eq!(refusal(write.await.unwrap()), Refusal::not_found("cardId", "card"));
}

/// A node that stops in the midst of a write leaves its board locked, until PostgreSQL ends the write.
#[tokio::test]
async fn who_waits_for_a_locked_board_keeps_nobody_from_reading() {
    let world = World::new().await;
    let database = &world.domain.database;
    // On SQLite nobody waits for another node.
    let Some(pool) = database.postgres() else { return };
    let (card_id, column_id) = (world.card(0, "Waits").await, world.columns[1]);
    let mut stopped = pool.begin().await.unwrap();
    let lock = sqlx::query("SELECT id FROM boards WHERE id = $1 FOR UPDATE").bind(world.board.0);
    lock.execute(&mut *stopped).await.unwrap();

    let waiting = TaskTracker::new();
    for _ in 0..6 {
        let (domain, ann) = (world.domain.clone(), retried(&world.ann, "one"));
        let input = MoveCard { card_id, column_id, after: None, before: None };
        waiting.spawn(async move { cards::move_card(&domain, &ann, input).await.is_ok() });
    }
    tokio::time::sleep(Duration::from_millis(300)).await;
    let reading = timeout(Duration::from_secs(2), world.seq());
    let seq = reading.await.expect("nobody who reads waits for a lock");

    let (column_id, move_to) = (world.columns[2], by(&world.ann));
    let input = MoveCard { card_id, column_id, after: None, before: None };
    let gave_up = cards::move_card(&world.domain, &move_to, input).await;
    assert!(matches!(gave_up, Err(Error::Unavailable(_))), "{gave_up:?}");
    stopped.rollback().await.unwrap();
    waiting.close();
    waiting.wait().await;
    assert!(world.seq().await <= seq + 1, "all of them were the same write");
}

#[tokio::test]
async fn time_does_not_run_backwards_on_a_board() {
    let world = World::new().await;
    world.card(0, "Before").await;
    // As on another node, whose clock is behind.
    world.domain.clock.advance(chrono::Duration::hours(-1));
    let moved = MoveCard {
        card_id: world.card(0, "After").await,
        column_id: world.columns[1],
        after: None,
        before: None,
    };
    cards::move_card(&world.domain, &by(&world.ann), moved).await.unwrap();
    let events = log::events_after(&world.domain.latest(), world.board, 0, 100).await.unwrap();
    assert!(events.is_sorted_by_key(|event| event.at), "{events:?}");
    assert_eq!(events.len(), 4);
    assert_log_tells_all(&world.domain, world.board).await;
}
