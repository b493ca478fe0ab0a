//! Changing what a card says.

use std::collections::BTreeSet;

use cairn_entities::{
    BoardVisibility, CardId, LabelId, MilestoneId, UserId, board_member, card, card_assignee,
    card_label, label, team_member, user,
};
use chrono::NaiveDate;
use sea_orm::sea_query::OnConflict;
use sea_orm::{
    ActiveValue::Set, ColumnTrait, EntityTrait, PaginatorTrait, QueryFilter, QuerySelect,
};

use super::changing::{locked_card, not_archived, save};
use super::create::milestone_on_board;
use super::{MAX_ASSIGNEES, MAX_LABELS};
use crate::access::{Capability, Edit};
use crate::board_tx::BoardTx;
use crate::log::CardImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, checklist, text};

/// A field of an update: left out it stays, null clears it.
#[derive(Clone, Debug, Default)]
pub enum Change<T> {
    /// It stays as it is.
    #[default]
    Keep,
    /// It becomes this, or empty.
    Set(Option<T>),
}

/// What is to be different about a card.
#[derive(Clone, Debug)]
pub struct UpdateCard {
    /// Which card.
    pub card_id: CardId,
    /// Its title.
    pub title: Change<String>,
    /// Its text, in Markdown.
    pub description: Change<String>,
    /// One emoji.
    pub icon: Change<String>,
    /// When work starts.
    pub start_on: Change<NaiveDate>,
    /// When it is due.
    pub due_on: Change<NaiveDate>,
    /// How much work it is.
    pub estimate: Change<f64>,
    /// The milestone it belongs to.
    pub milestone: Change<MilestoneId>,
    /// Labels that it gets.
    pub add_labels: Vec<LabelId>,
    /// Labels that it loses.
    pub remove_labels: Vec<LabelId>,
    /// Who works on it from now on.
    pub add_assignees: Vec<UserId>,
    /// Who no longer does.
    pub remove_assignees: Vec<UserId>,
    /// Nothing is written if the card's version is newer than this.
    pub expected_version: Option<i64>,
}

/// Changes a card.
pub async fn update_card(
    domain: &Domain,
    request: &WriteRequest,
    input: UpdateCard,
) -> Result<Outcome, Error> {
    request
        .once(domain, "updateCard", async |write| {
            let card_id = input.card_id;
            let mut tx = write.board_tx::<Edit>("cardId", card_id).await?;
            let before = locked_card(&tx, card_id).await?;
            not_archived(&before)?;
            check_version(&before, input.expected_version)?;
            apply(&mut tx, before, input).await?;
            tx.commit(card_id.to_string()).await
        })
        .await
}

fn check_version(card: &CardImage, expected: Option<i64>) -> Result<(), Refusal> {
    match expected {
        Some(expected) if card.version > expected => Err(Refusal::Conflict {
            field: Some("expectedVersion".to_owned()),
            reason: format!(
                "somebody changed this card meanwhile: it is at version {}, not {expected}",
                card.version
            ),
        }),
        _ => Ok(()),
    }
}

async fn apply(
    tx: &mut BoardTx<Edit>,
    mut before: CardImage,
    input: UpdateCard,
) -> Result<(), Error> {
    let UpdateCard {
        card_id,
        title,
        description,
        icon,
        start_on,
        due_on,
        estimate,
        milestone,
        add_labels: add,
        remove_labels: remove,
        add_assignees: assign,
        remove_assignees: unassign,
        expected_version: _,
    } = input;
    let mut row = card::ActiveModel::default();
    let mut after = before.clone();
    if let Change::Set(title) = title {
        after.title = text::title("title", &title.unwrap_or_default(), text::CARD_TITLE)?;
        row.title = Set(after.title.clone());
    }
    if let Change::Set(description) = description {
        let new = description.unwrap_or_default();
        let new = text::markdown("description", &new, text::CARD_DESCRIPTION)?;
        before.description = old_description(tx, card_id).await?;
        after.has_description = !new.is_empty();
        after.checklist = checklist::count(&new);
        row.has_description = Set(after.has_description);
        row.checklist_done = Set(after.checklist.done);
        row.checklist_total = Set(after.checklist.total);
        row.description = Set(new.clone());
        after.description = Some(new);
    }
    if let Change::Set(icon) = icon {
        after.icon = text::icon(icon.as_deref())?;
        row.icon = Set(after.icon.clone());
    }
    if let Change::Set(day) = start_on {
        after.start_on = text::date("startOn", day)?;
        row.start_on = Set(after.start_on);
    }
    if let Change::Set(day) = due_on {
        after.due_on = text::date("dueOn", day)?;
        row.due_on = Set(after.due_on);
    }
    if (before.start_on, before.due_on) != (after.start_on, after.due_on) {
        text::date_order(after.start_on, after.due_on)?;
    }
    if let Change::Set(estimate) = estimate {
        after.estimate = text::estimate(estimate)?;
        row.estimate = Set(after.estimate);
    }
    if let Change::Set(milestone) = milestone {
        milestone_on_board(tx, milestone).await?;
        after.milestone_id = milestone;
        row.milestone_id = Set(milestone);
    }
    remove_links(tx, &mut after, &remove, &unassign).await?;
    add_labels(tx, &mut after, &add, "addLabelIds").await?;
    add_assignees(tx, &mut after, &assign, "addAssigneeIds").await?;
    save(tx, &before, after, row).await
}

async fn old_description(tx: &BoardTx<Edit>, card: CardId) -> Result<Option<String>, Error> {
    let text = card::Entity::find_by_id(card)
        .select_only()
        .column(card::Column::Description)
        .into_tuple()
        .one(&tx.db)
        .await?;
    Ok(text)
}

async fn remove_links(
    tx: &BoardTx<Edit>,
    card: &mut CardImage,
    labels: &[LabelId],
    assignees: &[UserId],
) -> Result<(), Error> {
    if !labels.is_empty() {
        card_label::Entity::delete_many()
            .filter(card_label::Column::CardId.eq(card.id))
            .filter(card_label::Column::LabelId.is_in(labels.iter().copied()))
            .exec(&tx.db)
            .await?;
        card.label_ids.retain(|label| !labels.contains(label));
    }
    if !assignees.is_empty() {
        card_assignee::Entity::delete_many()
            .filter(card_assignee::Column::CardId.eq(card.id))
            .filter(card_assignee::Column::UserId.is_in(assignees.iter().copied()))
            .exec(&tx.db)
            .await?;
        card.assignee_ids.retain(|user| !assignees.contains(user));
    }
    Ok(())
}

/// Gives the card labels of its own board.
pub(super) async fn add_labels<C: Capability>(
    tx: &BoardTx<C>,
    card: &mut CardImage,
    labels: &[LabelId],
    field: &str,
) -> Result<(), Error> {
    let new: BTreeSet<LabelId> =
        labels.iter().copied().filter(|label| !card.label_ids.contains(label)).collect();
    if new.is_empty() {
        return Ok(());
    }
    if card.label_ids.len() + new.len() > MAX_LABELS {
        let what = "labels on a card".to_owned();
        return Err(Refusal::LimitReached { what, max: MAX_LABELS }.into());
    }
    let found = label::Entity::find()
        .filter(label::Column::BoardId.eq(tx.board_id()))
        .filter(label::Column::Id.is_in(new.iter().copied()))
        .count(&tx.db)
        .await?;
    if found != new.len() as u64 {
        return Err(Refusal::not_found(field, "label").into());
    }
    let rows = new
        .iter()
        .map(|label| card_label::ActiveModel { card_id: Set(card.id), label_id: Set(*label) });
    card_label::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.db)
        .await?;
    card.label_ids.extend(new);
    card.label_ids.sort_unstable();
    Ok(())
}

/// Assigns the card to people who can read it.
pub(super) async fn add_assignees<C: Capability>(
    tx: &BoardTx<C>,
    card: &mut CardImage,
    assignees: &[UserId],
    field: &str,
) -> Result<(), Error> {
    let new: BTreeSet<UserId> =
        assignees.iter().copied().filter(|user| !card.assignee_ids.contains(user)).collect();
    if new.is_empty() {
        return Ok(());
    }
    if card.assignee_ids.len() + new.len() > MAX_ASSIGNEES {
        let what = "people on a card".to_owned();
        return Err(Refusal::LimitReached { what, max: MAX_ASSIGNEES }.into());
    }
    let readers = readers_among(tx, &new).await?;
    if readers.len() != new.len() {
        return Err(Refusal::not_found(field, "member of this board").into());
    }
    let rows = new
        .iter()
        .map(|user| card_assignee::ActiveModel { card_id: Set(card.id), user_id: Set(*user) });
    card_assignee::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(&tx.db)
        .await?;
    card.assignee_ids.extend(new);
    card.assignee_ids.sort_unstable();
    Ok(())
}

/// Those of `users` who can read the board.
async fn readers_among<C: Capability>(
    tx: &BoardTx<C>,
    users: &BTreeSet<UserId>,
) -> Result<BTreeSet<UserId>, Error> {
    let wanted = || users.iter().copied();
    if tx.board.visibility == BoardVisibility::Public {
        let everybody = user::Entity::find()
            .select_only()
            .column(user::Column::Id)
            .filter(user::Column::Id.is_in(wanted()))
            .into_tuple()
            .all(&tx.db)
            .await?;
        return Ok(everybody.into_iter().collect());
    }
    let mut readers: BTreeSet<UserId> = board_member::Entity::find()
        .select_only()
        .column(board_member::Column::UserId)
        .filter(board_member::Column::BoardId.eq(tx.board_id()))
        .filter(board_member::Column::UserId.is_in(wanted()))
        .into_tuple()
        .all(&tx.db)
        .await?
        .into_iter()
        .collect();
    if let Some(team) = tx.board.team_id.filter(|_| tx.board.visibility == BoardVisibility::Team) {
        let team: Vec<UserId> = team_member::Entity::find()
            .select_only()
            .column(team_member::Column::UserId)
            .filter(team_member::Column::TeamId.eq(team))
            .filter(team_member::Column::UserId.is_in(wanted()))
            .into_tuple()
            .all(&tx.db)
            .await?;
        readers.extend(team);
    }
    Ok(readers)
}
