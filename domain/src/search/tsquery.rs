//! A query in PostgreSQL's full-text language.

use sea_orm::sea_query::{Expr, Func};

use super::query::{ParsedQuery, Term};

/// A `tsquery`. Every term is a parameter, and is read as plain text or stands in quotes. The
/// function `search_words` makes of it what it made of the texts in the index.
pub(super) fn expression(query: &ParsedQuery) -> Expr {
    let terms = query.terms.iter().map(said);
    let excluded = query.excluded.iter().map(|term| Expr::cust_with_expr("!! $1", said(term)));
    terms
        .chain(excluded)
        .reduce(|all, next| Expr::cust_with_exprs("($1 && $2)", [all, next]))
        .unwrap_or_else(|| Expr::cust("''::tsquery"))
}

fn said(term: &Term) -> Expr {
    let words = Func::cust("search_words").arg(term.text.as_str());
    if term.prefix {
        Expr::cust_with_expr("to_tsquery('simple', quote_literal(btrim($1)) || ':*')", words)
    } else {
        Expr::cust_with_expr("phraseto_tsquery('simple', $1)", words)
    }
}
