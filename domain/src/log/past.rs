//! A board as it was.
//!
//! The log is folded from the newest checkpoint before the wanted event. Where that was far, a new
//! checkpoint is left behind, so that no part of a long past costs more than one stretch again. The
//! texts of the state, and of the events in memory, are held to the reader's budget.

use cairn_entities::{BoardId, checkpoint, event};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{BoardState, events_between};
use crate::text_budget::size_of;
use crate::{Domain, Error, Reader};

/// How many events are folded before a checkpoint is worth its bytes.
const CHECKPOINT_AFTER: i64 = 1_000;
/// How many events are in memory at once.
const PAGE: u64 = 200;
/// How many bytes of events are in memory at once, or one event if that is longer.
const PAGE_BYTES: u64 = 4 * 1024 * 1024;

/// The number of the last event of `board` at or before `time`.
pub async fn seq_at(
    reader: &Reader,
    board: BoardId,
    time: DateTime<Utc>,
) -> Result<Option<i64>, Error> {
    let seq = event::Entity::find()
        .select_only()
        .column(event::Column::Seq)
        .filter(event::Column::BoardId.eq(board))
        .filter(event::Column::At.lte(time))
        .order_by_desc(event::Column::Seq)
        .into_tuple::<i64>()
        .one(&reader.connection().await?)
        .await?;
    Ok(seq)
}

/// The board as it was after event `seq`; `None` when there is no such event.
pub async fn state_at(
    domain: &Domain,
    reader: &Reader,
    board: BoardId,
    seq: i64,
) -> Result<Option<BoardState>, Error> {
    let mut state = nearest_checkpoint(reader, board, seq).await?;
    let begun_at = state.as_ref().map_or(0, |state| state.seq);
    let mut position = begun_at;
    while position < seq {
        let page = next_page(reader, board, position, seq).await?;
        let events = events_between(reader, board, position, seq, page).await?;
        let Some(last) = events.last() else { return Ok(None) };
        position = last.seq;
        for event in &events {
            match &mut state {
                Some(state) => state.apply(event),
                None => state = BoardState::begin(event),
            }
        }
        if let (Some(budget), Some(state)) = (reader.text_budget(), &state) {
            budget.allows(state.text_bytes())?;
        }
    }
    let state = state.filter(|state| state.seq == seq);
    if let (Some(budget), Some(state)) = (reader.text_budget(), &state) {
        budget.spend(state.text_bytes())?;
    }
    if let Some(state) = state.as_ref().filter(|_| seq - begun_at >= CHECKPOINT_AFTER) {
        leave_checkpoint(domain, state).await;
    }
    Ok(state)
}

/// How many of the events after `after` may be in memory together. An event that is longer than what
/// the reader may still read fails here, before it is fetched.
async fn next_page(reader: &Reader, board: BoardId, after: i64, until: i64) -> Result<u64, Error> {
    let sizes: Vec<i64> = event::Entity::find()
        .select_only()
        .expr_as(size_of(event::Column::Changes), "size")
        .filter(event::Column::BoardId.eq(board))
        .filter(event::Column::Seq.gt(after))
        .filter(event::Column::Seq.lte(until))
        .order_by_asc(event::Column::Seq)
        .limit(PAGE)
        .into_tuple()
        .all(&reader.connection().await?)
        .await?;
    let mut sizes = sizes.into_iter().map(i64::unsigned_abs);
    let Some(mut bytes) = sizes.next() else { return Ok(1) };
    if let Some(budget) = reader.text_budget() {
        budget.allows(bytes)?;
    }
    let others = sizes.take_while(|size| {
        bytes += size;
        bytes <= PAGE_BYTES
    });
    Ok(1 + others.count() as u64)
}

async fn nearest_checkpoint(
    reader: &Reader,
    board: BoardId,
    seq: i64,
) -> Result<Option<BoardState>, Error> {
    let nearest = checkpoint::Entity::find()
        .filter(checkpoint::Column::BoardId.eq(board))
        .filter(checkpoint::Column::Seq.lte(seq))
        .order_by_desc(checkpoint::Column::Seq);
    let connection = reader.connection().await?;
    if let Some(budget) = reader.text_budget() {
        let size = nearest
            .clone()
            .select_only()
            .expr_as(size_of(checkpoint::Column::State), "size")
            .into_tuple::<i64>()
            .one(&connection)
            .await?;
        budget.allows(size.unwrap_or_default().unsigned_abs())?;
    }
    let row = nearest.one(&connection).await?;
    row.map(|row| serde_json::from_str(&row.state).map_err(Error::internal)).transpose()
}

/// A checkpoint saves work and holds no truth, so failing to write one is not the reader's trouble.
async fn leave_checkpoint(domain: &Domain, state: &BoardState) {
    let Ok(json) = serde_json::to_string(state) else { return };
    let row = checkpoint::ActiveModel {
        board_id: Set(state.board.id),
        seq: Set(state.seq),
        state: Set(json),
    };
    let written = checkpoint::Entity::insert(row)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(domain.database.writer())
        .await;
    if let Err(error) = written {
        tracing::warn!(board.id = %state.board.id, seq = state.seq, %error, "no checkpoint left");
    }
}
