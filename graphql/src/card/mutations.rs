//! Writing cards.

use async_graphql::{Context, ID, Object, SimpleObject};
use cairn_domain::cards;

use super::Card;
use super::inputs::{CardIdInput, CreateCardInput, MoveCardInput, UpdateCardInput};
use crate::delete_payload::DeletePayload;
use crate::error::Result;
use crate::event::BoardEvent;
use crate::ids;
use crate::user_error::UserError;
use crate::write::{Written, write};

/// What writing a card came to.
#[derive(SimpleObject)]
pub struct CardPayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The card after the write; null when nothing was written.
    card: Option<Card>,
    /// The event that tells of it.
    event: Option<BoardEvent>,
    /// Why nothing was written; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for CardPayload {
    fn from(written: Written) -> Self {
        Self {
            card: written.image(Card::in_event),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}

/// Writes of cards. All need the role EDITOR.
#[derive(Default)]
pub struct CardMutations;

#[Object]
impl CardMutations {
    /// Makes a card, with the board's next number.
    async fn create_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The card.")] mut input: CreateCardInput,
    ) -> Result<CardPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            cards::create_card(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Changes what a card says; an archived card is refused with ARCHIVED.
    async fn update_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "What is to be different.")] mut input: UpdateCardInput,
    ) -> Result<CardPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            cards::update_card(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Moves a card within its column or to another one of its board.
    async fn move_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Where to put it.")] mut input: MoveCardInput,
    ) -> Result<CardPayload> {
        let written = write(ctx, input.client_mutation_id.take(), async |domain, request| {
            cards::move_card(domain, request, input.into()).await
        })
        .await?;
        Ok(written.into())
    }

    /// Puts a card away: it keeps its place, but is not shown, counted or changed until it is restored.
    async fn archive_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which card.")] input: CardIdInput,
    ) -> Result<CardPayload> {
        let CardIdInput { client_mutation_id, card_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            cards::archive_card(domain, request, ids::parse(&card_id)).await
        })
        .await?;
        Ok(written.into())
    }

    /// Brings an archived card back to its place.
    async fn restore_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which card.")] input: CardIdInput,
    ) -> Result<CardPayload> {
        let CardIdInput { client_mutation_id, card_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            cards::restore_card(domain, request, ids::parse(&card_id)).await
        })
        .await?;
        Ok(written.into())
    }

    /// Deletes a card and its comments for good.
    async fn delete_card(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "Which card.")] input: CardIdInput,
    ) -> Result<DeletePayload> {
        let CardIdInput { client_mutation_id, card_id } = input;
        let written = write(ctx, client_mutation_id, async |domain, request| {
            cards::delete_card(domain, request, ids::parse(&card_id)).await
        })
        .await?;
        Ok(written.into())
    }
}
