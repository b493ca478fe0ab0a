//! Who owns what is imported for nobody in particular.

use cairn_entities::user;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QueryOrder};

use crate::accounts::Person;
use crate::{Error, Reader};

/// The administrator who has been here longest; none when there is no administrator.
pub async fn default_owner(reader: &Reader) -> Result<Option<Person>, Error> {
    let row = user::Entity::find()
        .filter(user::Column::IsAdmin.eq(true))
        .order_by_asc(user::Column::CreatedAt)
        .order_by_asc(user::Column::Id)
        .one(&reader.connection().await?)
        .await?;
    Ok(row.map(Person::from))
}
