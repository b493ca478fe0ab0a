//! Many rows in few statements.

use sea_orm::{ActiveModelTrait, DbErr, EntityTrait, Iterable};

use crate::database::WriteTx;

/// SQLite allows 32,766 parameters in a statement, PostgreSQL 65,535.
const MAX_PARAMETERS: usize = 30_000;
const MAX_ROWS: usize = 500;

/// Inserts rows, all columns of which are set.
pub(super) async fn insert_all<A>(db: &WriteTx, rows: Vec<A>) -> Result<(), DbErr>
where
    A: ActiveModelTrait + Send,
{
    let columns = <A::Entity as EntityTrait>::Column::iter().count().max(1);
    let most = MAX_ROWS.min(MAX_PARAMETERS / columns);
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk: Vec<A> = rows.by_ref().take(most).collect();
        A::Entity::insert_many(chunk).exec_without_returning(db).await?;
    }
    Ok(())
}

/// Parts small enough for one statement each.
pub(super) fn chunks<T>(ids: &[T]) -> impl Iterator<Item = &[T]> {
    ids.chunks(MAX_ROWS)
}
