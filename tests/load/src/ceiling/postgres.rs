//! Moves on PostgreSQL, through the same driver: Cairn's own list of statements, or only one.
//!
//! The list is what `domain` sends for one `moveCard` with a token, in its order, as
//! `log_statement = 'all'` shows it. When the product sends other statements, this is the file to
//! change.

use std::sync::Arc;

use axum::http::StatusCode;
use axum::routing::post;
use axum::{Json, Router, extract::State};
use sea_orm::sqlx::postgres::PgPoolOptions;
use sea_orm::sqlx::{self, PgConnection, PgPool, Row};
use uuid::Uuid;

use super::moves::{Body, Move, Moved};
use crate::failure::Result;

/// Connections, as many as Cairn has by default.
const CONNECTIONS: u32 = 16;

/// Which id a statement's only parameter is.
#[derive(Clone, Copy)]
enum Key {
    User,
    Board,
    Card,
    Column,
}

/// Outside the transaction: who asks, whether it was done before, which board, which role.
const BEFORE: [(&str, Key); 5] = [
    (
        "SELECT t.id, t.last_used_at, u.id, u.is_admin FROM api_tokens t \
         JOIN users u ON t.user_id = u.id WHERE u.id = $1 LIMIT 1",
        Key::User,
    ),
    (
        "SELECT operation, outcome, at FROM idempotency_keys \
         WHERE user_id = $1 AND client_mutation_id = 'none' LIMIT 1",
        Key::User,
    ),
    ("SELECT board_id FROM cards WHERE id = $1 LIMIT 1", Key::Card),
    ("SELECT * FROM boards WHERE id = $1 LIMIT 1", Key::Board),
    ("SELECT board_id, user_id, role FROM board_members WHERE board_id = $1 LIMIT 1", Key::Board),
];

/// Takes the board's lock and its next number.
const LOCK: &str =
    "UPDATE boards SET seq = seq + 1, updated_at = now() WHERE id = $1 RETURNING seq, epoch";

/// Under the lock: the card with what belongs to it, where it goes, and between whom.
const LOCKED: [(&str, Key); 6] = [
    (
        "SELECT id, board_id, number, column_id, rank, title, icon, has_description, start_on, \
         due_on, estimate, milestone_id, created_by_user, created_at, updated_at, archived_at, \
         version FROM cards WHERE id = $1",
        Key::Card,
    ),
    ("SELECT card_id, label_id FROM card_labels WHERE card_id = $1 ORDER BY label_id", Key::Card),
    ("SELECT card_id, user_id FROM card_assignees WHERE card_id = $1 ORDER BY user_id", Key::Card),
    ("SELECT * FROM board_columns WHERE id = $1 LIMIT 1", Key::Column),
    ("SELECT id, rank FROM cards WHERE id = $1", Key::Card),
    (
        "SELECT rank FROM cards WHERE column_id = $1 ORDER BY rank DESC, id DESC LIMIT 1",
        Key::Column,
    ),
];

const CARD: &str =
    "UPDATE cards SET column_id = $2, rank = $3, version = $4, updated_at = now() WHERE id = $1";

/// What the event refers to.
const REFERENCES: [(&str, Key); 3] = [
    ("SELECT * FROM users WHERE id = $1", Key::User),
    ("SELECT * FROM board_columns WHERE id = $1", Key::Column),
    (
        "SELECT * FROM labels WHERE id IN (SELECT label_id FROM card_labels WHERE card_id = $1)",
        Key::Card,
    ),
];

const EVENT: &str = "INSERT INTO events \
     (board_id, seq, epoch, at, actor_user, client_mutation_id, changes) \
     VALUES ($1, $2, $3, now(), $4, $5, $6)";

const OUTCOME: &str = "INSERT INTO idempotency_keys \
     (user_id, client_mutation_id, operation, outcome, at) VALUES ($1, $2, 'moveCard', $3, now()) \
     ON CONFLICT (user_id, client_mutation_id) DO UPDATE SET outcome = excluded.outcome \
     WHERE idempotency_keys.at <= now() - interval '1 day'";

/// All that a move writes, in one round trip.
const FOLDED: &str = "WITH board AS (
         UPDATE boards SET seq = seq + 1, updated_at = now() WHERE id = $1 RETURNING seq, epoch
     ), card AS (
         UPDATE cards SET column_id = $3, rank = $4, version = board.seq, updated_at = now()
         FROM board WHERE cards.id = $2
     ), event AS (
         INSERT INTO events (board_id, seq, epoch, at, actor_user, client_mutation_id, changes)
         SELECT $1, board.seq, board.epoch, now(), $5, $6, $7 FROM board
     ), outcome AS (
         INSERT INTO idempotency_keys (user_id, client_mutation_id, operation, outcome, at)
         SELECT $5, $6, 'moveCard', $8, now() FROM board
     )
     SELECT seq FROM board";

struct Writer {
    pool: PgPool,
    user: Uuid,
    changes: String,
    folded: bool,
}

/// `POST /move` on a copy of Cairn's database.
pub async fn router(url: &str, folded: bool) -> Result<Router> {
    let pool = PgPoolOptions::new().max_connections(CONNECTIONS).connect(url).await?;
    let user = sqlx::query("SELECT id FROM users LIMIT 1").fetch_one(&pool).await?.try_get(0)?;
    let changes = sqlx::query(
        "SELECT changes FROM events WHERE client_mutation_id = 'bench-example' LIMIT 1",
    )
    .fetch_one(&pool)
    .await?
    .try_get(0)?;
    let writer = Arc::new(Writer { pool, user, changes, folded });
    Ok(Router::new().route("/move", post(answer)).with_state(writer))
}

async fn answer(
    State(writer): State<Arc<Writer>>,
    Json(body): Json<Body>,
) -> std::result::Result<Json<Moved>, StatusCode> {
    let moved = Move::try_from(body).map_err(|_| StatusCode::BAD_REQUEST)?;
    let seq = if writer.folded { writer.fold(&moved).await } else { writer.step(&moved).await };
    let seq = seq.map_err(|failure| {
        eprintln!("{failure}");
        StatusCode::INTERNAL_SERVER_ERROR
    })?;
    Ok(Json(Moved { seq, rank: moved.rank }))
}

impl Writer {
    fn outcome(moved: &Move) -> String {
        format!(r#"{{"done":{{"subject":"card_{}"}}}}"#, moved.card.simple())
    }

    async fn fold(&self, moved: &Move) -> Result<i64> {
        let row = sqlx::query(FOLDED)
            .bind(moved.board)
            .bind(moved.card)
            .bind(moved.column)
            .bind(&moved.rank)
            .bind(self.user)
            .bind(&moved.id)
            .bind(&self.changes)
            .bind(Self::outcome(moved))
            .fetch_one(&self.pool)
            .await?;
        Ok(row.try_get(0)?)
    }

    async fn step(&self, moved: &Move) -> Result<i64> {
        for read in BEFORE {
            // Each takes a connection and gives it back, as Cairn does.
            self.read(&mut *self.pool.acquire().await?, moved, read).await?;
        }
        let mut tx = self.pool.begin().await?;
        let locked = sqlx::query(LOCK).bind(moved.board).fetch_one(&mut *tx).await?;
        let (seq, epoch): (i64, Uuid) = (locked.try_get(0)?, locked.try_get(1)?);
        for read in LOCKED {
            self.read(&mut tx, moved, read).await?;
        }
        let card = sqlx::query(CARD).bind(moved.card).bind(moved.column);
        card.bind(&moved.rank).bind(seq).execute(&mut *tx).await?;
        for read in REFERENCES {
            self.read(&mut tx, moved, read).await?;
        }
        let event = sqlx::query(EVENT).bind(moved.board).bind(seq).bind(epoch);
        event.bind(self.user).bind(&moved.id).bind(&self.changes).execute(&mut *tx).await?;
        let outcome = sqlx::query(OUTCOME).bind(self.user).bind(&moved.id);
        outcome.bind(Self::outcome(moved)).execute(&mut *tx).await?;
        tx.commit().await?;
        Ok(seq)
    }

    async fn read(
        &self,
        connection: &mut PgConnection,
        moved: &Move,
        (sql, key): (&'static str, Key),
    ) -> Result<()> {
        let id = match key {
            Key::User => self.user,
            Key::Board => moved.board,
            Key::Card => moved.card,
            Key::Column => moved.column,
        };
        sqlx::query(sql).bind(id).fetch_all(connection).await?;
        Ok(())
    }
}
