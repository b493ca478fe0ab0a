//! Whether each board's log is whole.

use cairn_entities::{BoardId, Epoch, board, event};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::{Expr, Func, IntoCondition};
use sea_orm::{
    EntityTrait, ExprTrait, FromQueryResult, JoinType, QueryOrder, QuerySelect, RelationDef,
};

use crate::{Error, Reader};

/// A board and its log.
#[derive(Clone, Debug, PartialEq, Eq, FromQueryResult)]
pub struct BoardLog {
    /// The board.
    pub id: BoardId,
    /// Its human key.
    pub key: String,
    /// The log that the board says it has.
    pub epoch: Epoch,
    /// The newest event, as the board's row has it.
    pub seq: i64,
    /// The time of the newest event, as the board's row has it.
    pub updated_at: DateTime<Utc>,
    /// How many events there are.
    pub events: i64,
    /// The oldest event that there is.
    pub first: Option<i64>,
    /// The newest event that there is.
    pub last: Option<i64>,
}

impl BoardLog {
    /// What is wrong with the log, a sentence each.
    #[must_use]
    pub fn faults(&self) -> Vec<String> {
        let Self { key, seq, events, first, last, .. } = self;
        let (Some(first), Some(last)) = (first, last) else {
            return vec![format!("{key} has no log, but is at event {seq}")];
        };
        let mut faults = Vec::new();
        if last != seq {
            faults.push(format!("{key} is at event {seq}, but its log ends with event {last}"));
        }
        if *first != 1 {
            faults.push(format!("the log of {key} begins with event {first}"));
        }
        let missing = last - first + 1 - events;
        if missing > 0 {
            faults.push(format!("the log of {key} lacks {missing} of its events"));
        }
        faults
    }
}

/// The logs of all boards, the boards that changed last first. One statement.
pub async fn logs(reader: &Reader) -> Result<Vec<BoardLog>, Error> {
    let seq = || Expr::col((event::Entity, event::Column::Seq));
    let rows = board::Entity::find()
        .select_only()
        .columns([
            board::Column::Id,
            board::Column::Key,
            board::Column::Epoch,
            board::Column::Seq,
            board::Column::UpdatedAt,
        ])
        .column_as(Expr::expr(Func::count(seq())), "events")
        .column_as(Expr::expr(Func::min(seq())), "first")
        .column_as(Expr::expr(Func::max(seq())), "last")
        .join(JoinType::LeftJoin, its_events())
        .group_by(board::Column::Id)
        .order_by_desc(board::Column::UpdatedAt)
        .into_model::<BoardLog>()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows)
}

/// Events of an earlier log, from before a restore, do not count.
fn its_events() -> RelationDef {
    let relation: RelationDef = event::Entity::belongs_to(board::Entity)
        .from(event::Column::BoardId)
        .to(board::Column::Id)
        .into();
    relation.rev().on_condition(|boards, events| {
        Expr::col((events, event::Column::Epoch))
            .eq(Expr::col((boards, board::Column::Epoch)))
            .into_condition()
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn log(seq: i64, events: i64, first: i64, last: i64) -> BoardLog {
        BoardLog {
            id: BoardId(uuid::Uuid::nil()),
            key: "RL".to_owned(),
            epoch: Epoch(uuid::Uuid::nil()),
            seq,
            updated_at: DateTime::UNIX_EPOCH,
            events,
            first: (events > 0).then_some(first),
            last: (events > 0).then_some(last),
        }
    }

    #[test]
    fn a_whole_log_has_no_faults() {
        assert_eq!(log(7, 7, 1, 7).faults(), Vec::<String>::new());
    }

    #[test]
    fn what_is_missing_is_said() {
        assert_eq!(log(7, 0, 0, 0).faults(), ["RL has no log, but is at event 7"]);
        assert_eq!(log(8, 7, 1, 7).faults(), ["RL is at event 8, but its log ends with event 7"]);
        assert_eq!(log(7, 5, 2, 7).faults().len(), 2);
        assert_eq!(log(7, 6, 1, 7).faults(), ["the log of RL lacks 1 of its events"]);
    }
}
