//! Drafts become boards: whole, once, and with nothing left behind when they are refused.

#![expect(clippy::unwrap_used, reason = "a test may end anywhere")]

use std::io::Read;
use std::sync::Arc;

use cairn_domain::accounts::{Credential, NewUser};
use cairn_domain::cards::{self, CardQuery};
use cairn_domain::entities::{ActorRef, BoardRole, Color, ColumnKind, board, board_import, bot};
use cairn_domain::import::draft::{
    BoardDraft, CardDraft, ColumnDraft, CommentDraft, LabelDraft, PropertyDraft,
};
use cairn_domain::import::report::{ImportReport, PersonReport};
use cairn_domain::import::{ImportOutcome, ImportSource, import_board};
use cairn_domain::log::past::state_at;
use cairn_domain::log::{ActorImage, BoardState, CardImage};
use cairn_domain::statements::{Statements, counted};
use cairn_domain::{Actor, Clock, Database, Domain, Error, Ids, Refusal, WriteRequest, columns};
use chrono::{DateTime, Utc};
use sea_orm::{ConnectionTrait, EntityTrait, PaginatorTrait};
use tempfile::TempDir;

const NOW: &str = "2026-11-22T12:00:00Z";
const SOURCE: ImportSource = ImportSource { origin: "focalboard", archive_hash: [7; 32] };

/// A database of its own for one test: SQLite, or one on the PostgreSQL server that
/// `CAIRN_TEST_POSTGRES_URL` names.
struct World {
    domain: Domain,
    _directory: TempDir,
}

impl World {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = match std::env::var("CAIRN_TEST_POSTGRES_URL") {
            Ok(server) => database_on(&server).await,
            Err(_) => format!("sqlite://{}", directory.path().join("cairn.db").display()),
        };
        let database = Database::open(&url, 4).await.unwrap();
        database.change_schema(cairn_migrations::migrate).await.unwrap().unwrap();
        let clock = Clock::held_at(moment(NOW));
        let domain = Domain::new(database, clock.clone(), Ids::random(clock));
        Self { domain, _directory: directory }
    }

    async fn person(&self, username: &str) -> WriteRequest {
        let person = self
            .domain
            .accounts()
            .add_user(NewUser {
                username: username.to_owned(),
                display_name: None,
                password: None,
                is_admin: false,
            })
            .await
            .unwrap();
        let credential = Credential::local();
        let actor = Actor::User { id: person.id, is_server_admin: false, credential };
        WriteRequest { actor, client_mutation_id: None }
    }

    async fn import(
        &self,
        request: &WriteRequest,
        draft: BoardDraft,
    ) -> Result<ImportOutcome, Error> {
        let report = ImportReport {
            source_board: draft.source_id.clone(),
            people: draft.people.iter().map(|(id, name)| named(id, name)).collect(),
            ..ImportReport::default()
        };
        import_board(&self.domain, request, SOURCE, draft, report).await
    }

    async fn boards(&self) -> u64 {
        board::Entity::find().count(self.domain.database.reader()).await.unwrap()
    }

    /// The board as its log tells it, and its cards as lists show them.
    async fn read(&self, outcome: &ImportOutcome) -> (BoardState, Vec<CardImage>) {
        let reader = self.domain.latest();
        let state = state_at(&self.domain, &reader, outcome.board_id, 1).await.unwrap().unwrap();
        let query = CardQuery {
            board: (outcome.board_id, outcome.key.clone()),
            filter: cards::CardFilter::default(),
            order: Vec::new(),
            after: None,
            limit: 1000,
        };
        let page = cards::card_page(&reader, query).await.unwrap();
        (state, page.cards.into_iter().map(|(_, card)| (*card).clone()).collect())
    }
}

async fn database_on(server: &str) -> String {
    let name = format!("import_{}", Ids::random(Clock::system()).uuid().simple());
    let database = Database::open(server, 1).await.unwrap();
    database.writer().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

fn moment(text: &str) -> DateTime<Utc> {
    text.parse().unwrap()
}

fn named(id: &str, name: &str) -> PersonReport {
    PersonReport {
        source_id: id.to_owned(),
        name: name.to_owned(),
        username: None,
        assigned: 0,
        authored: 0,
    }
}

fn column(title: &str, kind: ColumnKind) -> ColumnDraft {
    ColumnDraft { title: title.to_owned(), color: Color::Blue, kind }
}

fn card(title: &str, column: usize, created: &str) -> CardDraft {
    CardDraft {
        source_id: title.to_owned(),
        title: title.to_owned(),
        column,
        author: Some("u-bob".to_owned()),
        created_at: Some(moment(created)),
        updated_at: Some(moment(created)),
        ..CardDraft::default()
    }
}

/// Two columns, three cards, a user and a stranger.
fn draft() -> BoardDraft {
    let mut full = card("second", 0, "2023-01-02T00:00:00Z");
    full.body.push_str("- [x] done\n- [ ] open");
    full.properties = vec![PropertyDraft { name: "Company".to_owned(), value: "A*B".to_owned() }];
    full.labels = vec![1, 0];
    full.assignees = vec!["u-ann".to_owned(), "u-bob".to_owned()];
    full.start_on = "2023-02-01".parse().ok();
    full.due_on = "2023-02-03".parse().ok();
    full.estimate = Some(2.5);
    full.icon = Some("🎯".to_owned());
    full.comments = vec![
        CommentDraft {
            body: "by ann".to_owned(),
            author: Some("u-ann".to_owned()),
            created_at: Some(moment("2023-01-03T00:00:00Z")),
        },
        CommentDraft {
            body: "from the future".to_owned(),
            author: Some("u-bob".to_owned()),
            created_at: Some(moment("2050-01-01T00:00:00Z")),
        },
    ];
    let people = [("u-ann", "Ann"), ("u-bob", "Bob Ross")];
    BoardDraft {
        source_id: "b1".to_owned(),
        title: "Release list".to_owned(),
        created_at: Some(moment("2022-01-01T00:00:00Z")),
        columns: vec![column("To do", ColumnKind::Ready), column("Done", ColumnKind::Done)],
        labels: ["api", "ui"]
            .map(|name| LabelDraft { name: name.to_owned(), color: Color::Red })
            .into(),
        cards: vec![
            card("newest", 0, "2023-01-03T00:00:00Z"),
            full,
            card("oldest", 1, "2023-01-01T00:00:00Z"),
        ],
        people: people.map(|(id, name)| (id.to_owned(), name.to_owned())).into(),
        raw: b"{\"type\":\"board\"}\n".to_vec(),
        ..BoardDraft::default()
    }
}

#[tokio::test]
async fn a_draft_becomes_a_board_with_its_past() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let outcome = world.import(&ann, draft()).await.unwrap();
    assert!(outcome.is_new);
    assert_eq!((outcome.key.as_str(), outcome.title.as_str()), ("RL", "Release list"));

    let (state, cards) = world.read(&outcome).await;
    assert_eq!(state.board.created_at, moment("2022-01-01T00:00:00Z"));
    assert_eq!(state.updated_at, moment(NOW));
    let members: Vec<_> = state.members.values().map(|member| member.role).collect();
    assert_eq!(members, [BoardRole::Admin]);
    let listed: Vec<_> =
        cards.iter().map(|card| (card.key.as_str(), card.title.as_str())).collect();
    assert_eq!(listed, [("RL-3", "newest"), ("RL-2", "second"), ("RL-1", "oldest")]);

    let second = &state.cards[&cards[1].id];
    assert_eq!(
        second.description.as_deref(),
        Some(
            "- [x] done\n- [ ] open\n\n### Imported properties\n\n\
             - Assigned to: Bob Ross\n- Company: A\\*B"
        )
    );
    assert_eq!((second.checklist.done, second.checklist.total), (1, 2));
    assert_eq!(second.label_ids.len(), 2);
    assert_eq!(second.assignee_ids, [ann.actor.user_id().unwrap()]);
    assert_eq!(second.estimate, Some(2.5));
    assert_eq!(second.created_at, moment("2023-01-02T00:00:00Z"));
    let Some(author @ ActorRef::Bot(_)) = second.created_by else { panic!("a stranger's card") };
    let Some(ActorImage::Bot(bob)) = state.actor(author) else { panic!("the log knows them") };
    assert_eq!(bob.name, "Bob Ross");

    let comments: Vec<_> = state
        .comments
        .values()
        .map(|comment| (comment.body.as_str(), comment.created_at, comment.author))
        .collect();
    assert!(comments.contains(&("by ann", moment("2023-01-03T00:00:00Z"), ann.actor.as_ref())));
    assert!(comments.contains(&("from the future", moment(NOW), Some(author))));
    assert_eq!(outcome.report.people[0].username.as_deref(), Some("ann"));
    assert_eq!(outcome.report.people[1].username, None);
}

#[tokio::test]
async fn rows_and_log_say_the_same() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let outcome = world.import(&ann, draft()).await.unwrap();
    let (state, cards) = world.read(&outcome).await;
    for row in cards {
        let mut logged = (*state.cards[&row.id]).clone();
        logged.description = None;
        logged.label_ids.clear();
        logged.assignee_ids.clear();
        assert_eq!(row, logged);
    }
    let reader = world.domain.latest();
    let columns = columns::columns_of(&reader, &[outcome.board_id]).await.unwrap();
    assert_eq!(columns.len(), state.columns.len());
    assert!(columns.iter().all(|column| state.columns[&column.id] == *column));
    let mut ids: Vec<_> = state.cards.keys().copied().collect();
    ids.sort_unstable();
    let labels = cards::labels_of(&reader, &ids).await.unwrap();
    assert_eq!(labels.len(), 2);
    assert!(
        labels.iter().all(|link| state.cards[&link.card_id].label_ids.contains(&link.label.id))
    );
}

#[tokio::test]
async fn the_same_archive_comes_once() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let first = world.import(&ann, draft()).await.unwrap();
    let again = world.import(&ann, draft()).await.unwrap();
    assert!(!again.is_new);
    assert_eq!((again.board_id, &again.report), (first.board_id, &first.report));
    assert_eq!(world.boards().await, 1);

    let bob = world.person("bob").await;
    let Err(Error::Refused(refusals)) = world.import(&bob, draft()).await else {
        panic!("another person learns nothing of it");
    };
    assert!(matches!(refusals.as_slice(), [Refusal::Conflict { field: None, .. }]));

    let other = ImportSource { archive_hash: [8; 32], ..SOURCE };
    let report = ImportReport { source_board: "b1".to_owned(), ..ImportReport::default() };
    let other = import_board(&world.domain, &bob, other, draft(), report).await.unwrap();
    assert_eq!(other.key, "RL2");
    let bots = bot::Entity::find().count(world.domain.database.reader()).await.unwrap();
    assert_eq!(bots, 1, "a stranger is the same actor in every import");
}

#[tokio::test]
async fn two_imports_at_the_same_time_make_one_board() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (one, other) = tokio::join!(world.import(&ann, draft()), world.import(&ann, draft()));
    let (one, other) = (one.unwrap(), other.unwrap());
    assert_eq!(one.board_id, other.board_id);
    assert!(one.is_new != other.is_new);
    assert_eq!(world.boards().await, 1);
}

#[tokio::test]
async fn what_is_refused_leaves_nothing_behind() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let mut wide = draft();
    wide.columns =
        (0..101).map(|number| column(&number.to_string(), ColumnKind::Backlog)).collect();
    let mut crowded = draft();
    crowded.people = (0..10_001).map(|number| (number.to_string(), "x".to_owned())).collect();
    for draft in [wide, crowded] {
        let Err(Error::Refused(refusals)) = world.import(&ann, draft).await else {
            panic!("over a limit");
        };
        assert!(matches!(refusals.as_slice(), [Refusal::LimitReached { .. }]));
    }
    assert_eq!(world.boards().await, 0);
    let nobody = WriteRequest { actor: Actor::Anonymous, client_mutation_id: None };
    assert!(matches!(world.import(&nobody, draft()).await, Err(Error::Unauthenticated)));
}

#[tokio::test]
async fn the_record_is_kept_as_it_was() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let outcome = world.import(&ann, draft()).await.unwrap();
    let reader = world.domain.database.reader();
    let record = board_import::Entity::find().one(reader).await.unwrap().unwrap();
    assert_eq!(record.board_id, outcome.board_id);
    assert_eq!(record.source_board, "b1");
    let mut raw = Vec::new();
    flate2::read::GzDecoder::new(record.raw.as_slice()).read_to_end(&mut raw).unwrap();
    assert_eq!(raw, draft().raw);
    let report: ImportReport = serde_json::from_str(&record.report).unwrap();
    assert_eq!(report, outcome.report);
}

#[tokio::test]
async fn a_large_board_takes_few_statements() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let mut large = draft();
    large.cards = (0..2_000)
        .map(|number| {
            let mut card = card(&format!("card {number}"), number % 2, "2023-01-01T00:00:00Z");
            card.labels = vec![0, 1];
            card
        })
        .collect();
    let statements = Arc::new(Statements::default());
    let outcome = counted(statements.clone(), world.import(&ann, large)).await.unwrap();
    assert!(statements.count() <= 45, "{} statements", statements.count());
    let (state, _) = world.read(&outcome).await;
    assert_eq!(state.cards.len(), 2_000);
}
