//! How far milestones are.

use cairn_entities::{ColumnKind, MilestoneId, board_column, card};
use sea_orm::sea_query::{CaseStatement, Expr, Func};
use sea_orm::{
    ColumnTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QuerySelect, RelationDef,
};

use crate::{Error, Reader};

/// What the cards of a milestone come to, archived ones aside. The kind of its column says what a
/// card counts as; estimates are in the community's own unit.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct MilestoneProgress {
    /// All cards.
    pub total: i64,
    /// Those in a `DONE` column.
    pub done: i64,
    /// Those in an `ACTIVE` column.
    pub active: i64,
    /// The sum of all estimates.
    pub estimate_total: f64,
    /// The sum of the estimates of what is done.
    pub estimate_done: f64,
}

/// The progress of these milestones; those without cards are left out. One statement.
pub async fn progress(
    reader: &Reader,
    milestones: &[MilestoneId],
) -> Result<Vec<(MilestoneId, MilestoneProgress)>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        milestone_id: MilestoneId,
        total: i64,
        done: i64,
        active: i64,
        estimate_total: f64,
        estimate_done: f64,
    }
    let rows = card::Entity::find()
        .select_only()
        .column(card::Column::MilestoneId)
        .column_as(card::Column::Id.count(), "total")
        .column_as(count_in(ColumnKind::Done), "done")
        .column_as(count_in(ColumnKind::Active), "active")
        .column_as(sum(estimate()), "estimate_total")
        .column_as(
            sum(CaseStatement::new().case(in_kind(ColumnKind::Done), estimate())),
            "estimate_done",
        )
        .join(JoinType::InnerJoin, column_of_card())
        .filter(card::Column::MilestoneId.is_in(milestones.iter().copied()))
        .filter(card::Column::ArchivedAt.is_null())
        .group_by(card::Column::MilestoneId)
        .into_model::<Row>()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows
        .into_iter()
        .map(|row| {
            let Row { milestone_id, total, done, active, estimate_total, estimate_done } = row;
            let progress = MilestoneProgress { total, done, active, estimate_total, estimate_done };
            (milestone_id, progress)
        })
        .collect())
}

fn estimate() -> Expr {
    Expr::col((card::Entity, card::Column::Estimate))
}

fn in_kind(kind: ColumnKind) -> Expr {
    board_column::Column::Kind.eq(kind)
}

fn count_in(kind: ColumnKind) -> Expr {
    Func::count(CaseStatement::new().case(in_kind(kind), card::Column::Id.into_expr())).into()
}

/// A sum over nothing is 0.
fn sum(estimates: impl Into<Expr>) -> Expr {
    Func::coalesce([Func::sum(estimates).into(), Expr::value(0.0)]).into()
}

fn column_of_card() -> RelationDef {
    card::Entity::belongs_to(board_column::Entity)
        .from(card::Column::ColumnId)
        .to(board_column::Column::Id)
        .into()
}
