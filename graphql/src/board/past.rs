//! A board as it was.

use std::sync::Arc;

use async_graphql::Context;
use cairn_domain::entities::BoardId;
use cairn_domain::log::past::{seq_at, state_at};

use super::Board;
use crate::error::{ApiError, Result};
use crate::scalars::DateTime;
use crate::session::InSession;

/// Which of a board's states.
pub(super) enum Moment {
    Seq(i64),
    Time(DateTime),
}

impl Moment {
    pub fn new(seq: Option<i64>, time: Option<DateTime>) -> Result<Self> {
        match (seq, time) {
            (Some(seq), None) => Ok(Self::Seq(seq)),
            (None, Some(time)) => Ok(Self::Time(time)),
            _ => Err(ApiError::bad_request("Say exactly one of `seq` and `time`.")),
        }
    }
}

/// The board at `moment`, or `NOT_FOUND`.
pub(super) async fn board_at(ctx: &Context<'_>, board: BoardId, moment: Moment) -> Result<Board> {
    let session = ctx.session()?;
    let not_found = || ApiError::not_found("event");
    let seq = match moment {
        Moment::Seq(seq) => seq,
        Moment::Time(time) => {
            seq_at(&session.reader, board, time.0).await?.ok_or_else(not_found)?
        }
    };
    let state = state_at(&session.domain, &session.reader, board, seq).await?;
    Ok(Arc::new(state.ok_or_else(not_found)?).into())
}
