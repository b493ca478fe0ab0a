//! Making a board.

use cairn_entities::{
    BoardId, BoardRole, BoardVisibility, Color, ColumnId, Epoch, TeamId, WipPolicy, board,
    board_column, board_member, team_member,
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::key::{checked, free_key};
use crate::access::Administer;
use crate::board_tx::BoardTx;
use crate::columns::{MAX_COLUMNS, guess_kind};
use crate::log::{BoardImage, ColumnImage, MemberImage};
use crate::request::Write;
use crate::{Domain, Error, Outcome, Refusal, WriteRequest, rank, text};

/// A board to be.
#[derive(Clone, Debug)]
pub struct CreateBoard {
    /// Its human key; made from the title when not given.
    pub key: Option<String>,
    /// Its title.
    pub title: String,
    /// What it is for, in Markdown.
    pub description: Option<String>,
    /// One emoji.
    pub icon: Option<String>,
    /// The team it belongs to.
    pub team: Option<TeamId>,
    /// Who may read it beside its members.
    pub visibility: BoardVisibility,
    /// The titles of its first columns.
    pub columns: Vec<String>,
}

/// Makes a board whose creator administers it.
pub async fn create_board(
    domain: &Domain,
    request: &WriteRequest,
    input: CreateBoard,
) -> Result<Outcome, Error> {
    request
        .once(domain, "createBoard", async |write| {
            let CreateBoard { key, title, description, icon, team, visibility, columns } = input;
            let title = text::title("title", &title, text::BOARD_TITLE)?;
            let description = text::markdown(
                "description",
                &description.unwrap_or_default(),
                text::SHORT_DESCRIPTION,
            )?;
            let icon = text::icon(icon.as_deref())?;
            let columns = columns
                .iter()
                .map(|title| text::title("columns", title, text::COLUMN_TITLE))
                .collect::<Result<Vec<_>, _>>()?;
            if columns.len() > MAX_COLUMNS {
                let what = "columns on a board".to_owned();
                return Err(Refusal::LimitReached { what, max: MAX_COLUMNS }.into());
            }
            check_team(&write, team, visibility).await?;
            let key = match key {
                Some(key) => checked(&key)?,
                None => free_key(domain.database.reader(), &title).await?,
            };
            let new = NewBoard {
                key,
                title,
                description,
                icon,
                team,
                visibility,
                created_at: domain.clock.now(),
            };
            let mut tx = write.new_board_tx(board_row(domain, new)).await?;
            tx.record_image(None, BoardImage::from(&tx.board));
            add_creator(&mut tx, &write).await?;
            add_columns(&mut tx, domain, columns).await?;
            let id = tx.board_id().to_string();
            tx.commit(id).await
        })
        .await
}

/// What a new board's row is made from; checked already.
pub(crate) struct NewBoard {
    pub(crate) key: String,
    pub(crate) title: String,
    pub(crate) description: String,
    pub(crate) icon: Option<String>,
    pub(crate) team: Option<TeamId>,
    pub(crate) visibility: BoardVisibility,
    pub(crate) created_at: DateTime<Utc>,
}

/// The row of a new board, at its first event.
pub(crate) fn board_row(domain: &Domain, new: NewBoard) -> board::ActiveModel {
    let NewBoard { key, title, description, icon, team, visibility, created_at } = new;
    board::ActiveModel {
        id: Set(BoardId(domain.ids.uuid())),
        key: Set(key),
        title: Set(title),
        description: Set(description),
        icon: Set(icon),
        team_id: Set(team),
        visibility: Set(visibility),
        epoch: Set(Epoch(domain.ids.uuid())),
        seq: Set(1),
        access_seq: Set(1),
        next_card_number: Set(1),
        created_at: Set(created_at),
        updated_at: Set(domain.clock.now()),
        archived_at: Set(None),
    }
}

/// A team's visibility needs a team, and only its members can give it a board.
pub(super) async fn check_team(
    write: &Write,
    team: Option<TeamId>,
    visibility: BoardVisibility,
) -> Result<(), Error> {
    let Some(team) = team else {
        return match visibility {
            BoardVisibility::Team => {
                let reason = "only a board that belongs to a team can be open to its team";
                Err(Refusal::invalid("visibility", reason).into())
            }
            BoardVisibility::Private | BoardVisibility::Public => Ok(()),
        };
    };
    let member = team_member::Entity::find_by_id((team, write.user))
        .one(write.domain.database.reader())
        .await?;
    match member {
        Some(_) => Ok(()),
        None => Err(Refusal::not_found("teamId", "team").into()),
    }
}

async fn add_creator(tx: &mut BoardTx<Administer>, write: &Write) -> Result<(), Error> {
    let member = board_member::Model {
        board_id: tx.board_id(),
        user_id: write.user,
        role: BoardRole::Admin,
    };
    let row = board_member::ActiveModel {
        board_id: Set(member.board_id),
        user_id: Set(member.user_id),
        role: Set(member.role),
    };
    board_member::Entity::insert(row).exec_without_returning(&tx.db).await?;
    tx.record_image(None, MemberImage::from(member));
    Ok(())
}

async fn add_columns(
    tx: &mut BoardTx<Administer>,
    domain: &Domain,
    titles: Vec<String>,
) -> Result<(), Error> {
    if titles.is_empty() {
        return Ok(());
    }
    let ranks = rank::spread(titles.len());
    let columns: Vec<ColumnImage> = titles
        .into_iter()
        .zip(ranks)
        .map(|(title, rank)| ColumnImage {
            id: ColumnId(domain.ids.uuid()),
            board_id: tx.board_id(),
            rank,
            kind: guess_kind(&title),
            title,
            color: Color::Gray,
            wip_limit: None,
            wip_policy: WipPolicy::Warn,
            description: String::new(),
        })
        .collect();
    let rows = columns.iter().map(|column| board_column::ActiveModel {
        id: Set(column.id),
        board_id: Set(column.board_id),
        rank: Set(column.rank.clone()),
        title: Set(column.title.clone()),
        color: Set(column.color),
        kind: Set(column.kind),
        wip_limit: Set(column.wip_limit),
        wip_policy: Set(column.wip_policy),
        description: Set(column.description.clone()),
    });
    board_column::Entity::insert_many(rows).exec_without_returning(&tx.db).await?;
    for column in columns {
        tx.record_image(None, column);
    }
    Ok(())
}
