//! A database of its own for one test.

use cairn_domain::{Clock, Database, Domain, Ids};
use sea_orm::ConnectionTrait;
use tempfile::TempDir;

/// An empty database with the newest schema: SQLite in a folder, or on the PostgreSQL server that
/// `CAIRN_TEST_POSTGRES_URL` names.
pub struct TestDatabase {
    /// How to reach it.
    pub url: String,
    directory: TempDir,
}

impl TestDatabase {
    /// Makes one.
    pub async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = match std::env::var("CAIRN_TEST_POSTGRES_URL") {
            Ok(server) => database_on(&server).await,
            Err(_) => format!("sqlite://{}", directory.path().join("cairn.db").display()),
        };
        let database = Self { url, directory };
        let opened = database.open().await;
        opened.change_schema(cairn_migrations::migrate).await.unwrap().unwrap();
        database
    }

    /// A folder for one test.
    pub fn directory(&self) -> &std::path::Path {
        self.directory.path()
    }

    /// Another connection.
    pub async fn open(&self) -> Database {
        Database::open(&self.url, 8).await.unwrap()
    }

    /// The rules over it, as one node has them, at the time of `clock`.
    pub async fn node(&self, clock: Clock) -> Domain {
        Domain::new(self.open().await, clock.clone(), Ids::random(clock))
    }
}

async fn database_on(server: &str) -> String {
    let name = format!("it_{}", Ids::random(Clock::system()).uuid().simple());
    let database = Database::open(server, 1).await.unwrap();
    database.writer().execute_unprepared(&format!("CREATE DATABASE {name}")).await.unwrap();
    let (server, _) = server.rsplit_once('/').unwrap();
    format!("{server}/{name}")
}
