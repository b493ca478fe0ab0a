//! Adding a column.

use cairn_entities::{BoardId, Color, ColumnId, ColumnKind, WipPolicy, board_column};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::move_::{Place, rank_among};
use super::{MAX_COLUMNS, guess_kind, siblings, wip_limit};
use crate::access::Edit;
use crate::database::WriteTx;
use crate::log::ColumnImage;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, text};

/// A column to be.
#[derive(Clone, Debug)]
pub struct CreateColumn {
    /// Where.
    pub board_id: BoardId,
    /// Its title.
    pub title: String,
    /// Its colour; gray unless said.
    pub color: Option<Color>,
    /// What a card in it counts as; guessed from the title unless said.
    pub kind: Option<ColumnKind>,
    /// How many cards it should hold at most.
    pub wip_limit: Option<i32>,
    /// What happens over the limit; shown unless said.
    pub wip_policy: Option<WipPolicy>,
    /// The column it comes after; at the end unless said.
    pub after: Option<ColumnId>,
}

/// Adds a column.
pub async fn create_column(
    domain: &Domain,
    request: &WriteRequest,
    input: CreateColumn,
) -> Result<Outcome, Error> {
    request
        .once(domain, "createColumn", async |write| {
            let CreateColumn { board_id, title, color, kind, wip_limit: limit, wip_policy, after } =
                input;
            let title = text::title("title", &title, text::COLUMN_TITLE)?;
            let limit = wip_limit(limit)?;
            let mut tx = write.board_tx::<Edit>("boardId", board_id).await?;
            let siblings = siblings(&tx.db, board_id).await?;
            if siblings.len() >= MAX_COLUMNS {
                let what = "columns on a board".to_owned();
                return Err(Refusal::LimitReached { what, max: MAX_COLUMNS }.into());
            }
            let place = after.map_or(Place::Last, Place::After);
            let row = board_column::Model {
                id: ColumnId(domain.ids.uuid()),
                board_id,
                rank: rank_among(&mut tx, siblings, place).await?,
                kind: kind.unwrap_or_else(|| guess_kind(&title)),
                title,
                color: color.unwrap_or(Color::Gray),
                wip_limit: limit,
                wip_policy: wip_policy.unwrap_or(WipPolicy::Warn),
                description: String::new(),
            };
            let id = row.id;
            insert(&tx.db, row.clone()).await?;
            tx.record_image(None, ColumnImage::from(row));
            tx.commit(id.to_string()).await
        })
        .await
}

async fn insert(db: &WriteTx, row: board_column::Model) -> Result<(), Error> {
    let board_column::Model {
        id,
        board_id,
        rank,
        title,
        color,
        kind,
        wip_limit,
        wip_policy,
        description,
    } = row;
    let row = board_column::ActiveModel {
        id: Set(id),
        board_id: Set(board_id),
        rank: Set(rank),
        title: Set(title),
        color: Set(color),
        kind: Set(kind),
        wip_limit: Set(wip_limit),
        wip_policy: Set(wip_policy),
        description: Set(description),
    };
    board_column::Entity::insert(row).exec_without_returning(db).await?;
    Ok(())
}
