//! Finding people.

use async_graphql::{Context, Object};
use cairn_domain::accounts::people::{self, PeoplePage, PeopleQuery};

use super::{User, person};
use crate::connection::{Connection, PageRequest, total_if_asked};
use crate::error::Result;
use crate::session::InSession;

/// Reads that begin with people.
#[derive(Default)]
pub struct PeopleQueries;

#[Object]
impl PeopleQueries {
    /// The person who asks; null when nobody is signed in.
    async fn viewer(&self, ctx: &Context<'_>) -> Result<Option<User>> {
        match ctx.session()?.actor.user_id() {
            Some(id) => person(ctx, id).await,
            None => Ok(None),
        }
    }

    /// People on this server by name, for pickers. Only for those who are signed in.
    async fn users(
        &self,
        ctx: &Context<'_>,
        #[graphql(
            desc = "The beginning of a username, or of a word of a display name; everybody when \
                          left out."
        )]
        query: Option<String>,
        #[graphql(desc = "How many, from 1 to 1000; 50 when left out.")] first: Option<i32>,
        #[graphql(desc = "Only people after this cursor.")] after: Option<String>,
    ) -> Result<Connection<User>> {
        let session = ctx.session()?;
        let request = PageRequest::forward(first, after)?;
        let wanted =
            PeopleQuery { text: query, after: request.after.clone(), limit: request.limit };
        let PeoplePage { people: found, has_more } =
            people::search(&session.reader, &session.actor, &wanted).await?;
        let count = people::count(&session.reader, &session.actor, wanted.text.as_deref());
        let total = total_if_asked(ctx, count).await?;
        let items = found.into_iter().map(|person| (person.username_key.clone(), person.into()));
        Ok(Connection::new(&request, items, has_more, total))
    }
}
