//! Finding cards.

use async_graphql::{Context, ID, Object};
use cairn_domain::cards;

use super::Card;
use crate::error::{ApiError, Result};
use crate::ids;
use crate::session::InSession;
use crate::source::Source;

/// Reads that begin with cards.
#[derive(Default)]
pub struct CardQueries;

#[Object]
impl CardQueries {
    /// One card, by exactly one of its id and its key; null, with the error `NOT_FOUND`, when there is
    /// none that the viewer may read.
    async fn card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card's id.")] id: Option<ID>,
        #[graphql(desc = "The card's key, such as RL-42, in any case.")] key: Option<String>,
    ) -> Result<Option<Card>> {
        let session = ctx.session()?;
        let found = match (&id, &key) {
            (Some(id), None) => session.loaders.cards.load(ids::parse(id)).await?,
            (None, Some(key)) => cards::card_by_key(&session.reader, key).await?,
            _ => return Err(ApiError::bad_request("Say exactly one of `id` and `key`.")),
        };
        match found {
            Some(image) if session.loaders.can_read(image.board_id).await? => {
                Ok(Some(Card::new(image, Source::Live)))
            }
            _ => Err(ApiError::not_found("card")),
        }
    }
}
