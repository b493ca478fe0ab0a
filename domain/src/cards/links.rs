//! What cards are linked to: labels and assignees.

use cairn_entities::{CardId, LabelId, UserId, card_assignee, card_label, label, user};
use sea_orm::sea_query::{Expr, Query, SelectStatement, UnionType};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, JoinType, QueryFilter, QueryOrder,
    QuerySelect, RelationDef,
};

use crate::database::KeptSql;
use crate::log::{LabelImage, UserImage};
use crate::{Error, Reader};

/// A label, and the card that has it.
#[derive(Clone, Debug)]
pub struct CardLabel {
    /// The card.
    pub card_id: CardId,
    /// The label.
    pub label: LabelImage,
}

/// The labels of these cards, by name.
pub async fn labels_of(reader: &Reader, cards: &[CardId]) -> Result<Vec<CardLabel>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        card_id: CardId,
        id: LabelId,
        board_id: cairn_entities::BoardId,
        name: String,
        color: cairn_entities::Color,
    }
    let rows = card_label::Entity::find()
        .select_only()
        .column(card_label::Column::CardId)
        .columns([
            label::Column::Id,
            label::Column::BoardId,
            label::Column::Name,
            label::Column::Color,
        ])
        .join(JoinType::InnerJoin, label_of_link())
        .filter(card_label::Column::CardId.is_in(cards.iter().copied()))
        .order_by_asc(label::Column::NameKey)
        .order_by_asc(label::Column::Id)
        .into_model::<Row>()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows
        .into_iter()
        .map(|Row { card_id, id, board_id, name, color }| CardLabel {
            card_id,
            label: LabelImage { id, board_id, name, color },
        })
        .collect())
}

/// Who works on these cards, by username.
pub async fn assignees_of(
    reader: &Reader,
    cards: &[CardId],
) -> Result<Vec<(CardId, UserImage)>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        card_id: CardId,
        id: UserId,
        username: String,
        display_name: String,
        avatar_url: Option<String>,
    }
    let rows = card_assignee::Entity::find()
        .select_only()
        .column(card_assignee::Column::CardId)
        .columns([
            user::Column::Id,
            user::Column::Username,
            user::Column::DisplayName,
            user::Column::AvatarUrl,
        ])
        .join(JoinType::InnerJoin, user_of_link())
        .filter(card_assignee::Column::CardId.is_in(cards.iter().copied()))
        .order_by_asc(user::Column::UsernameKey)
        .into_model::<Row>()
        .all(&reader.connection().await?)
        .await?;
    Ok(rows
        .into_iter()
        .map(|Row { card_id, id, username, display_name, avatar_url }| {
            (card_id, UserImage { id, username, display_name, avatar_url })
        })
        .collect())
}

/// The labels and assignees of one card, in the order of the ids, in one statement.
pub(super) async fn links_of(
    connection: &impl ConnectionTrait,
    card: CardId,
) -> Result<(Vec<LabelId>, Vec<UserId>), Error> {
    static TEXT: KeptSql = KeptSql::new();
    let links = TEXT.statement(connection, [card.into(), card.into()], || links_query(card));
    let (mut labels, mut assignees) = (Vec::new(), Vec::new());
    for row in connection.query_all_raw(links).await? {
        labels.extend(row.try_get::<Option<LabelId>>("", "label_id")?);
        assignees.extend(row.try_get::<Option<UserId>>("", "user_id")?);
    }
    labels.sort_unstable();
    assignees.sort_unstable();
    Ok((labels, assignees))
}

fn links_query(card: CardId) -> SelectStatement {
    let none = || Expr::cust("NULL");
    let assignees = Query::select()
        .expr(none())
        .column(card_assignee::Column::UserId)
        .from(card_assignee::Entity)
        .and_where(card_assignee::Column::CardId.eq(card))
        .to_owned();
    Query::select()
        .column(card_label::Column::LabelId)
        .expr_as(none(), card_assignee::Column::UserId)
        .from(card_label::Entity)
        .and_where(card_label::Column::CardId.eq(card))
        .union(UnionType::All, assignees)
        .to_owned()
}

/// The label ids of each card, in the order of the ids.
pub(super) async fn label_ids(
    connection: &impl ConnectionTrait,
    cards: &[CardId],
) -> Result<Vec<(CardId, LabelId)>, Error> {
    let rows = card_label::Entity::find()
        .select_only()
        .columns([card_label::Column::CardId, card_label::Column::LabelId])
        .filter(card_label::Column::CardId.is_in(cards.iter().copied()))
        .order_by_asc(card_label::Column::LabelId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows)
}

/// The assignees of each card, in the order of the ids.
pub(super) async fn assignee_ids(
    connection: &impl ConnectionTrait,
    cards: &[CardId],
) -> Result<Vec<(CardId, UserId)>, Error> {
    let rows = card_assignee::Entity::find()
        .select_only()
        .columns([card_assignee::Column::CardId, card_assignee::Column::UserId])
        .filter(card_assignee::Column::CardId.is_in(cards.iter().copied()))
        .order_by_asc(card_assignee::Column::UserId)
        .into_tuple()
        .all(connection)
        .await?;
    Ok(rows)
}

fn user_of_link() -> RelationDef {
    card_assignee::Entity::belongs_to(user::Entity)
        .from(card_assignee::Column::UserId)
        .to(user::Column::Id)
        .into()
}

fn label_of_link() -> RelationDef {
    card_label::Entity::belongs_to(label::Entity)
        .from(card_label::Column::LabelId)
        .to(label::Column::Id)
        .into()
}
