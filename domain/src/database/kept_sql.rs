//! Texts of statements that are sent all the time: to make one costs more than SQLite needs to run it.

use std::sync::OnceLock;

use sea_orm::{ConnectionTrait, DbBackend, Statement, StatementBuilder, Value};

/// The text of one statement, which is made once for each database; only its values differ.
#[derive(Debug)]
pub(crate) struct KeptSql {
    sqlite: OnceLock<String>,
    postgres: OnceLock<String>,
}

impl KeptSql {
    pub(crate) const fn new() -> Self {
        Self { sqlite: OnceLock::new(), postgres: OnceLock::new() }
    }

    /// For statements that differ in the number of their parameters or the like.
    pub(crate) const fn several<const N: usize>() -> [Self; N] {
        [const { Self::new() }; N]
    }

    /// The statement that `build` makes for `db`, whose parameters have these values, in their order. All
    /// that is built for one text must be the same but for the values; debug builds see to both.
    pub(crate) fn statement<S: StatementBuilder>(
        &self,
        db: &impl ConnectionTrait,
        values: impl IntoIterator<Item = Value>,
        build: impl Fn() -> S,
    ) -> Statement {
        self.built(db.get_database_backend(), values, build)
    }

    fn built<S: StatementBuilder>(
        &self,
        backend: DbBackend,
        values: impl IntoIterator<Item = Value>,
        build: impl Fn() -> S,
    ) -> Statement {
        let text = if backend == DbBackend::Postgres { &self.postgres } else { &self.sqlite };
        let sql = text.get_or_init(|| backend.build(&build()).sql);
        let statement = Statement::from_sql_and_values(backend, sql, values);
        debug_assert_eq!(statement, backend.build(&build()), "a kept text is of another statement");
        statement
    }
}

#[cfg(test)]
mod tests {
    use cairn_entities::{ColumnId, board_column};
    use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryTrait};
    use uuid::Uuid;

    use super::*;

    static COLUMN: KeptSql = KeptSql::new();

    fn column(backend: DbBackend, value: ColumnId, built: ColumnId) -> Statement {
        COLUMN.built(backend, [value.into()], || {
            board_column::Entity::find().filter(board_column::Column::Id.eq(built)).into_query()
        })
    }

    #[test]
    fn a_kept_text_is_sent_with_other_values() {
        let ids = [1, 2].map(|number| ColumnId(Uuid::from_u128(number)));
        for backend in [DbBackend::Sqlite, DbBackend::Postgres] {
            let [first, second] = ids.map(|id| column(backend, id, id));
            assert_eq!(first.sql, second.sql);
            assert_ne!(first.values, second.values);
        }
    }

    #[test]
    #[should_panic = "a kept text is of another statement"]
    fn other_values_than_those_of_the_statement_are_found_out() {
        let [one, other] = [1, 2].map(|number| ColumnId(Uuid::from_u128(number)));
        column(DbBackend::Sqlite, one, other);
    }
}
