//! SeaORM's values in SQLite, encoded as sqlx encodes them, because readers go through sqlx.
//!
//! SeaORM's rows are closed to other drivers, but for those of its mock (those of its proxy, made for
//! this, do not compile beside sqlx-sqlite in 2.0.4). Such a row must hold exactly the kind of value
//! that is asked for, and a wrong one reads as null. SQLite's STRICT tables do not say what a BLOB or
//! a TEXT means, so the entities do: a column's name means the same in all of them.

use std::collections::{BTreeMap, HashMap};
use std::sync::LazyLock;

use cairn_entities as entities;
use chrono::{DateTime, NaiveDate, SecondsFormat, Utc};
use rusqlite::types::{ToSqlOutput, Value as Stored, ValueRef};
use rusqlite::{Row, Statement};
use sea_orm::prelude::Uuid;
use sea_orm::sea_query::OptionEnum;
use sea_orm::{
    ColumnTrait, ColumnType, DbBackend, DbErr, ExecResult, Iden, Iterable, MockDatabase,
    MockDatabaseTrait, MockExecResult, QueryResult, Value,
};

/// The longest tuple that SeaORM reads by position.
const LONGEST_TUPLE: usize = 12;

/// What a column's bytes or text mean.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Kind {
    Bool,
    Int,
    BigInt,
    Double,
    Text,
    Bytes,
    Uuid,
    Time,
    Date,
}

/// What the columns of all entities hold, by name.
static KINDS: LazyLock<HashMap<String, Kind>> = LazyLock::new(|| {
    columns().into_iter().filter_map(|(name, kind)| Some((name, kind?))).collect()
});

macro_rules! columns_of {
    ($($entity:ident),* $(,)?) => {
        /// Every column of every entity.
        fn columns() -> Vec<(String, Option<Kind>)> {
            let mut columns = Vec::new();
            $(columns.extend(entities::$entity::Column::iter().map(|column| {
                (column.unquoted().to_owned(), kind_of(column.def().get_column_type()))
            }));)*
            columns
        }
    };
}

columns_of! {
    api_token, board, board_column, board_import, board_member, bot, card, card_assignee,
    card_label, checkpoint, comment, event, idempotency_key, label, milestone, session, setting,
    team, team_member, user,
}

fn kind_of(column: &ColumnType) -> Option<Kind> {
    Some(match column {
        ColumnType::Boolean => Kind::Bool,
        ColumnType::Integer => Kind::Int,
        ColumnType::BigInteger => Kind::BigInt,
        ColumnType::Double => Kind::Double,
        ColumnType::Text | ColumnType::String(_) | ColumnType::Enum { .. } => Kind::Text,
        ColumnType::Blob | ColumnType::Binary(_) | ColumnType::VarBinary(_) => Kind::Bytes,
        ColumnType::Uuid => Kind::Uuid,
        ColumnType::TimestampWithTimeZone => Kind::Time,
        ColumnType::Date => Kind::Date,
        _ => return None,
    })
}

/// Binds `values` to the parameters of `statement`: `$3` is the third, `?` the next one.
pub(super) fn bind(statement: &mut Statement<'_>, values: &[Value]) -> Result<(), DbErr> {
    for index in 1..=statement.parameter_count() {
        let named = statement.parameter_name(index).and_then(|name| name.strip_prefix('$'));
        let position = named.and_then(|number| number.parse().ok()).unwrap_or(index);
        let value = values.get(position - 1).ok_or_else(|| {
            DbErr::Type(format!("a statement has more parameters than its {} values", values.len()))
        })?;
        statement.raw_bind_parameter(index, stored(value)?).map_err(super::failure::failed)?;
    }
    Ok(())
}

fn stored(value: &Value) -> Result<ToSqlOutput<'_>, DbErr> {
    let null = ToSqlOutput::Owned(Stored::Null);
    let integer = |number: i64| ToSqlOutput::Owned(Stored::Integer(number));
    let text = |text: String| ToSqlOutput::Owned(Stored::Text(text));
    Ok(match value {
        Value::Bool(value) => value.map_or(null, |value| integer(value.into())),
        Value::TinyInt(value) => value.map_or(null, |value| integer(value.into())),
        Value::SmallInt(value) => value.map_or(null, |value| integer(value.into())),
        Value::Int(value) => value.map_or(null, |value| integer(value.into())),
        Value::BigInt(value) => value.map_or(null, integer),
        Value::TinyUnsigned(value) => value.map_or(null, |value| integer(value.into())),
        Value::SmallUnsigned(value) => value.map_or(null, |value| integer(value.into())),
        Value::Unsigned(value) => value.map_or(null, |value| integer(value.into())),
        Value::BigUnsigned(Some(value)) => {
            let fits = i64::try_from(*value);
            integer(fits.map_err(|_| DbErr::Type(format!("SQLite has no number {value}")))?)
        }
        Value::Float(value) => {
            value.map_or(null, |value| ToSqlOutput::Owned(Stored::Real(value.into())))
        }
        Value::Double(value) => value.map_or(null, |value| ToSqlOutput::Owned(Stored::Real(value))),
        Value::String(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Text(value.as_bytes())),
        Value::Enum(OptionEnum::Some(value)) => {
            ToSqlOutput::Borrowed(ValueRef::Text(value.value.as_bytes()))
        }
        Value::Char(value) => value.map_or(null, |value| text(value.to_string())),
        Value::Bytes(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Blob(value)),
        Value::Uuid(Some(value)) => ToSqlOutput::Borrowed(ValueRef::Blob(value.as_bytes())),
        Value::ChronoDateTimeUtc(value) => value.map_or(null, |value| text(time_text(value))),
        Value::ChronoDate(value) => {
            value.map_or(null, |value| text(value.format("%F").to_string()))
        }
        Value::Json(Some(value)) => text(value.to_string()),
        Value::BigUnsigned(None)
        | Value::String(None)
        | Value::Enum(OptionEnum::None(_))
        | Value::Bytes(None)
        | Value::Uuid(None)
        | Value::Json(None) => null,
        other => return Err(DbErr::Type(format!("no column of Cairn holds {other:?}"))),
    })
}

fn time_text(time: DateTime<Utc>) -> String {
    time.to_rfc3339_opts(SecondsFormat::AutoSi, false)
}

/// What the columns of a result hold, where that is known.
pub(super) struct Columns(Vec<Option<Kind>>);

impl Columns {
    pub(super) fn of(statement: &Statement<'_>) -> Self {
        let names = statement.column_names().into_iter();
        Self(names.map(|name| KINDS.get(name).copied()).collect())
    }

    /// The row's values, under names and positions.
    pub(super) fn read(&self, row: &Row<'_>) -> Result<BTreeMap<String, Value>, DbErr> {
        // SeaORM counts positions in the order of the keys, and these sort before any name.
        let by_position = (2..=LONGEST_TUPLE).contains(&self.0.len());
        let mut values = BTreeMap::new();
        for (position, kind) in self.0.iter().enumerate() {
            let name = row.as_ref().column_name(position).map_err(super::failure::failed)?;
            let stored = row.get_ref(position).map_err(super::failure::failed)?;
            let value = meaning(stored, *kind)
                .ok_or_else(|| DbErr::Type(format!("{name} does not hold {kind:?}")))?;
            if by_position {
                let key = u32::try_from(position).ok().and_then(char::from_u32).unwrap_or_default();
                values.insert(format!("\0{key}"), value.clone());
            }
            values.insert(name.to_owned(), value);
        }
        Ok(values)
    }
}

/// Rows as SeaORM reads them.
pub(super) fn query_results(rows: Vec<BTreeMap<String, Value>>) -> Result<Vec<QueryResult>, DbErr> {
    let mut carrier = MockDatabase::new(DbBackend::Sqlite).append_query_results([rows]);
    carrier.query(0, no_statement())
}

/// The effect of a statement as SeaORM reads it.
pub(super) fn exec_result(last_insert_id: u64, rows_affected: u64) -> Result<ExecResult, DbErr> {
    let result = MockExecResult { last_insert_id, rows_affected };
    let mut carrier = MockDatabase::new(DbBackend::Sqlite).append_exec_results([result]);
    carrier.execute(0, no_statement())
}

fn no_statement() -> sea_orm::Statement {
    sea_orm::Statement::from_string(DbBackend::Sqlite, String::new())
}

/// What a stored value means in a column of this kind; without a kind, what SQLite says it is.
fn meaning(stored: ValueRef<'_>, kind: Option<Kind>) -> Option<Value> {
    Some(match (stored, kind) {
        (ValueRef::Null, _) => Value::String(None),
        (ValueRef::Integer(number), Some(Kind::Bool)) => Value::from(number != 0),
        (ValueRef::Integer(number), Some(Kind::Int)) => Value::from(i32::try_from(number).ok()?),
        (ValueRef::Integer(number), Some(Kind::BigInt) | None) => Value::from(number),
        (ValueRef::Real(number), Some(Kind::Double) | None) => Value::from(number),
        (ValueRef::Text(bytes), kind) => {
            let text = str::from_utf8(bytes).ok()?;
            match kind {
                Some(Kind::Text) | None => Value::from(text),
                Some(Kind::Time) => {
                    Value::from(DateTime::parse_from_rfc3339(text).ok()?.with_timezone(&Utc))
                }
                Some(Kind::Date) => Value::from(text.parse::<NaiveDate>().ok()?),
                Some(_) => return None,
            }
        }
        (ValueRef::Blob(bytes), Some(Kind::Uuid)) => Value::from(Uuid::from_slice(bytes).ok()?),
        (ValueRef::Blob(bytes), Some(Kind::Bytes) | None) => Value::from(bytes.to_vec()),
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use sea_orm::ConnectionTrait;

    use super::*;

    #[test]
    fn a_name_means_the_same_in_all_entities() {
        let mut kinds = HashMap::new();
        for (name, kind) in columns() {
            let kind = kind.unwrap_or_else(|| panic!("{name} is of a type that is not read"));
            assert_eq!(*kinds.entry(name.clone()).or_insert(kind), kind, "{name}");
        }
    }

    #[tokio::test]
    async fn every_column_of_the_schema_is_known() {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("cairn.db").display());
        let database = crate::Database::open(&url, 1).await.unwrap();
        database.change_schema(cairn_migrations::migrate).await.unwrap().unwrap();
        let columns =
            "SELECT columns.name FROM sqlite_schema, pragma_table_info(sqlite_schema.name)
            AS columns WHERE sqlite_schema.type = 'table' AND sqlite_schema.name
            NOT GLOB 'search_*' AND sqlite_schema.name NOT IN ('seaql_migrations')";
        let columns = sea_orm::Statement::from_string(DbBackend::Sqlite, columns);
        let columns = database.reader().query_all_raw(columns).await.unwrap();
        assert!(columns.len() > 100);
        for column in columns {
            let name: String = column.try_get_by_index(0).unwrap();
            assert!(KINDS.contains_key(&name), "{name} is of no entity that is listed here");
        }
    }
}
