//! Teams: who they are. Their members read the boards that are open to the team.

use cairn_entities::{TeamId, team, team_member};
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter};

use crate::{Actor, Error, Reader};

/// A team, as others see it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct TeamImage {
    /// Its id.
    pub id: TeamId,
    /// Its name in URLs.
    pub slug: String,
    /// The name to show.
    pub name: String,
}

/// These teams, in no order; those that are not there are left out.
pub async fn teams_by_ids(reader: &Reader, ids: &[TeamId]) -> Result<Vec<TeamImage>, Error> {
    let rows = team::Entity::find()
        .filter(team::Column::Id.is_in(ids.iter().copied()))
        .all(&reader.connection().await?)
        .await?;
    Ok(rows
        .into_iter()
        .map(|team::Model { id, slug, name }| TeamImage { id, slug, name })
        .collect())
}

/// The team, if `actor` is in it; others learn of a team through a board that they may read.
pub async fn own_team(
    reader: &Reader,
    actor: &Actor,
    id: TeamId,
) -> Result<Option<TeamImage>, Error> {
    let Some(user) = actor.user_id() else { return Ok(None) };
    let connection = reader.connection().await?;
    match team_member::Entity::find_by_id((id, user)).one(&connection).await? {
        Some(_) => Ok(teams_by_ids(reader, &[id]).await?.into_iter().next()),
        None => Ok(None),
    }
}
