//! A server's data, and the nodes that work on it.

use cairn_domain::accounts::{NewUser, Person, SignIn, SignedIn};
use cairn_domain::{Actor, Clock, Database, Domain, Error, Ids, Refusal, WriteRequest};
use chrono::{DateTime, Duration};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

pub const PASSWORD: &str = "correct horse";

/// A database of its own for one test, and a node on it.
pub struct World {
    pub domain: Domain,
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
        let clock = Clock::held_at(DateTime::from_timestamp(1_790_000_000, 0).unwrap());
        let domain = node(&url, clock).await;
        domain.database.change_schema(cairn_migrations::migrate).await.unwrap().unwrap();
        Self { domain, url, _directory: directory }
    }

    /// Another node on the same database, at the same time.
    pub async fn another_node(&self) -> Domain {
        node(&self.url, self.domain.clock.clone()).await
    }

    pub async fn person(&self, username: &str) -> Person {
        self.domain.accounts().add_user(new_user(username)).await.unwrap()
    }

    pub async fn sign_in(&self, username: &str) -> SignedIn {
        let signed_in = self.domain.accounts().sign_in(sign_in(username, PASSWORD)).await;
        signed_in.unwrap().expect("the password is right")
    }

    /// The actor behind a session, as `domain` sees it.
    pub async fn actor(&self, session: &SignedIn) -> Actor {
        self.found(session).await.expect("the session holds")
    }

    pub async fn found(&self, session: &SignedIn) -> Option<Actor> {
        self.domain.accounts().authenticate_session(session.secret.expose()).await.unwrap()
    }
}

/// The URL of a new database on `server`, whose own URL ends with a database's name.
async fn database_on(server: &str) -> String {
    let name = format!("accounts_{}", Ids::random(Clock::system()).uuid().simple());
    let database = Database::open(server, 1).await.unwrap();
    database.writer().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}

async fn node(url: &str, clock: Clock) -> Domain {
    let database = Database::open(url, 4).await.unwrap();
    Domain::new(database, clock.clone(), Ids::random(clock))
}

pub fn new_user(username: &str) -> NewUser {
    NewUser {
        username: username.to_owned(),
        display_name: None,
        password: Some(PASSWORD.to_owned()),
        is_admin: false,
    }
}

pub fn sign_in(username: &str, password: &str) -> SignIn {
    SignIn {
        username: username.to_owned(),
        password: password.to_owned(),
        session_length: Duration::days(30),
    }
}

/// A write by `person`, under the client's id when there is one.
pub fn write_of(person: &Person, client_mutation_id: Option<&str>) -> WriteRequest {
    let actor = Actor::by_command_line(person);
    WriteRequest { actor, client_mutation_id: client_mutation_id.map(str::to_owned) }
}

/// The reasons of a refusal.
pub fn refusals<T>(result: Result<T, Error>) -> Vec<Refusal> {
    match result {
        Err(Error::Refused(refusals)) => refusals,
        Err(error) => panic!("not a refusal: {error:?}"),
        Ok(_) => panic!("was not refused"),
    }
}

/// Whether the actor's holders have been told that the credential ended.
pub fn has_ended(actor: &Actor) -> bool {
    match actor {
        Actor::Anonymous => false,
        Actor::User { credential, .. } => credential.has_ended(),
    }
}
