//! The doorbell between the nodes that share a PostgreSQL database: LISTEN and NOTIFY.
//!
//! A NOTIFY inside a transaction takes a database-wide lock and cuts commits to a quarter, so hints
//! leave after the commit, from a connection of their own, gathered for a moment. The bus may lose
//! everything: the slow poll finds what it did not carry.

use std::collections::HashMap;
use std::time::Duration;

use cairn_entities::BoardId;
use sea_orm::sqlx;
use sea_orm::sqlx::PgPool;
use sea_orm::sqlx::postgres::PgListener;
use tokio::sync::broadcast::error::RecvError;

use super::Ring;
use crate::Domain;

/// Where hints travel; the payload is `BOARD_ID:SEQ`.
const BOARDS: &str = "cairn_boards";
/// Told when a session or token has ended somewhere; the payload is empty.
const CREDENTIALS: &str = "cairn_credentials";
/// How long hints are gathered before they leave together.
const GATHER: Duration = Duration::from_millis(2);
/// The most hints that leave together.
const MOST: usize = 256;
const FIRST_RETRY: Duration = Duration::from_millis(200);
const LAST_RETRY: Duration = Duration::from_secs(5);

/// Tells the other nodes what rings here.
pub(crate) async fn send(domain: Domain, pool: PgPool) {
    let mut rings = domain.doorbell.listen();
    loop {
        let first = match rings.recv().await {
            Ok(ring) => ring,
            Err(RecvError::Lagged(missed)) => {
                domain.doorbell.missed(missed);
                continue;
            }
            Err(RecvError::Closed) => return,
        };
        let mut newest: HashMap<BoardId, i64> = HashMap::new();
        gather(&mut newest, first);
        tokio::time::sleep(GATHER).await;
        while newest.len() < MOST
            && let Ok(ring) = rings.try_recv()
        {
            gather(&mut newest, ring);
        }
        let payloads: Vec<String> =
            newest.into_iter().map(|(board, seq)| format!("{board}:{seq}")).collect();
        if payloads.is_empty() {
            continue;
        }
        let sent = sqlx::query("SELECT pg_notify($1, payload) FROM unnest($2::text[]) AS payload")
            .bind(BOARDS)
            .bind(payloads)
            .execute(&pool)
            .await;
        if let Err(error) = sent {
            tracing::warn!(%error, "hints were not sent to the other nodes");
        }
    }
}

fn gather(newest: &mut HashMap<BoardId, i64>, ring: Ring) {
    if ring.local {
        let seq = newest.entry(ring.board).or_insert(ring.seq);
        *seq = ring.seq.max(*seq);
    }
}

/// Tells the other nodes, when a credential has ended here, to ask the database for theirs.
pub(crate) async fn send_credential_ends(domain: Domain, pool: PgPool) {
    let mut ends = domain.credentials.listen_to_ends();
    while ends.changed().await.is_ok() {
        let sent = sqlx::query("SELECT pg_notify($1, '')").bind(CREDENTIALS).execute(&pool).await;
        if let Err(error) = sent {
            tracing::warn!(%error, "the end of a credential was not told to the other nodes");
        }
    }
}

/// Rings here what rang elsewhere.
pub(crate) async fn receive(domain: Domain, pool: PgPool) {
    let mut retry = FIRST_RETRY;
    loop {
        match listen(&domain, &pool, &mut retry).await {
            Ok(()) => return,
            Err(error) => tracing::warn!(%error, "not listening to the other nodes, trying again"),
        }
        tokio::time::sleep(retry).await;
        retry = (retry * 2).min(LAST_RETRY);
    }
}

async fn listen(domain: &Domain, pool: &PgPool, retry: &mut Duration) -> Result<(), sqlx::Error> {
    let mut listener = PgListener::connect_with(pool).await?;
    listener.listen_all([BOARDS, CREDENTIALS]).await?;
    *retry = FIRST_RETRY;
    loop {
        let notification = listener.recv().await?;
        if notification.channel() == CREDENTIALS {
            domain.credentials.recheck();
        } else if let Some((board, seq)) = parse(notification.payload()) {
            domain.doorbell.ring_from_afar(board, seq);
        }
    }
}

fn parse(payload: &str) -> Option<(BoardId, i64)> {
    let (board, seq) = payload.split_once(':')?;
    Some((board.parse().ok()?, seq.parse().ok()?))
}
