use std::sync::Mutex;

use tokio::task::{JoinHandle, yield_now};
use tokio_util::task::TaskTracker;

use super::*;

struct World {
    writer: SqliteWriter,
    path: String,
    _directory: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let path = directory.path().join("test.db").display().to_string();
        let writer = SqliteWriter::open(path.clone(), Duration::MAX).await.unwrap();
        let world = Self { writer, path, _directory: directory };
        let tables = "CREATE TABLE notes (text TEXT PRIMARY KEY) STRICT;
            CREATE TABLE replies (note TEXT REFERENCES notes (text)) STRICT;";
        let tx = world.writer.begin().await.unwrap();
        tx.execute_unprepared(tables).await.unwrap();
        tx.commit(|| ()).await.unwrap();
        world
    }

    /// Writes a note beside others, in the order in which this is called.
    async fn write(&self, text: &'static str) -> JoinHandle<Result<(), DbErr>> {
        self.spawn(async move |writer| {
            let tx = writer.begin().await?;
            note(&tx, text).await?;
            tx.commit(|| ()).await
        })
        .await
    }

    /// Lets `work` run until it waits.
    async fn spawn<F>(&self, work: impl FnOnce(SqliteWriter) -> F) -> JoinHandle<Result<(), DbErr>>
    where
        F: Future<Output = Result<(), DbErr>> + Send + 'static,
    {
        let handle = TaskTracker::new().spawn(work(self.writer.clone()));
        yield_now().await;
        handle
    }

    /// The notes that are on disk.
    fn notes(&self) -> Vec<String> {
        let connection = rusqlite::Connection::open(&self.path).unwrap();
        let mut notes = connection.prepare("SELECT text FROM notes ORDER BY text").unwrap();
        let notes = notes.query_map([], |row| row.get(0)).unwrap();
        notes.map(Result::unwrap).collect()
    }
}

async fn note(tx: &SqliteTx, text: &str) -> Result<(), DbErr> {
    let insert = "INSERT INTO notes (text) VALUES ($1)";
    tx.execute_raw(Statement::from_sql_and_values(DbBackend::Sqlite, insert, [text.into()]))
        .await
        .map(drop)
}

/// Lets a commit that is not allowed to succeed begin.
async fn reply_to_nobody(tx: &SqliteTx) -> Result<(), DbErr> {
    let insert = "PRAGMA defer_foreign_keys = ON; INSERT INTO replies (note) VALUES ('none')";
    tx.execute_unprepared(insert).await.map(drop)
}

#[tokio::test]
async fn those_who_wait_share_a_commit() {
    let world = World::new().await;
    let before = world.writer.groups();
    let first = world.writer.begin().await.unwrap();
    note(&first, "a").await.unwrap();
    let others = [world.write("b").await, world.write("c").await, world.write("d").await];
    first.commit(|| ()).await.unwrap();
    for other in others {
        other.await.unwrap().unwrap();
    }
    assert_eq!(world.notes(), ["a", "b", "c", "d"]);
    let after = world.writer.groups();
    assert_eq!((after.groups - before.groups, after.writes - before.writes), (1, 4));
    assert_eq!(after.largest, 4);
}

#[tokio::test]
async fn one_that_fails_takes_nobody_along() {
    let world = World::new().await;
    let first = world.writer.begin().await.unwrap();
    note(&first, "a").await.unwrap();
    let second = world.write("b").await;
    let again = world.write("a").await;
    let (has_written, written) = tokio::sync::oneshot::channel();
    let given_up = world
        .spawn(async |writer| {
            let tx = writer.begin().await?;
            note(&tx, "given up").await?;
            has_written.send(()).unwrap();
            std::future::pending().await
        })
        .await;
    let last = world.write("c").await;
    let answer = TaskTracker::new().spawn(first.commit(|| ()));
    written.await.unwrap();
    given_up.abort();
    answer.await.unwrap().unwrap();
    second.await.unwrap().unwrap();
    assert!(again.await.unwrap().is_err());
    last.await.unwrap().unwrap();
    assert_eq!(world.notes(), ["a", "b", "c"]);
}

#[tokio::test]
async fn what_follows_a_commit_happens_in_the_order_of_the_writes() {
    let world = World::new().await;
    let order = Arc::<Mutex<Vec<usize>>>::default();
    let mut writes = Vec::new();
    let first = world.writer.begin().await.unwrap();
    for number in 1..=5 {
        let order = Arc::clone(&order);
        let write = async move |writer: SqliteWriter| {
            let tx = writer.begin().await?;
            tx.commit(move || order.lock().unwrap().push(number)).await
        };
        writes.push(world.spawn(write).await);
    }
    let log = Arc::clone(&order);
    first.commit(move || log.lock().unwrap().push(0)).await.unwrap();
    for write in writes {
        write.await.unwrap().unwrap();
    }
    assert_eq!(*order.lock().unwrap(), [0, 1, 2, 3, 4, 5]);
}

#[tokio::test]
async fn a_commit_that_fails_keeps_nothing_of_its_group_and_says_so_to_all() {
    let world = World::new().await;
    let first = world.writer.begin().await.unwrap();
    note(&first, "a").await.unwrap();
    let second = world.write("b").await;
    let culprit = world
        .spawn(async |writer| {
            let tx = writer.begin().await?;
            reply_to_nobody(&tx).await?;
            tx.commit(|| ()).await
        })
        .await;
    assert!(first.commit(|| panic!("nothing was committed")).await.is_err());
    assert!(second.await.unwrap().is_err());
    assert!(culprit.await.unwrap().is_err());
    assert!(world.notes().is_empty());
    world.write("c").await.await.unwrap().unwrap();
    assert_eq!(world.notes(), ["c"], "the next group has nothing to do with it");
}

#[tokio::test]
async fn a_panic_leaves_nothing_behind() {
    let world = World::new().await;
    let panicked = world
        .spawn(async |writer| {
            note(&writer.begin().await?, "half a thought").await?;
            panic!("as a test of what a panic does")
        })
        .await;
    assert!(panicked.await.unwrap_err().is_panic());
    world.write("a").await.await.unwrap().unwrap();
    assert_eq!(world.notes(), ["a"]);
}

#[tokio::test]
async fn who_stops_waiting_for_the_place_holds_nobody_up() {
    let world = World::new().await;
    let first = world.writer.begin().await.unwrap();
    note(&first, "a").await.unwrap();
    let second = world.write("b").await;
    let third = world.write("c").await;
    second.abort();
    first.commit(|| ()).await.unwrap();
    third.await.unwrap().unwrap();
    assert_eq!(world.notes(), ["a", "c"]);
}

#[tokio::test]
async fn who_stops_waiting_for_the_answer_has_written() {
    let world = World::new().await;
    let first = world.writer.begin().await.unwrap();
    let write = world.write("a").await;
    let answer = TaskTracker::new().spawn(first.commit(|| ()));
    yield_now().await;
    yield_now().await;
    write.abort();
    answer.await.unwrap().unwrap();
    assert_eq!(world.notes(), ["a"]);
}

#[tokio::test]
async fn nobody_is_answered_on_grounds_that_may_yet_be_taken_back() {
    let world = World::new().await;
    let first = world.writer.begin().await.unwrap();
    reply_to_nobody(&first).await.unwrap();
    let asked = world.spawn(async |writer| writer.settled().await).await;
    assert!(first.commit(|| ()).await.is_err());
    assert!(asked.await.unwrap().is_err());
    world.writer.settled().await.unwrap();
}

#[tokio::test]
async fn another_process_that_writes_is_waited_for_beside_the_async_threads() {
    let world = World::new().await;
    let other = rusqlite::Connection::open(&world.path).unwrap();
    other.execute_batch("BEGIN IMMEDIATE").unwrap();
    let patience = Duration::from_millis(50);
    assert!(timeout(patience, world.writer.begin()).await.is_err(), "the time went on");
    let write = world.write("a").await;
    other.execute_batch("COMMIT").unwrap();
    write.await.unwrap().unwrap();
    assert_eq!(world.notes(), ["a"]);
    other.execute_batch("BEGIN IMMEDIATE; COMMIT").unwrap();
}

#[tokio::test]
async fn a_group_has_so_many_members_and_no_more() {
    let world = World::new().await;
    let first = world.writer.begin().await.unwrap();
    let mut writes = Vec::new();
    for _ in 0..600 {
        let empty = async |writer: SqliteWriter| writer.begin().await?.commit(|| ()).await;
        writes.push(world.spawn(empty).await);
    }
    first.commit(|| ()).await.unwrap();
    for write in writes {
        write.await.unwrap().unwrap();
    }
    assert!(world.writer.groups().largest <= 256, "{:?}", world.writer.groups());
}
