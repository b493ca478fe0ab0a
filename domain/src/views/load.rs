//! Reads a whole board at one moment, without its long texts: ten statements, however large it is.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use cairn_entities::{
    ActorRef, BoardId, BotId, CardId, CommentId, UserId, board, board_column, board_member, bot,
    card, comment, label, milestone, user,
};
use chrono::{DateTime, Utc};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};

use crate::cards::{CardRow, full_images};
use crate::log::{
    ActorImage, BoardImage, BoardState, CardImage, ColumnImage, CommentImage, LabelImage,
    MemberImage, MilestoneImage,
};
use crate::{Error, Reader};

/// How many cards' links, or people, are read at once.
const CHUNK: usize = 5_000;

/// The board as `reader`, which must see one moment, finds it: cards without descriptions, comments
/// without texts. `None` when it is gone.
pub(super) async fn load(reader: &Reader, id: BoardId) -> Result<Option<BoardState>, Error> {
    let db = reader.connection().await?;
    let Some(row) = board::Entity::find_by_id(id).one(&db).await? else { return Ok(None) };
    let columns =
        board_column::Entity::find().filter(board_column::Column::BoardId.eq(id)).all(&db).await?;
    let labels = label::Entity::find().filter(label::Column::BoardId.eq(id)).all(&db).await?;
    let milestones =
        milestone::Entity::find().filter(milestone::Column::BoardId.eq(id)).all(&db).await?;
    let members =
        board_member::Entity::find().filter(board_member::Column::BoardId.eq(id)).all(&db).await?;
    let cards = cards(&db, &row).await?;
    let comments = comments(&db, id).await?;
    let mentioned = mentioned(&cards, &members);
    Ok(Some(BoardState {
        epoch: row.epoch,
        seq: row.seq,
        updated_at: row.updated_at,
        board: BoardImage::from(&row),
        columns: columns.into_iter().map(|row| (row.id, ColumnImage::from(row))).collect(),
        cards,
        labels: labels.into_iter().map(|row| (row.id, LabelImage::from(row))).collect(),
        milestones: milestones.into_iter().map(|row| (row.id, MilestoneImage::from(row))).collect(),
        comments,
        members: members.into_iter().map(|row| (row.user_id, MemberImage::from(row))).collect(),
        actors: actors(&db, &mentioned).await?,
    }))
}

async fn cards(
    db: &impl ConnectionTrait,
    board: &board::Model,
) -> Result<BTreeMap<CardId, Arc<CardImage>>, Error> {
    let rows = CardRow::select()
        .filter(card::Column::BoardId.eq(board.id))
        .into_model::<CardRow>()
        .all(db)
        .await?;
    let mut cards = BTreeMap::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk = rows.by_ref().take(CHUNK).collect();
        let images = full_images(db, chunk, &board.key).await?;
        cards.extend(images.into_iter().map(|image| (image.id, Arc::new(image))));
    }
    Ok(cards)
}

async fn comments(
    db: &impl ConnectionTrait,
    board: BoardId,
) -> Result<BTreeMap<CommentId, Arc<CommentImage>>, Error> {
    #[derive(FromQueryResult)]
    struct Row {
        id: CommentId,
        card_id: CardId,
        author_user: Option<UserId>,
        author_bot: Option<BotId>,
        created_at: DateTime<Utc>,
        edited_at: Option<DateTime<Utc>>,
    }
    use comment::Column as C;
    let rows = comment::Entity::find()
        .select_only()
        .columns([C::Id, C::CardId, C::AuthorUser, C::AuthorBot, C::CreatedAt, C::EditedAt])
        .filter(C::BoardId.eq(board))
        .into_model::<Row>()
        .all(db)
        .await?;
    let image = |row: Row| CommentImage {
        id: row.id,
        board_id: board,
        card_id: row.card_id,
        body: String::new(),
        author: ActorRef::from_columns(row.author_user, row.author_bot),
        created_at: row.created_at,
        edited_at: row.edited_at,
    };
    Ok(rows.into_iter().map(|row| (row.id, Arc::new(image(row)))).collect())
}

fn mentioned(
    cards: &BTreeMap<CardId, Arc<CardImage>>,
    members: &[board_member::Model],
) -> BTreeSet<ActorRef> {
    let members = members.iter().map(|member| ActorRef::User(member.user_id));
    let on_cards = cards.values().flat_map(|card| {
        card.assignee_ids.iter().copied().map(ActorRef::User).chain(card.created_by)
    });
    members.chain(on_cards).collect()
}

async fn actors(
    db: &impl ConnectionTrait,
    mentioned: &BTreeSet<ActorRef>,
) -> Result<Vec<ActorImage>, Error> {
    let users: Vec<UserId> = mentioned.iter().filter_map(|actor| actor.user()).collect();
    let bots: Vec<BotId> = mentioned.iter().filter_map(|actor| actor.bot()).collect();
    let mut actors = Vec::with_capacity(mentioned.len());
    for users in users.chunks(CHUNK) {
        let ids = user::Column::Id.is_in(users.iter().copied());
        let rows = user::Entity::find().filter(ids).all(db).await?;
        actors.extend(rows.into_iter().map(|row| ActorImage::User(row.into())));
    }
    for bots in bots.chunks(CHUNK) {
        let ids = bot::Column::Id.is_in(bots.iter().copied());
        let rows = bot::Entity::find().filter(ids).all(db).await?;
        actors.extend(rows.into_iter().map(|row| ActorImage::Bot(row.into())));
    }
    Ok(actors)
}
