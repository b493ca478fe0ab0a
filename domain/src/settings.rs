//! The server's own few facts, by name.

use cairn_entities::setting;
use sea_orm::sea_query::OnConflict;
use sea_orm::{ActiveValue::Set, ConnectionTrait, EntityTrait};

use crate::Error;

/// The fact called `name`, where it was ever kept.
pub(crate) async fn read(
    connection: &impl ConnectionTrait,
    name: &str,
) -> Result<Option<String>, Error> {
    let row = setting::Entity::find_by_id(name).one(connection).await?;
    Ok(row.map(|row| row.value))
}

/// Keeps `value` in place of what was known before.
pub(crate) async fn keep(
    connection: &impl ConnectionTrait,
    name: &str,
    value: String,
) -> Result<(), Error> {
    let row = setting::ActiveModel { name: Set(name.to_owned()), value: Set(value) };
    setting::Entity::insert(row)
        .on_conflict(
            OnConflict::column(setting::Column::Name)
                .update_column(setting::Column::Value)
                .to_owned(),
        )
        .exec_without_returning(connection)
        .await?;
    Ok(())
}
