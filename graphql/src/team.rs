//! Teams.

use async_graphql::{Context, ID, Object};
use cairn_domain::entities::TeamId;
use cairn_domain::teams::TeamImage;

use crate::board::{Board, BoardScope, board_list};
use crate::connection::{Connection, PageRequest};
use crate::error::Result;
use crate::session::InSession;

/// A team.
#[derive(Clone, Debug)]
pub struct Team {
    image: TeamImage,
}

impl From<TeamImage> for Team {
    fn from(image: TeamImage) -> Self {
        Self { image }
    }
}

/// The team of something that the viewer may see.
pub(crate) async fn by_id(ctx: &Context<'_>, id: TeamId) -> Result<Option<Team>> {
    if let Some(shared) = ctx.shared_board() {
        return shared.team(id).map(|team| Some(team.clone().into()));
    }
    Ok(ctx.session()?.loaders.teams.load(id).await?.map(Team::from))
}

/// A team: its members read the boards that are open to it.
#[Object]
impl Team {
    /// The team's id, such as `team_…`.
    pub(crate) async fn id(&self) -> ID {
        self.image.id.to_string().into()
    }

    /// Its name in URLs; unique on the server.
    async fn slug(&self) -> &str {
        &self.image.slug
    }

    /// The name to show.
    async fn name(&self) -> &str {
        &self.image.name
    }

    /// Its boards that the viewer may read, by key; archived ones are left out.
    async fn boards(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many, from 1 to 1000; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Only boards after this cursor.")] after: Option<String>,
    ) -> Result<Connection<Board>> {
        let request = PageRequest::forward(first, after)?;
        let scope = BoardScope { team: Some(self.image.id), include_archived: false };
        board_list(ctx, scope, request).await
    }
}
