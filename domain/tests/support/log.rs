//! Compares what the log tells with what the tables say.

use std::sync::Arc;

use cairn_domain::Domain;
use cairn_domain::entities::{
    BoardId, board, board_column, board_member, card, card_assignee, card_label, comment, label,
    milestone,
};
use cairn_domain::log::{BoardImage, BoardState, CardImage, Checklist, past};
use sea_orm::{ColumnTrait, DatabaseConnection, EntityTrait, QueryFilter, QueryOrder};

/// Asserts that the board rebuilt from its log is the board that the tables hold.
pub async fn assert_log_tells_all(domain: &Domain, id: BoardId) {
    let stored = board::Entity::find_by_id(id).one(domain.database.reader()).await.unwrap();
    let stored = stored.expect("the board is there");
    let told = past::state_at(domain, &domain.latest(), id, stored.seq).await.unwrap();
    let mut told = told.expect("the log reaches to the newest event");
    told.actors.clear();
    assert_eq!(told, state_in_tables(domain.database.reader(), &stored).await);
}

async fn state_in_tables(db: &DatabaseConnection, stored: &board::Model) -> BoardState {
    let columns = board_column::Entity::find()
        .filter(board_column::Column::BoardId.eq(stored.id))
        .all(db)
        .await
        .unwrap();
    let labels =
        label::Entity::find().filter(label::Column::BoardId.eq(stored.id)).all(db).await.unwrap();
    let milestones = milestone::Entity::find()
        .filter(milestone::Column::BoardId.eq(stored.id))
        .all(db)
        .await
        .unwrap();
    let comments = comment::Entity::find()
        .filter(comment::Column::BoardId.eq(stored.id))
        .all(db)
        .await
        .unwrap();
    let members = board_member::Entity::find()
        .filter(board_member::Column::BoardId.eq(stored.id))
        .all(db)
        .await
        .unwrap();
    BoardState {
        epoch: stored.epoch,
        seq: stored.seq,
        updated_at: stored.updated_at,
        board: BoardImage::from(stored),
        columns: columns.into_iter().map(|row| (row.id, row.into())).collect(),
        cards: cards(db, stored).await.into_iter().map(|card| (card.id, Arc::new(card))).collect(),
        labels: labels.into_iter().map(|row| (row.id, row.into())).collect(),
        milestones: milestones.into_iter().map(|row| (row.id, row.into())).collect(),
        comments: comments.into_iter().map(|row| (row.id, Arc::new(row.into()))).collect(),
        members: members.into_iter().map(|row| (row.user_id, row.into())).collect(),
        actors: Vec::new(),
    }
}

async fn cards(db: &DatabaseConnection, board: &board::Model) -> Vec<CardImage> {
    let labels =
        card_label::Entity::find().order_by_asc(card_label::Column::LabelId).all(db).await.unwrap();
    let assignees = card_assignee::Entity::find()
        .order_by_asc(card_assignee::Column::UserId)
        .all(db)
        .await
        .unwrap();
    let rows =
        card::Entity::find().filter(card::Column::BoardId.eq(board.id)).all(db).await.unwrap();
    rows.into_iter()
        .map(|row| CardImage {
            key: format!("{}-{}", board.key, row.number),
            label_ids: labels
                .iter()
                .filter(|link| link.card_id == row.id)
                .map(|link| link.label_id)
                .collect(),
            assignee_ids: assignees
                .iter()
                .filter(|link| link.card_id == row.id)
                .map(|link| link.user_id)
                .collect(),
            created_by: row.created_by(),
            checklist: Checklist { done: row.checklist_done, total: row.checklist_total },
            id: row.id,
            board_id: row.board_id,
            number: row.number,
            column_id: row.column_id,
            rank: row.rank,
            title: row.title,
            icon: row.icon,
            description: Some(row.description),
            has_description: row.has_description,
            start_on: row.start_on,
            due_on: row.due_on,
            estimate: row.estimate,
            milestone_id: row.milestone_id,
            created_at: row.created_at,
            updated_at: row.updated_at,
            archived_at: row.archived_at,
            version: row.version,
        })
        .collect()
}
