//! A card's row without its text, which may be a megabyte and which lists do not show.

use cairn_entities::{ActorRef, BoardId, BotId, CardId, ColumnId, MilestoneId, UserId, card};
use chrono::{DateTime, NaiveDate, Utc};
use sea_orm::{EntityTrait, FromQueryResult, QuerySelect, Select};

use crate::log::{CardImage, Checklist, card_key};

#[derive(Clone, Debug, FromQueryResult)]
pub(crate) struct CardRow {
    pub id: CardId,
    pub board_id: BoardId,
    pub number: i64,
    pub column_id: ColumnId,
    pub rank: String,
    pub title: String,
    pub icon: Option<String>,
    pub has_description: bool,
    pub checklist_done: i32,
    pub checklist_total: i32,
    pub start_on: Option<NaiveDate>,
    pub due_on: Option<NaiveDate>,
    pub estimate: Option<f64>,
    pub milestone_id: Option<MilestoneId>,
    pub created_by_user: Option<UserId>,
    pub created_by_bot: Option<BotId>,
    pub created_at: DateTime<Utc>,
    pub updated_at: DateTime<Utc>,
    pub archived_at: Option<DateTime<Utc>>,
    pub version: i64,
}

impl CardRow {
    /// Selects the columns that the row has; read the result with `into_model::<CardRow>()`.
    pub(crate) fn select() -> Select<card::Entity> {
        use card::Column as C;
        card::Entity::find().select_only().columns([
            C::Id,
            C::BoardId,
            C::Number,
            C::ColumnId,
            C::Rank,
            C::Title,
            C::Icon,
            C::HasDescription,
            C::ChecklistDone,
            C::ChecklistTotal,
            C::StartOn,
            C::DueOn,
            C::Estimate,
            C::MilestoneId,
            C::CreatedByUser,
            C::CreatedByBot,
            C::CreatedAt,
            C::UpdatedAt,
            C::ArchivedAt,
            C::Version,
        ])
    }

    /// The image, still without labels and assignees, which are in tables of their own.
    pub(crate) fn into_image(self, board_key: &str) -> CardImage {
        let created_by = ActorRef::from_columns(self.created_by_user, self.created_by_bot);
        CardImage {
            id: self.id,
            board_id: self.board_id,
            key: card_key(board_key, self.number),
            number: self.number,
            column_id: self.column_id,
            rank: self.rank,
            title: self.title,
            icon: self.icon,
            description: None,
            has_description: self.has_description,
            checklist: Checklist { done: self.checklist_done, total: self.checklist_total },
            label_ids: Vec::new(),
            assignee_ids: Vec::new(),
            start_on: self.start_on,
            due_on: self.due_on,
            estimate: self.estimate,
            milestone_id: self.milestone_id,
            created_by,
            created_at: self.created_at,
            updated_at: self.updated_at,
            archived_at: self.archived_at,
            version: self.version,
        }
    }
}
