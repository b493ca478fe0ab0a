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
    Card,
    Column,
}

/// Outside the transaction: who asks.
const BEFORE: [(&str, Key); 1] = [(
    "SELECT t.id, t.last_used_at, u.id, u.is_admin FROM api_tokens t \
     JOIN users u ON t.user_id = u.id WHERE u.id = $1 LIMIT 1",
    Key::User,
)];

/// Takes the board's lock and its next number where the right to is there; tells who writes.
const LOCK: &str = "UPDATE boards SET seq = seq + 1, updated_at = now() \
     WHERE id IN (SELECT board_id FROM cards WHERE id = $1) AND id IN \
     (SELECT board_id FROM board_members WHERE user_id = $2 AND role IN ('EDITOR', 'ADMIN')) \
     RETURNING seq, epoch, id, key, title, description, icon, team_id, visibility, access_seq, \
     next_card_number, created_at, updated_at, archived_at, \
     (SELECT role FROM board_members WHERE board_id = boards.id AND user_id = $2), \
     (SELECT seen.access_seq FROM boards AS seen WHERE seen.id = boards.id), \
     (SELECT username FROM users WHERE id = $2), (SELECT display_name FROM users WHERE id = $2), \
     (SELECT avatar_url FROM users WHERE id = $2)";

/// Under the lock: the card with what belongs to it, where it goes, and after whom.
const LOCKED: [(&str, Key); 4] = [
    (
        "SELECT id, board_id, number, column_id, rank, title, icon, has_description, \
         checklist_done, checklist_total, start_on, due_on, estimate, milestone_id, \
         created_by_user, created_by_bot, created_at, updated_at, archived_at, version \
         FROM cards WHERE id = $1 LIMIT 1",
        Key::Card,
    ),
    (
        "SELECT label_id, NULL AS user_id FROM card_labels WHERE card_id = $1 \
         UNION ALL (SELECT NULL, user_id FROM card_assignees WHERE card_id = $1)",
        Key::Card,
    ),
    ("SELECT * FROM board_columns WHERE id = $1 LIMIT 1", Key::Column),
    (
        "SELECT rank FROM cards WHERE column_id = $1 ORDER BY rank DESC, id DESC LIMIT 1",
        Key::Column,
    ),
];

const CARD: &str =
    "UPDATE cards SET column_id = $2, rank = $3, version = $4, updated_at = now() WHERE id = $1";

/// What the event refers to and the lock did not tell.
const REFERENCES: [(&str, Key); 2] = [
    (
        "SELECT * FROM users WHERE id IN (SELECT user_id FROM card_assignees WHERE card_id = $1)",
        Key::Card,
    ),
    (
        "SELECT * FROM labels WHERE id IN (SELECT label_id FROM card_labels WHERE card_id = $1)",
        Key::Card,
    ),
];

const EVENT_AND_OUTCOME: &str = "WITH event AS (INSERT INTO events \
     (board_id, seq, epoch, at, actor_user, client_mutation_id, changes) \
     VALUES ($1, $2, $3, now(), $4, $5, $6)) INSERT INTO idempotency_keys \
     (user_id, client_mutation_id, operation, outcome, at) VALUES ($4, $5, 'moveCard', $7, now()) \
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
        let lock = sqlx::query(LOCK).bind(moved.card).bind(self.user);
        let locked = lock.fetch_one(&mut *tx).await?;
        let (seq, epoch): (i64, Uuid) = (locked.try_get(0)?, locked.try_get(1)?);
        for read in LOCKED {
            self.read(&mut tx, moved, read).await?;
        }
        let card = sqlx::query(CARD).bind(moved.card).bind(moved.column);
        card.bind(&moved.rank).bind(seq).execute(&mut *tx).await?;
        for read in REFERENCES {
            self.read(&mut tx, moved, read).await?;
        }
        let last = sqlx::query(EVENT_AND_OUTCOME).bind(moved.board).bind(seq).bind(epoch);
        let last = last.bind(self.user).bind(&moved.id).bind(&self.changes);
        last.bind(Self::outcome(moved)).execute(&mut *tx).await?;
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
            Key::Card => moved.card,
            Key::Column => moved.column,
        };
        sqlx::query(sql).bind(id).fetch_all(connection).await?;
        Ok(())
    }
}
