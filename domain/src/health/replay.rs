//! Whether a board rebuilt from its log is the board in the tables.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;
use std::sync::Arc;

use cairn_entities::{
    BoardId, CardId, board, board_column, board_member, card, comment, label, milestone,
};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QuerySelect};
use serde::Serialize;

use crate::cards::{CardRow, full_images};
use crate::log::{
    BoardImage, BoardState, CardImage, ColumnImage, CommentImage, LabelImage, MemberImage,
    MilestoneImage, change, events_after,
};
use crate::{Error, Reader};

/// How many events are in memory at once.
const PAGE: u64 = 200;
/// How many cards' links are read at once.
const CHUNK: usize = 5_000;

/// In what the tables differ from the board as its whole log tells it, a sentence each. `reader`
/// must see one moment. Checkpoints are passed over: they are only as good as the log.
pub async fn differences(reader: &Reader, board: BoardId) -> Result<Vec<String>, Error> {
    let connection = reader.connection().await?;
    let Some(row) = board::Entity::find_by_id(board).one(&connection).await? else {
        return Ok(Vec::new());
    };
    let Some(told) = replay(reader, board).await? else {
        return Ok(vec![format!("the log of {} does not begin with the board", row.key)]);
    };
    let mut found = Found(Vec::new());
    let image = BoardImage::from(&row);
    found.compare("board", &row.key, Some(&told.board), Some(&image));
    let columns = board_column::Entity::find()
        .filter(board_column::Column::BoardId.eq(board))
        .all(&connection)
        .await?;
    let columns = columns.into_iter().map(|row| (row.id, ColumnImage::from(row)));
    found.compare_all("column", &told.columns, &columns.collect());
    let labels =
        label::Entity::find().filter(label::Column::BoardId.eq(board)).all(&connection).await?;
    let labels = labels.into_iter().map(|row| (row.id, LabelImage::from(row)));
    found.compare_all("label", &told.labels, &labels.collect());
    let milestones = milestone::Entity::find()
        .filter(milestone::Column::BoardId.eq(board))
        .all(&connection)
        .await?;
    let milestones = milestones.into_iter().map(|row| (row.id, MilestoneImage::from(row)));
    found.compare_all("milestone", &told.milestones, &milestones.collect());
    let comments =
        comment::Entity::find().filter(comment::Column::BoardId.eq(board)).all(&connection).await?;
    let comments = comments.into_iter().map(|row| (row.id, Arc::new(CommentImage::from(row))));
    found.compare_all("comment", &told.comments, &comments.collect());
    let members = board_member::Entity::find()
        .filter(board_member::Column::BoardId.eq(board))
        .all(&connection)
        .await?;
    let members = members.into_iter().map(|row| (row.user_id, MemberImage::from(row)));
    found.compare_all("member", &told.members, &members.collect());
    found.compare_all("card", &told.cards, &cards(&connection, &row).await?);
    Ok(found.0)
}

async fn replay(reader: &Reader, board: BoardId) -> Result<Option<BoardState>, Error> {
    let mut state: Option<BoardState> = None;
    let mut position = 0;
    loop {
        let events = events_after(reader, board, position, PAGE).await?;
        let Some(last) = events.last() else { return Ok(state) };
        position = last.seq;
        for event in &events {
            match &mut state {
                Some(state) => state.apply(event),
                None => match BoardState::begin(event) {
                    Some(begun) => state = Some(begun),
                    None => return Ok(None),
                },
            }
        }
    }
}

async fn cards(
    connection: &impl ConnectionTrait,
    board: &board::Model,
) -> Result<BTreeMap<CardId, Arc<CardImage>>, Error> {
    let on_board = || card::Column::BoardId.eq(board.id);
    let rows = CardRow::select().filter(on_board()).into_model::<CardRow>().all(connection).await?;
    let texts: Vec<(CardId, String)> = card::Entity::find()
        .select_only()
        .columns([card::Column::Id, card::Column::Description])
        .filter(on_board())
        .into_tuple()
        .all(connection)
        .await?;
    let mut texts: HashMap<CardId, String> = texts.into_iter().collect();
    let mut cards = BTreeMap::new();
    let mut rows = rows.into_iter().peekable();
    while rows.peek().is_some() {
        let chunk = rows.by_ref().take(CHUNK).collect();
        for mut image in full_images(connection, chunk, &board.key).await? {
            image.description = texts.remove(&image.id);
            cards.insert(image.id, Arc::new(image));
        }
    }
    Ok(cards)
}

/// What was found so far.
struct Found(Vec<String>);

impl Found {
    fn compare_all<K: Ord + Display, T: PartialEq + Serialize>(
        &mut self,
        what: &str,
        told: &BTreeMap<K, T>,
        stored: &BTreeMap<K, T>,
    ) {
        for (id, image) in told {
            self.compare(what, id, Some(image), stored.get(id));
        }
        for id in stored.keys().filter(|id| !told.contains_key(id)) {
            self.0.push(format!("the {what} {id} is in the tables, but not in the log"));
        }
    }

    fn compare<T: PartialEq + Serialize>(
        &mut self,
        what: &str,
        id: &impl Display,
        told: Option<&T>,
        stored: Option<&T>,
    ) {
        match (told, stored) {
            (Some(told), Some(stored)) if told != stored => {
                let (mut fields, _) = change::difference(Some(told), stored);
                if fields.is_empty() {
                    fields.push("version or time".to_owned());
                }
                let fields = fields.join(", ");
                self.0.push(format!("the {what} {id} differs from its log in: {fields}"));
            }
            (Some(_), None) => {
                self.0.push(format!("the {what} {id} is in the log, but not in the tables"));
            }
            _ => {}
        }
    }
}
