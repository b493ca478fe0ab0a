//! Events, and reading them.

use cairn_entities::{ActorRef, BoardId, CardId, Epoch, event};
use chrono::{DateTime, Utc};
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, QueryOrder, QuerySelect};

use super::{ActorImage, CardImage, Change, ChangeSet};
use crate::text_budget::spend_rows;
use crate::{Error, Reader};

/// One committed transaction on a board.
#[derive(Clone, Debug)]
pub struct Event {
    /// The board.
    pub board_id: BoardId,
    /// Its number on the board, gap-free from 1.
    pub seq: i64,
    /// The log it belongs to.
    pub epoch: Epoch,
    /// When.
    pub at: DateTime<Utc>,
    /// Who.
    pub actor: Option<ActorRef>,
    /// The id under which the client sent it.
    pub client_mutation_id: Option<String>,
    /// What changed.
    pub change_set: ChangeSet,
    /// How long that is in the log, in bytes: about what the event costs in memory.
    pub bytes: usize,
}

impl Event {
    pub(crate) fn from_row(row: event::Model) -> Result<Self, Error> {
        let actor = row.actor();
        let event::Model { board_id, seq, epoch, at, client_mutation_id, changes, .. } = row;
        let change_set = serde_json::from_str(&changes).map_err(Error::internal)?;
        let bytes = changes.len();
        Ok(Self { board_id, seq, epoch, at, actor, client_mutation_id, change_set, bytes })
    }

    /// Who did it, as they were called then.
    #[must_use]
    pub fn actor(&self) -> Option<&ActorImage> {
        self.change_set.references.actor(self.actor?)
    }

    /// The card's after-image, when the event touched it.
    #[must_use]
    pub fn card(&self, id: CardId) -> Option<&CardImage> {
        self.change_set.changes.iter().find_map(|change| match change {
            Change::Card { after, .. } if after.id == id => Some(&**after),
            _ => None,
        })
    }

    /// Whether it changed who may do what on the board.
    #[must_use]
    pub fn touches_access(&self) -> bool {
        self.change_set.changes.iter().any(Change::touches_access)
    }
}

/// The event with this number.
pub async fn event(reader: &Reader, board: BoardId, seq: i64) -> Result<Option<Event>, Error> {
    let connection = reader.connection().await?;
    let row = event::Entity::find_by_id((board, seq)).one(&connection).await?;
    row.map(Event::from_row).transpose()
}

/// At most `limit` events after `after`, in order.
pub async fn events_after(
    reader: &Reader,
    board: BoardId,
    after: i64,
    limit: u64,
) -> Result<Vec<Event>, Error> {
    events_between(reader, board, after, i64::MAX, limit).await
}

/// At most `limit` events after `after` and up to `until`, in order.
pub async fn events_between(
    reader: &Reader,
    board: BoardId,
    after: i64,
    until: i64,
    limit: u64,
) -> Result<Vec<Event>, Error> {
    events_read(&reader.connection().await?, board, after, until, limit).await
}

/// The same, on any connection.
pub(crate) async fn events_read(
    connection: &impl ConnectionTrait,
    board: BoardId,
    after: i64,
    until: i64,
    limit: u64,
) -> Result<Vec<Event>, Error> {
    let rows = event::Entity::find()
        .filter(event::Column::BoardId.eq(board))
        .filter(event::Column::Seq.gt(after))
        .filter(event::Column::Seq.lte(until))
        .order_by_asc(event::Column::Seq)
        .limit(limit)
        .all(connection)
        .await?;
    rows.into_iter().map(Event::from_row).collect()
}

/// Which part of the log: `limit` events after `after`, or the last ones before `before`.
#[derive(Clone, Copy, Debug)]
pub struct PageRequest {
    /// Only events with a greater seq.
    pub after: Option<i64>,
    /// Only events with a smaller seq.
    pub before: Option<i64>,
    /// At most so many.
    pub limit: u64,
    /// From the end rather than from the beginning.
    pub last: bool,
}

/// Part of the log, oldest first.
#[derive(Debug)]
pub struct EventPage {
    /// The events.
    pub events: Vec<Event>,
    /// Whether the log goes on in the direction of reading.
    pub has_more: bool,
}

/// Part of the log of `board`.
pub async fn event_page(
    reader: &Reader,
    board: BoardId,
    page: PageRequest,
) -> Result<EventPage, Error> {
    let PageRequest { after, before, limit, last } = page;
    let mut query = event::Entity::find().filter(event::Column::BoardId.eq(board));
    if let Some(after) = after {
        query = query.filter(event::Column::Seq.gt(after));
    }
    if let Some(before) = before {
        query = query.filter(event::Column::Seq.lt(before));
    }
    let direction = if last { sea_orm::Order::Desc } else { sea_orm::Order::Asc };
    let wanted = query.order_by(event::Column::Seq, direction).limit(limit + 1);
    spend_rows(reader, wanted.clone(), event::Column::Changes).await?;
    let rows = wanted.all(&reader.connection().await?).await?;
    let has_more = rows.len() as u64 > limit;
    let mut events = rows
        .into_iter()
        .take(usize::try_from(limit).unwrap_or(usize::MAX))
        .map(Event::from_row)
        .collect::<Result<Vec<_>, _>>()?;
    if last {
        events.reverse();
    }
    Ok(EventPage { events, has_more })
}
