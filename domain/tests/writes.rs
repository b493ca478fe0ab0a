//! Writes go through the log: what they say, what they refuse, and that a retry changes nothing.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use cairn_domain::access::BoardRef;
use cairn_domain::accounts::Credential;
use cairn_domain::boards::{self, CreateBoard};
use cairn_domain::cards::{self, CardQuery, CreateCard, MoveCard};
use cairn_domain::columns::{self, UpdateColumn};
use cairn_domain::entities::{BoardId, BoardVisibility, CardId, ColumnId, UserId, WipPolicy, user};
use cairn_domain::log::{self, Change};
use cairn_domain::{Actor, Clock, Database, Domain, Error, Ids, Outcome, Refusal, WriteRequest};
use cairn_migrations::migrate;
use sea_orm::{ActiveValue::Set, EntityTrait};

struct World {
    domain: Domain,
    ann: Actor,
    board: BoardId,
    columns: Vec<ColumnId>,
    _directory: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("cairn.db").display());
        let database = Database::open(&url, 4).await.unwrap();
        database.change_schema(migrate).await.unwrap().unwrap();
        let clock = Clock::held_at("2026-11-22T12:00:00Z".parse().unwrap());
        let domain = Domain::new(database, clock.clone(), Ids::seeded(clock, 7));
        let ann = person(&domain, "ann").await;
        let made = boards::create_board(
            &domain,
            &request(&ann, None),
            CreateBoard {
                key: Some("RL".to_owned()),
                title: "Release list".to_owned(),
                description: None,
                icon: None,
                team: None,
                visibility: BoardVisibility::Private,
                columns: vec!["To do".to_owned(), "Doing".to_owned(), "Done".to_owned()],
            },
        )
        .await
        .unwrap();
        let board = made.subject.parse().unwrap();
        let columns = columns::columns_of(&domain.latest(), &[board]).await.unwrap();
        let columns = columns.into_iter().map(|column| column.id).collect();
        Self { domain, ann, board, columns, _directory: directory }
    }

    async fn card(&self, column: usize, title: &str) -> CardId {
        let input = CreateCard {
            column_id: self.columns[column],
            title: title.to_owned(),
            description: None,
            icon: None,
            labels: Vec::new(),
            assignees: Vec::new(),
            start_on: None,
            due_on: None,
            estimate: None,
            milestone: None,
            after: None,
            before: None,
        };
        let made = cards::create_card(&self.domain, &request(&self.ann, None), input).await;
        made.unwrap().subject.parse().unwrap()
    }

    async fn move_card(
        &self,
        key: Option<&str>,
        card: CardId,
        column: usize,
        after: Option<CardId>,
        before: Option<CardId>,
    ) -> Result<Outcome, Error> {
        let input = MoveCard { card_id: card, column_id: self.columns[column], after, before };
        cards::move_card(&self.domain, &request(&self.ann, key), input).await
    }

    async fn titles(&self, column: usize) -> Vec<String> {
        let query = CardQuery {
            board: (self.board, "RL".to_owned()),
            filter: cards::CardFilter {
                columns: Some(vec![self.columns[column]]),
                ..Default::default()
            },
            order: Vec::new(),
            after: None,
            limit: 1_000,
        };
        let page = cards::card_page(&self.domain.snapshot(), query).await.unwrap();
        page.cards.into_iter().map(|(_, card)| card.title.clone()).collect()
    }

    async fn seq(&self) -> i64 {
        let board = boards::board(&self.domain.latest(), &self.ann, BoardRef::Id(self.board)).await;
        board.unwrap().board().seq
    }
}

fn request(actor: &Actor, key: Option<&str>) -> WriteRequest {
    WriteRequest { actor: actor.clone(), client_mutation_id: key.map(str::to_owned) }
}

async fn person(domain: &Domain, name: &str) -> Actor {
    let id = UserId(domain.ids.uuid());
    let row = user::ActiveModel {
        id: Set(id),
        username: Set(name.to_owned()),
        username_key: Set(name.to_owned()),
        display_name: Set(name.to_owned()),
        avatar_url: Set(None),
        password_hash: Set(None),
        is_admin: Set(false),
        created_at: Set(domain.clock.now()),
    };
    user::Entity::insert(row).exec(domain.database.writer()).await.unwrap();
    Actor::User { id, is_server_admin: false, credential: Credential::local() }
}

#[tokio::test]
async fn cards_stand_where_they_were_put() {
    let world = World::new().await;
    let a = world.card(0, "a").await;
    let b = world.card(0, "b").await;
    let c = world.card(0, "c").await;
    assert_eq!(world.titles(0).await, ["a", "b", "c"]);
    world.move_card(None, c, 0, Some(a), None).await.unwrap();
    assert_eq!(world.titles(0).await, ["a", "c", "b"]);
    world.move_card(None, b, 0, None, Some(a)).await.unwrap();
    assert_eq!(world.titles(0).await, ["b", "a", "c"]);
    world.move_card(None, b, 1, Some(c), None).await.unwrap();
    assert_eq!(world.titles(0).await, ["a", "c"]);
    assert_eq!(world.titles(1).await, ["b"], "a neighbour elsewhere is ignored");
    world.move_card(None, a, 1, None, None).await.unwrap();
    assert_eq!(world.titles(1).await, ["b", "a"]);
}

#[tokio::test]
async fn a_place_that_is_used_for_ever_never_runs_out() {
    let world = World::new().await;
    let first = world.card(0, "first").await;
    let mut others = [world.card(0, "x").await, world.card(0, "y").await];
    for _ in 0..250 {
        world.move_card(None, others[0], 0, Some(first), None).await.unwrap();
        others.swap(0, 1);
    }
    assert_eq!(world.titles(0).await.len(), 3);
    assert_eq!(world.titles(0).await[0], "first");
    let state =
        log::past::state_at(&world.domain, &world.domain.latest(), world.board, world.seq().await)
            .await
            .unwrap()
            .unwrap();
    let mut cards: Vec<_> = state.cards.values().collect();
    cards.sort_by(|one, other| (&one.rank, one.id).cmp(&(&other.rank, other.id)));
    let titles: Vec<_> = cards.iter().map(|card| card.title.clone()).collect();
    assert_eq!(titles, world.titles(0).await, "the log tells of new ranks too");
}

#[tokio::test]
async fn a_retry_returns_the_first_outcome_and_changes_nothing() {
    let world = World::new().await;
    let a = world.card(0, "a").await;
    let first = world.move_card(Some("m1"), a, 1, None, None).await.unwrap();
    let again = world.move_card(Some("m1"), a, 2, None, None).await.unwrap();
    assert_eq!(first.event.unwrap().seq, again.event.unwrap().seq);
    assert_eq!(world.titles(1).await, ["a"]);
    let seq = world.seq().await;
    let deleted = cards::delete_card(&world.domain, &request(&world.ann, Some("d1")), a).await;
    let deleted_again =
        cards::delete_card(&world.domain, &request(&world.ann, Some("d1")), a).await;
    assert_eq!(deleted.unwrap().event.unwrap().seq, seq + 1);
    assert_eq!(deleted_again.unwrap().event.unwrap().seq, seq + 1);
    let refused = cards::delete_card(&world.domain, &request(&world.ann, Some("d2")), a).await;
    assert!(
        matches!(refused, Err(Error::Refused(reasons)) if reasons == [Refusal::not_found("cardId", "card")])
    );
    assert_eq!(world.seq().await, seq + 1);
    world.domain.clock.advance(chrono::Duration::hours(25));
    let late = cards::delete_card(&world.domain, &request(&world.ann, Some("d1")), a).await;
    assert!(matches!(late, Err(Error::Refused(_))), "a day later it is another write");
}

#[tokio::test]
async fn concurrent_attempts_of_one_write_apply_once() {
    let world = World::new().await;
    let a = world.card(0, "a").await;
    let seq = world.seq().await;
    let attempts = (0..8).map(|_| world.move_card(Some("same"), a, 1, None, None));
    let outcomes = futures_util::future::join_all(attempts).await;
    let seqs: Vec<i64> =
        outcomes.into_iter().map(|outcome| outcome.unwrap().event.unwrap().seq).collect();
    assert_eq!(seqs, vec![seq + 1; 8]);
    assert_eq!(world.seq().await, seq + 1);
}

#[tokio::test]
async fn a_full_column_that_blocks_refuses_and_nothing_is_written() {
    let world = World::new().await;
    let (a, b) = (world.card(0, "a").await, world.card(0, "b").await);
    let limit = UpdateColumn {
        column_id: world.columns[1],
        title: None,
        color: None,
        kind: None,
        wip_limit: Some(Some(1)),
        wip_policy: Some(WipPolicy::Block),
        description: None,
    };
    columns::update_column(&world.domain, &request(&world.ann, None), limit).await.unwrap();
    world.move_card(None, a, 1, None, None).await.unwrap();
    let seq = world.seq().await;
    let refused = world.move_card(None, b, 1, None, None).await;
    let Err(Error::Refused(reasons)) = refused else { panic!("{refused:?}") };
    assert_eq!(reasons, [Refusal::WipLimit { column: "Doing".to_owned(), limit: 1 }]);
    assert_eq!(world.seq().await, seq);
    world.move_card(None, a, 1, None, None).await.unwrap();
}

#[tokio::test]
async fn an_event_says_what_changed_and_from_what() {
    let world = World::new().await;
    let a = world.card(0, "a").await;
    let moved = world.move_card(Some("m"), a, 1, None, None).await.unwrap().event.unwrap();
    let [Change::Card { fields, old, after }] = moved.change_set.changes.as_slice() else {
        panic!("{moved:?}");
    };
    assert_eq!(fields, &["column"]);
    assert_eq!(old["column"], world.columns[0].to_string());
    assert_eq!((after.column_id, after.version), (world.columns[1], moved.seq));
    assert_eq!(after.description, None, "what did not change is not repeated");
    assert_eq!(moved.client_mutation_id.as_deref(), Some("m"));
    let column = moved.change_set.references.column(world.columns[1]).unwrap();
    assert_eq!(column.title, "Doing");
}

#[tokio::test]
async fn a_stranger_learns_nothing() {
    let world = World::new().await;
    let a = world.card(0, "a").await;
    let bob = person(&world.domain, "bob").await;
    let refused = cards::delete_card(&world.domain, &request(&bob, None), a).await;
    assert!(
        matches!(refused, Err(Error::Refused(reasons)) if reasons == [Refusal::not_found("cardId", "card")])
    );
    let board = boards::board(&world.domain.latest(), &bob, BoardRef::Key("RL")).await;
    assert!(matches!(board, Err(Error::NotFound { .. })));
    let anonymous = request(&Actor::Anonymous, None);
    let refused = cards::delete_card(&world.domain, &anonymous, a).await;
    assert!(matches!(refused, Err(Error::Unauthenticated)));
}
