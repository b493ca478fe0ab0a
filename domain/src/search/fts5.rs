//! A query in SQLite's full-text language.

use super::query::{ParsedQuery, Term};

/// The argument of `MATCH`. Every term stands in quotes, in which nothing but a quote is special, so
/// nothing that a person types is an operator.
pub(super) fn expression(query: &ParsedQuery) -> String {
    let terms = joined(&query.terms, " AND ");
    if query.excluded.is_empty() {
        terms
    } else {
        format!("({terms}) NOT ({})", joined(&query.excluded, " OR "))
    }
}

fn joined(terms: &[Term], operator: &str) -> String {
    terms.iter().map(quoted).collect::<Vec<_>>().join(operator)
}

fn quoted(term: &Term) -> String {
    let text = term.text.replace('"', "\"\"");
    format!("\"{text}\"{}", if term.prefix { " *" } else { "" })
}

#[cfg(test)]
mod tests {
    use super::super::query::parse;
    use super::*;

    #[test]
    fn nothing_typed_is_an_operator() {
        let said = |text| expression(&parse(text).unwrap());
        assert_eq!(said("ship it"), r#""ship" AND "it""#);
        assert_eq!(said("a OR title:b"), r#""a" AND "OR" AND "title:b""#);
        assert_eq!(said("rel* -old -\"so so\""), r#"("rel*" *) NOT ("old" OR "so so")"#);
    }
}
