//! Making a card.

use cairn_entities::{
    ActorRef, CardId, ColumnId, LabelId, MilestoneId, UserId, board, card, milestone,
};
use chrono::NaiveDate;
use sea_orm::sea_query::Expr;
use sea_orm::{ActiveValue::Set, ColumnTrait, EntityTrait, ExprTrait, QueryFilter};

use super::changing::room_for;
use super::place::{Place, rank_at};
use super::update::{add_assignees, add_labels};
use crate::access::{Capability, Edit};
use crate::board_tx::BoardTx;
use crate::columns::column_in;
use crate::log::{CardImage, card_key};
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, checklist, text};

/// A card to be.
#[derive(Clone, Debug)]
pub struct CreateCard {
    /// In which column.
    pub column_id: ColumnId,
    /// Its title.
    pub title: String,
    /// Its text, in Markdown.
    pub description: Option<String>,
    /// One emoji.
    pub icon: Option<String>,
    /// Its labels.
    pub labels: Vec<LabelId>,
    /// Who works on it.
    pub assignees: Vec<UserId>,
    /// When work starts.
    pub start_on: Option<NaiveDate>,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
    /// How much work it is.
    pub estimate: Option<f64>,
    /// The milestone it belongs to.
    pub milestone: Option<MilestoneId>,
    /// Right after this card.
    pub after: Option<CardId>,
    /// Right before this card, where `after` does not say; at the end if neither does.
    pub before: Option<CardId>,
}

/// Makes a card, with the board's next number.
pub async fn create_card(
    domain: &Domain,
    request: &WriteRequest,
    input: CreateCard,
) -> Result<Outcome, Error> {
    request
        .once(domain, "createCard", async |write| {
            let CreateCard {
                column_id,
                title,
                description,
                icon,
                labels,
                assignees,
                start_on,
                due_on,
                estimate,
                milestone,
                after,
                before,
            } = input;
            let title = text::title("title", &title, text::CARD_TITLE)?;
            let description = text::markdown(
                "description",
                &description.unwrap_or_default(),
                text::CARD_DESCRIPTION,
            )?;
            let icon = text::icon(icon.as_deref())?;
            let start_on = text::date("startOn", start_on)?;
            let due_on = text::date("dueOn", due_on)?;
            text::date_order(start_on, due_on)?;
            let estimate = text::estimate(estimate)?;
            let mut tx = write.board_tx::<Edit>("columnId", column_id).await?;
            let column = column_in(&tx.db, tx.board_id(), column_id)
                .await?
                .ok_or_else(|| Refusal::not_found("columnId", "column"))?;
            tx.known.columns.push(column.clone().into());
            room_for(&tx.db, &column, 1).await?;
            milestone_on_board(&tx, milestone).await?;
            let rank = rank_at(&mut tx, column_id, None, Place { after, before }).await?;
            let number = take_number(&mut tx).await?;
            let mut image = CardImage {
                id: CardId(domain.ids.uuid()),
                board_id: tx.board_id(),
                key: card_key(&tx.board.key, number),
                number,
                column_id,
                rank,
                title,
                icon,
                has_description: !description.is_empty(),
                checklist: checklist::count(&description),
                description: Some(description),
                label_ids: Vec::new(),
                assignee_ids: Vec::new(),
                start_on,
                due_on,
                estimate,
                milestone_id: milestone,
                created_by: Some(ActorRef::User(write.user)),
                created_at: tx.now,
                updated_at: tx.now,
                archived_at: None,
                version: tx.seq(),
            };
            card::Entity::insert(row(&image)).exec_without_returning(&tx.db).await?;
            add_labels(&tx, &mut image, &labels, "labelIds").await?;
            add_assignees(&tx, &mut image, &assignees, "assigneeIds").await?;
            let id = image.id;
            tx.record_card(None, image);
            tx.commit(id.to_string()).await
        })
        .await
}

/// The row of a new card.
pub(crate) fn row(image: &CardImage) -> card::ActiveModel {
    card::ActiveModel {
        id: Set(image.id),
        board_id: Set(image.board_id),
        number: Set(image.number),
        column_id: Set(image.column_id),
        rank: Set(image.rank.clone()),
        title: Set(image.title.clone()),
        icon: Set(image.icon.clone()),
        has_description: Set(image.has_description),
        checklist_done: Set(image.checklist.done),
        checklist_total: Set(image.checklist.total),
        start_on: Set(image.start_on),
        due_on: Set(image.due_on),
        estimate: Set(image.estimate),
        milestone_id: Set(image.milestone_id),
        created_by_user: Set(image.created_by.and_then(ActorRef::user)),
        created_by_bot: Set(image.created_by.and_then(ActorRef::bot)),
        created_at: Set(image.created_at),
        updated_at: Set(image.updated_at),
        archived_at: Set(image.archived_at),
        version: Set(image.version),
        description: Set(image.description.clone().unwrap_or_default()),
    }
}

async fn take_number<C: Capability>(tx: &mut BoardTx<C>) -> Result<i64, Error> {
    let number = tx.board.next_card_number;
    board::Entity::update_many()
        .col_expr(board::Column::NextCardNumber, Expr::col(board::Column::NextCardNumber).add(1))
        .filter(board::Column::Id.eq(tx.board_id()))
        .exec(&tx.db)
        .await?;
    tx.board.next_card_number += 1;
    Ok(number)
}

/// Refuses a milestone that is not the board's.
pub(super) async fn milestone_on_board<C: Capability>(
    tx: &BoardTx<C>,
    milestone: Option<MilestoneId>,
) -> Result<(), Error> {
    let Some(id) = milestone else { return Ok(()) };
    let found = milestone::Entity::find_by_id(id)
        .filter(milestone::Column::BoardId.eq(tx.board_id()))
        .one(&tx.db)
        .await?;
    match found {
        Some(_) => Ok(()),
        None => Err(Refusal::not_found("milestoneId", "milestone").into()),
    }
}
