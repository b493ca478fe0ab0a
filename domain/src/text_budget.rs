//! How much long text one operation may read.
//!
//! Descriptions, comments and events have no natural bound on how many fit in one answer, so a
//! budget is spent on them by their size, which the database knows without reading them, before
//! they are fetched.

use std::sync::atomic::{AtomicU64, Ordering};

use sea_orm::sea_query::{Alias, Expr, ExprTrait, Func};
use sea_orm::{ColumnTrait, EntityTrait, QuerySelect, Select};

use crate::{Error, Reader};

/// Bytes of text, shared by all reads of one operation.
#[derive(Debug)]
pub(crate) struct TextBudget {
    max: u64,
    left: AtomicU64,
}

impl TextBudget {
    pub fn new(max: u64) -> Self {
        Self { max, left: AtomicU64::new(max) }
    }

    /// Takes `bytes` out, or nothing and fails.
    pub fn spend(&self, bytes: u64) -> Result<(), Error> {
        let taken = |left: u64| left.checked_sub(bytes);
        match self.left.fetch_update(Ordering::Relaxed, Ordering::Relaxed, taken) {
            Ok(_) => Ok(()),
            Err(_) => Err(self.exceeded()),
        }
    }

    /// Fails if `bytes` are more than what is left, and takes nothing.
    pub fn allows(&self, bytes: u64) -> Result<(), Error> {
        if bytes <= self.left.load(Ordering::Relaxed) { Ok(()) } else { Err(self.exceeded()) }
    }

    pub fn renew(&self) {
        self.left.store(self.max, Ordering::Relaxed);
    }

    fn exceeded(&self) -> Error {
        Error::TooMuchText { max: self.max }
    }
}

/// Spends the size of `text` in all rows of `rows`, of a reader that has a budget.
pub(crate) async fn spend_rows<E: EntityTrait>(
    reader: &Reader,
    rows: Select<E>,
    text: E::Column,
) -> Result<(), Error> {
    let Some(budget) = reader.text_budget() else { return Ok(()) };
    let sizes: Vec<i64> = rows
        .select_only()
        .expr_as(size_of(text), "size")
        .into_tuple()
        .all(&reader.connection().await?)
        .await?;
    budget.spend(sizes.into_iter().map(i64::unsigned_abs).sum())
}

/// The bytes of a text, which neither database reads for it.
pub(crate) fn size_of(text: impl ColumnTrait) -> Expr {
    Expr::from(Func::cust("octet_length").arg(text.into_expr())).cast_as(Alias::new("bigint"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_does_not_fit_is_not_taken() {
        let budget = TextBudget::new(10);
        budget.spend(6).unwrap();
        assert!(matches!(budget.spend(5), Err(Error::TooMuchText { max: 10 })));
        budget.spend(4).unwrap();
        assert!(budget.allows(1).is_err());
        budget.renew();
        budget.allows(10).unwrap();
    }
}
