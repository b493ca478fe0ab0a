//! From "after that card" to a rank.

use std::iter::once;

use cairn_entities::{CardId, ColumnId, card};
use sea_orm::sea_query::{
    Alias, BinOper, DynIden, Expr, IntoIden, Order, Query, SimpleExpr, SubQueryStatement,
};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, ExprTrait, FromQueryResult, QueryFilter, QueryOrder,
    QuerySelect, QueryTrait, Value,
};

use super::{CardRow, full_images};
use crate::access::Capability;
use crate::board_tx::BoardTx;
use crate::database::{KeptSql, WriteTx};
use crate::{Error, rank};

/// How many rows are read where only the nearest card counts.
const ONE: u64 = 1;

/// A place in a column as a person means it.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Place {
    /// Right after this card.
    pub after: Option<CardId>,
    /// Right before this card, where `after` does not say.
    pub before: Option<CardId>,
}

/// A rank for `moved` (or a new card) at `place` in `column`. A neighbour that is not in the column
/// is ignored; without any, the place is the end. Where there is no room left, all cards of the
/// column get new ranks in the same event.
pub(super) async fn rank_at<C: Capability>(
    tx: &mut BoardTx<C>,
    column: ColumnId,
    moved: Option<CardId>,
    place: Place,
) -> Result<String, Error> {
    if let Some(rank) = rank_between_neighbours(tx, column, moved, place).await? {
        return Ok(rank);
    }
    spread_column(tx, column, moved).await?;
    rank_between_neighbours(tx, column, moved, place)
        .await?
        .ok_or_else(|| Error::internal("fresh ranks leave no room"))
}

async fn rank_between_neighbours<C: Capability>(
    tx: &BoardTx<C>,
    column: ColumnId,
    moved: Option<CardId>,
    place: Place,
) -> Result<Option<String>, Error> {
    let named = named(&tx.db, column, moved, place).await?;
    let named = |id: Option<CardId>| named.iter().find(|card| Some(card.id) == id).cloned();
    let (after, before) = if let Some(after) = named(place.after) {
        (Some(after.rank), after.next)
    } else if let Some(before) = named(place.before) {
        (before.previous, Some(before.rank))
    } else {
        (last(&tx.db, column, moved).await?, None)
    };
    let rank = rank::between(after.as_deref(), before.as_deref());
    Ok(rank.filter(|rank| rank.len() <= rank::MAX_LENGTH))
}

/// A named neighbour, and the ranks of the cards above and below it.
#[derive(Clone, Debug, FromQueryResult)]
struct Neighbour {
    id: CardId,
    rank: String,
    previous: Option<String>,
    next: Option<String>,
}

/// Those of the named neighbours that stand in the column; `moved` counts nowhere.
async fn named(
    db: &impl ConnectionTrait,
    column: ColumnId,
    moved: Option<CardId>,
    place: Place,
) -> Result<Vec<Neighbour>, Error> {
    /// By whether a card is moved, and how many neighbours are named.
    static TEXTS: [[KeptSql; 2]; 2] = [const { KeptSql::several() }; 2];
    let ids: Vec<CardId> =
        [place.after, place.before].into_iter().flatten().filter(|id| Some(*id) != moved).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let query = || {
        card::Entity::find()
            .select_only()
            .columns([card::Column::Id, card::Column::Rank])
            .expr_as(beside(column, moved, BinOper::SmallerThan, Order::Desc), "previous")
            .expr_as(beside(column, moved, BinOper::GreaterThan, Order::Asc), "next")
            .filter(card::Column::ColumnId.eq(column))
            .filter(card::Column::Id.is_in(ids.iter().copied()))
            .into_query()
    };
    let beside = || once(column.into()).chain(moved.map(Value::from)).chain(once(ONE.into()));
    let values = beside().chain(beside()).chain(once(column.into()));
    let values = values.chain(ids.iter().map(|id| (*id).into()));
    let text = &TEXTS[usize::from(moved.is_some())][ids.len() - 1];
    let rows = db.query_all_raw(text.statement(db, values, query)).await?;
    let rows = rows.iter().map(|row| Neighbour::from_query_result(row, ""));
    Ok(rows.collect::<Result<_, _>>()?)
}

/// The rank of the card next to the selected one. The pair is compared as a whole, so that the index
/// leads there directly, however many cards the column has.
fn beside(column: ColumnId, moved: Option<CardId>, side: BinOper, order: Order) -> SimpleExpr {
    let other = Alias::new("other");
    let of = |column: card::Column| Expr::col((other.clone(), column));
    let pair = |table: DynIden| {
        let columns = [card::Column::Rank, card::Column::Id];
        Expr::tuple(columns.map(|column| Expr::col((table.clone(), column))))
    };
    let selected = card::Entity.into_iden();
    let next = Query::select()
        .expr(of(card::Column::Rank))
        .from_as(card::Entity, other.clone())
        .and_where(of(card::Column::ColumnId).eq(column))
        .and_where_option(moved.map(|moved| of(card::Column::Id).ne(moved)))
        .and_where(pair(other.clone().into_iden()).binary(side, pair(selected)))
        .order_by((other.clone(), card::Column::Rank), order.clone())
        .order_by((other.clone(), card::Column::Id), order)
        .limit(ONE)
        .to_owned();
    SimpleExpr::SubQuery(None, Box::new(SubQueryStatement::SelectStatement(next)))
}

/// The rank of the column's last card, never counting `moved`.
async fn last(
    db: &impl ConnectionTrait,
    column: ColumnId,
    moved: Option<CardId>,
) -> Result<Option<String>, Error> {
    /// By whether a card is moved.
    static TEXTS: [KeptSql; 2] = KeptSql::several();
    let query = || {
        card::Entity::find()
            .select_only()
            .column(card::Column::Rank)
            .filter(card::Column::ColumnId.eq(column))
            .apply_if(moved, |query, moved| query.filter(card::Column::Id.ne(moved)))
            .order_by_desc(card::Column::Rank)
            .order_by_desc(card::Column::Id)
            .limit(ONE)
            .into_query()
    };
    let values = once(column.into()).chain(moved.map(Value::from)).chain(once(ONE.into()));
    let text = &TEXTS[usize::from(moved.is_some())];
    let row = db.query_one_raw(text.statement(db, values, query)).await?;
    Ok(row.map(|row| row.try_get("", "rank")).transpose()?)
}

/// Gives all cards of the column short ranks in their present order, but for `moved`, which is
/// about to get one.
async fn spread_column<C: Capability>(
    tx: &mut BoardTx<C>,
    column: ColumnId,
    moved: Option<CardId>,
) -> Result<(), Error> {
    let rows = CardRow::select()
        .filter(card::Column::ColumnId.eq(column))
        .order_by_asc(card::Column::Rank)
        .order_by_asc(card::Column::Id)
        .into_model::<CardRow>()
        .all(&tx.db)
        .await?;
    let rows: Vec<CardRow> = rows.into_iter().filter(|row| Some(row.id) != moved).collect();
    let images = full_images(&tx.db, rows, &tx.board.key).await?;
    let ranks = rank::spread(images.len());
    let positions: Vec<(CardId, ColumnId, String)> =
        images.iter().zip(&ranks).map(|(card, rank)| (card.id, column, rank.clone())).collect();
    write_positions(&tx.db, &positions, tx.seq()).await?;
    for (before, rank) in images.into_iter().zip(ranks) {
        let mut after = before.clone();
        after.rank = rank;
        after.version = tx.seq();
        tx.record_card(Some(&before), after);
    }
    Ok(())
}

/// How many positions one statement writes. Each row walks over half of the cases, so more would
/// cost the square.
const POSITIONS: usize = 500;

/// Writes many cards' places in few statements.
pub(super) async fn write_positions(
    db: &WriteTx,
    positions: &[(CardId, ColumnId, String)],
    version: i64,
) -> Result<(), Error> {
    for positions in positions.chunks(POSITIONS) {
        let mut rank = sea_orm::sea_query::CaseStatement::new();
        for (card, _, text) in positions {
            rank = rank.case(Expr::col(card::Column::Id).eq(*card), text.clone());
        }
        let column = positions[0].1;
        let statement = Query::update()
            .table(card::Entity)
            .value(card::Column::Rank, rank)
            .value(card::Column::ColumnId, column)
            .value(card::Column::Version, version)
            .and_where(card::Column::Id.is_in(positions.iter().map(|(card, ..)| *card)))
            .to_owned();
        db.execute(&statement).await?;
    }
    Ok(())
}
