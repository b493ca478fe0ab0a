//! Moves on SQLite: one thread that writes, prepared statements, one commit for all that waited.

use std::path::Path;
use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router, extract::State};
use rusqlite::{Connection, Statement, params};
use tokio::sync::{mpsc, oneshot};

use super::moves::{Body, Move, Moved};
use crate::failure::Result;

/// Moves that one commit takes at most.
const GROUP: usize = 256;
/// Any time: what it says costs nothing.
const AT: &str = "2026-11-23T00:00:00.000000+00:00";

struct Job {
    moved: Move,
    answer: oneshot::Sender<Moved>,
}

/// `POST /move` on a copy of Cairn's file.
pub fn router(file: &Path) -> Result<Router> {
    let connection = Connection::open(file)?;
    connection.execute_batch(
        "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA foreign_keys = ON; \
         PRAGMA cache_size = -16384; PRAGMA temp_store = MEMORY;",
    )?;
    let (jobs, waiting) = mpsc::channel(GROUP);
    std::thread::spawn(move || {
        if let Err(failure) = write(&connection, waiting) {
            eprintln!("the writer ended: {failure}");
        }
    });
    Ok(Router::new().route("/move", post(answer)).with_state(Arc::new(jobs)))
}

async fn answer(
    State(jobs): State<Arc<mpsc::Sender<Job>>>,
    Json(body): Json<Body>,
) -> std::result::Result<Json<Moved>, StatusCode> {
    let moved = Move::try_from(body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let (answer, answered) = oneshot::channel();
    let sent = jobs.send(Job { moved, answer }).await;
    sent.map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)?;
    answered.await.map(Json).map_err(|_| StatusCode::INTERNAL_SERVER_ERROR)
}

/// The rows that a move writes, and nothing that it reads or checks.
struct Statements<'a> {
    savepoint: Statement<'a>,
    seq: Statement<'a>,
    card: Statement<'a>,
    event: Statement<'a>,
    outcome: Statement<'a>,
    release: Statement<'a>,
}

fn write(connection: &Connection, mut waiting: mpsc::Receiver<Job>) -> Result<()> {
    let prepare = |sql| connection.prepare(sql);
    let mut statements = Statements {
        savepoint: prepare("SAVEPOINT moved")?,
        seq: prepare(
            "UPDATE boards SET seq = seq + 1, updated_at = ?2 WHERE id = ?1 RETURNING seq, epoch",
        )?,
        card: prepare(
            "UPDATE cards SET column_id = ?2, rank = ?3, version = ?4, updated_at = ?5 WHERE id = ?1",
        )?,
        event: prepare(
            "INSERT INTO events (board_id, seq, epoch, at, actor_user, client_mutation_id, changes) \
             VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)",
        )?,
        outcome: prepare(
            "INSERT INTO idempotency_keys (user_id, client_mutation_id, operation, outcome, at) \
             VALUES (?1, ?2, 'moveCard', ?3, ?4)",
        )?,
        release: prepare("RELEASE moved")?,
    };
    let user: Vec<u8> =
        connection.query_row("SELECT id FROM users LIMIT 1", [], |row| row.get(0))?;
    let example: String = connection.query_row(
        "SELECT changes FROM events WHERE client_mutation_id = 'bench-example' LIMIT 1",
        [],
        |row| row.get(0),
    )?;
    let mut group = Vec::with_capacity(GROUP);
    while waiting.blocking_recv_many(&mut group, GROUP) > 0 {
        connection.execute_batch("BEGIN IMMEDIATE")?;
        let mut done = Vec::with_capacity(group.len());
        for job in group.drain(..) {
            let seq = write_one(&mut statements, &job.moved, &user, &example)?;
            done.push((job.answer, Moved { seq, rank: job.moved.rank }));
        }
        connection.execute_batch("COMMIT")?;
        for (answer, moved) in done {
            // Who asked may have gone.
            let _ = answer.send(moved);
        }
    }
    Ok(())
}

fn write_one(
    statements: &mut Statements<'_>,
    moved: &Move,
    user: &[u8],
    changes: &str,
) -> Result<i64> {
    let board = moved.board.as_bytes();
    statements.savepoint.execute([])?;
    let (seq, epoch): (i64, Vec<u8>) =
        statements.seq.query_row(params![board, AT], |row| Ok((row.get(0)?, row.get(1)?)))?;
    let (card, column) = (moved.card.as_bytes(), moved.column.as_bytes());
    statements.card.execute(params![card, column, moved.rank, seq, AT])?;
    statements.event.execute(params![board, seq, epoch, AT, user, moved.id, changes])?;
    let outcome = format!(r#"{{"done":{{"subject":"card_{}","seq":{seq}}}}}"#, moved.card.simple());
    statements.outcome.execute(params![user, moved.id, outcome, AT])?;
    statements.release.execute([])?;
    Ok(seq)
}
