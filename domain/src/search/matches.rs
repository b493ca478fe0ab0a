//! The statement that finds what matches, among what the actor may read.

use cairn_entities::{board, card, comment};
use sea_orm::sea_query::{Expr, ExprTrait, Order, Query, SelectStatement, UnionType};
use sea_orm::{ColumnTrait, Condition};
use uuid::Uuid;

use super::query::{Kind, ParsedQuery};
use super::{fts5, tsquery};
use crate::Actor;
use crate::access::readable_by;

/// Of a very common word only so many matches of each kind, the newest, are ranked and counted.
const CANDIDATES: u64 = 5_000;

/// Selects `kind`, `id`, `board_id`, `card_id` and `score` of all that matches, in no order;
/// greater scores are better.
pub(super) fn all(
    query: &ParsedQuery,
    actor: &Actor,
    except: Option<Uuid>,
    postgres: bool,
) -> SelectStatement {
    let mut kinds = query.kinds.iter().map(|kind| {
        let mut matches = of_kind(*kind, query, actor, postgres);
        if let Some(id) = except {
            matches.and_where(kind.id().ne(id));
        }
        Query::select().expr(Expr::cust("*")).from_subquery(matches, "found").take()
    });
    let mut all = kinds.next().unwrap_or_default();
    for matches in kinds {
        all.union(UnionType::All, matches);
    }
    all
}

impl Kind {
    /// The kind as the statement and `search_documents` spell it.
    pub(super) fn as_str(self) -> &'static str {
        match self {
            Self::Board => "BOARD",
            Self::Card => "CARD",
            Self::Comment => "COMMENT",
        }
    }

    fn table(self) -> &'static str {
        match self {
            Self::Board => "boards",
            Self::Card => "cards",
            Self::Comment => "comments",
        }
    }

    fn id(self) -> Expr {
        Expr::col((self.table(), "id"))
    }
}

fn of_kind(kind: Kind, query: &ParsedQuery, actor: &Actor, postgres: bool) -> SelectStatement {
    let mut select = Query::select();
    select
        .expr_as(Expr::cust(format!("'{}'", kind.as_str())), "kind")
        .expr_as(kind.id(), "id")
        .expr_as(board::Column::Id.into_expr(), "board_id");
    if postgres {
        from_vectors(&mut select, kind, query);
    } else {
        from_fts5(&mut select, kind, query);
    }
    match kind {
        Kind::Board => select.expr_as(Expr::cust("CAST(NULL AS uuid)"), "card_id"),
        Kind::Card | Kind::Comment => select.expr_as(card::Column::Id.into_expr(), "card_id"),
    };
    select
        .cond_where(readable_by(actor))
        .cond_where(archived(kind, query.archived))
        .limit(CANDIDATES);
    if !query.boards.is_empty() {
        select.and_where(board::Column::Key.is_in(&query.boards));
    }
    if !query.excluded_boards.is_empty() {
        select.and_where(board::Column::Key.is_not_in(&query.excluded_boards));
    }
    select
}

/// A match in a title counts ten times as much as one in a text.
fn from_vectors(select: &mut SelectStatement, kind: Kind, query: &ParsedQuery) {
    let vector = || Expr::col((kind.table(), "search"));
    let rank = "ts_rank_cd('{0.1, 0.1, 0.1, 1.0}', $1, $2)::float8";
    let said = tsquery::expression(query);
    select
        .expr_as(Expr::cust_with_exprs(rank, [vector(), said.clone()]), "score")
        .from(kind.table())
        .and_where(Expr::cust_with_exprs("$1 @@ $2", [vector(), said]))
        .order_by((kind.table(), "id"), Order::Desc);
    if kind == Kind::Comment {
        select.inner_join(card::Entity, is_its_card());
    }
    if kind != Kind::Board {
        let is_its_board = card::Column::BoardId.into_expr().eq(board::Column::Id.into_expr());
        select.inner_join(board::Entity, is_its_board);
    }
}

/// The index stands first and is read from its end, so that a common word costs no more than its
/// newest matches; then the board, so that no more is read of what is hidden. `CROSS JOIN` keeps
/// SQLite from trying another order.
fn from_fts5(select: &mut SelectStatement, kind: Kind, query: &ParsedQuery) {
    let document = |column: &'static str| Expr::col(("search_documents", column));
    select
        .expr_as(Expr::cust("-bm25(search_text, 10.0, 1.0)"), "score")
        .from("search_text")
        .cross_join("search_documents")
        .cross_join(board::Entity)
        .and_where(Expr::cust_with_values("search_text MATCH ?", [fts5::expression(query)]))
        .and_where(document("docid").equals(("search_text", "rowid")))
        .and_where(document("kind").eq(kind.as_str()))
        .and_where(document("board_id").eq(board::Column::Id.into_expr()))
        .order_by(("search_text", "rowid"), Order::Desc);
    if kind != Kind::Board {
        select.cross_join(kind.table()).and_where(document("entity_id").eq(kind.id()));
    }
    if kind == Kind::Comment {
        select.inner_join(card::Entity, is_its_card());
    }
}

fn is_its_card() -> Expr {
    comment::Column::CardId.into_expr().eq(card::Column::Id.into_expr())
}

/// A thing is archived when it is, or when what it is on is.
fn archived(kind: Kind, archived: bool) -> Condition {
    let mut columns = vec![board::Column::ArchivedAt.into_expr()];
    if kind != Kind::Board {
        columns.push(card::Column::ArchivedAt.into_expr());
    }
    columns.into_iter().fold(
        if archived { Condition::any() } else { Condition::all() },
        |condition, column| {
            condition.add(if archived { column.is_not_null() } else { column.is_null() })
        },
    )
}
