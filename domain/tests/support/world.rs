//! A database of its own for one test, with one board on it that Ann administers.

use cairn_domain::access::BoardRef;
use cairn_domain::accounts::Credential;
use cairn_domain::boards::{self, CreateBoard};
use cairn_domain::cards::{self, CreateCard};
use cairn_domain::columns;
use cairn_domain::entities::{
    BoardId, BoardRole, BoardVisibility, CardId, ColumnId, LabelId, MilestoneId, UserId, user,
};
use cairn_domain::labels::{self, CreateLabel};
use cairn_domain::log::{CardImage, Event};
use cairn_domain::members::{self, SetBoardMember, Who};
use cairn_domain::milestones::{self, CreateMilestone};
use cairn_domain::{Actor, Clock, Database, Domain, Error, Ids, Outcome, Refusal, WriteRequest};
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};
use tempfile::TempDir;

pub struct World {
    pub domain: Domain,
    pub ann: Actor,
    /// The board `RL`.
    pub board: BoardId,
    /// To do, Doing and Done.
    pub columns: Vec<ColumnId>,
    url: String,
    _directory: TempDir,
}

impl World {
    /// On SQLite, or on the PostgreSQL server that `CAIRN_TEST_POSTGRES_URL` names.
    pub async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = match std::env::var("CAIRN_TEST_POSTGRES_URL") {
            Ok(server) => database_on(&server).await,
            Err(_) => format!("sqlite://{}", directory.path().join("cairn.db").display()),
        };
        let database = Database::open(&url, 4).await.unwrap();
        database.change_schema(cairn_migrations::migrate).await.unwrap().unwrap();
        let clock = Clock::held_at("2026-11-22T12:00:00Z".parse().unwrap());
        let domain = Domain::new(database, clock.clone(), Ids::seeded(clock, 7));
        let ann = person(&domain, "ann").await;
        let board = make_board(&domain, &ann, "RL", BoardVisibility::Private).await;
        let columns = columns::columns_of(&domain.latest(), &[board]).await.unwrap();
        let columns = columns.into_iter().map(|column| column.id).collect();
        Self { domain, ann, board, columns, url, _directory: directory }
    }

    /// As after a restart: other connections, and nothing remembered.
    pub async fn reopen(&mut self) {
        let database = Database::open(&self.url, 4).await.unwrap();
        let clock = self.domain.clock.clone();
        self.domain = Domain::new(database, clock.clone(), Ids::random(clock));
    }

    /// Another board of Ann's, and its first column.
    pub async fn another_board(
        &self,
        key: &str,
        visibility: BoardVisibility,
    ) -> (BoardId, ColumnId) {
        let board = make_board(&self.domain, &self.ann, key, visibility).await;
        let columns = columns::columns_of(&self.domain.latest(), &[board]).await.unwrap();
        (board, columns[0].id)
    }

    pub async fn person(&self, name: &str) -> Actor {
        person(&self.domain, name).await
    }

    /// A new person with a role on the board.
    pub async fn member(&self, name: &str, role: BoardRole) -> Actor {
        let person = self.person(name).await;
        self.give_role(&person, role).await;
        person
    }

    pub async fn give_role(&self, person: &Actor, role: BoardRole) {
        let who = Some(Who::Id(person.user_id().unwrap()));
        let input = SetBoardMember { board_id: self.board, who, role };
        let given = members::set_board_member(&self.domain, &by(&self.ann), input).await;
        given.unwrap();
    }

    pub async fn card(&self, column: usize, title: &str) -> CardId {
        self.card_with(new_card(self.columns[column], title)).await
    }

    pub async fn card_with(&self, input: CreateCard) -> CardId {
        let made = cards::create_card(&self.domain, &by(&self.ann), input).await;
        made.unwrap().subject.parse().unwrap()
    }

    pub async fn label(&self, name: &str) -> LabelId {
        let input = CreateLabel { board_id: self.board, name: name.to_owned(), color: None };
        let made = labels::create_label(&self.domain, &by(&self.ann), input).await;
        made.unwrap().subject.parse().unwrap()
    }

    pub async fn milestone(&self, title: &str, due_on: Option<&str>) -> MilestoneId {
        let input = CreateMilestone {
            board_id: self.board,
            title: title.to_owned(),
            description: None,
            start_on: None,
            due_on: due_on.map(|day| day.parse().unwrap()),
        };
        let made = milestones::create_milestone(&self.domain, &by(&self.ann), input).await;
        made.unwrap().subject.parse().unwrap()
    }

    pub async fn archive(&self, card: CardId) {
        cards::archive_card(&self.domain, &by(&self.ann), card).await.unwrap();
    }

    /// The card as lists show it.
    pub async fn read_card(&self, card: CardId) -> CardImage {
        cards::cards_by_ids(&self.domain.latest(), &[card]).await.unwrap().remove(0)
    }

    pub async fn seq(&self) -> i64 {
        let board = boards::board(&self.domain.latest(), &self.ann, BoardRef::Id(self.board)).await;
        board.unwrap().board().seq
    }

    /// From now on the board accepts no writes.
    pub async fn archive_board(&self) {
        boards::archive_board(&self.domain, &by(&self.ann), self.board).await.unwrap();
    }
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

async fn make_board(
    domain: &Domain,
    creator: &Actor,
    key: &str,
    visibility: BoardVisibility,
) -> BoardId {
    let input = CreateBoard {
        key: Some(key.to_owned()),
        title: format!("Board {key}"),
        description: None,
        icon: None,
        team: None,
        visibility,
        columns: ["To do", "Doing", "Done"].map(str::to_owned).to_vec(),
    };
    let made = boards::create_board(domain, &by(creator), input).await;
    made.unwrap().subject.parse().unwrap()
}

/// The URL of a new database on `server`, whose own URL ends with a database's name.
async fn database_on(server: &str) -> String {
    let name = format!("subjects_{}", Ids::random(Clock::system()).uuid().simple());
    let database = Database::open(server, 1).await.unwrap();
    database.writer().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

/// A card with a title and nothing else, for the end of `column`.
pub fn new_card(column: ColumnId, title: &str) -> CreateCard {
    CreateCard {
        column_id: column,
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
    }
}

/// A write by `actor`.
pub fn by(actor: &Actor) -> WriteRequest {
    WriteRequest { actor: actor.clone(), client_mutation_id: None }
}

/// A write by `actor`, under the client's id.
pub fn retried(actor: &Actor, id: &str) -> WriteRequest {
    WriteRequest { actor: actor.clone(), client_mutation_id: Some(id.to_owned()) }
}

/// The one reason of a refusal.
pub fn refusal(result: Result<Outcome, Error>) -> Refusal {
    match result {
        Err(Error::Refused(mut refusals)) if refusals.len() == 1 => refusals.remove(0),
        other => panic!("not one refusal: {other:?}"),
    }
}

/// The event of a write that was carried out.
pub fn event(result: Result<Outcome, Error>) -> std::sync::Arc<Event> {
    result.unwrap().event.unwrap()
}
