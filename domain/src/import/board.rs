//! Writing an imported board: one transaction, one event, rows in bulk.

use std::iter::zip;

use cairn_entities::{
    ActorRef, BoardId, BoardRole, BoardVisibility, ColumnId, Epoch, LabelId, WipPolicy, board,
    board_column, board_member, card_assignee, card_label, comment, label,
};
use chrono::{DateTime, Utc};
use sea_orm::{ActiveValue::Set, DatabaseTransaction, EntityTrait};

use super::bulk::insert_all;
use super::cards::Ground;
use super::draft::BoardDraft;
use super::people::People;
use super::report::ImportReport;
use super::{ImportSource, stored};
use crate::access::Administer;
use crate::board_tx::BoardTx;
use crate::log::{BoardImage, CardImage, ColumnImage, CommentImage, LabelImage, MemberImage};
use crate::request::{Outcome, Write};
use crate::{Error, cards, rank, text};

/// Writes the board; answers with nothing, and has written nothing, when another import of the
/// same source came first.
pub(super) async fn write(
    write: &Write<'_>,
    source: ImportSource,
    draft: &mut BoardDraft,
    report: &mut ImportReport,
) -> Result<Option<Outcome>, Error> {
    let domain = write.domain;
    let mut tx = begin(write, draft).await?;
    let people = People::resolve(&tx.db, domain, source.origin, &draft.people).await?;
    people.note(&mut report.people);

    let columns = columns(&tx, draft);
    let labels = labels(&tx, draft);
    let ground = Ground {
        domain,
        board_id: tx.board_id(),
        board_key: &tx.board.key,
        seq: tx.seq(),
        now: tx.now,
        columns: &columns.iter().map(|column| column.id).collect::<Vec<_>>(),
        labels: &labels.iter().map(|label| label.id).collect::<Vec<_>>(),
        people: &people,
    };
    let images = ground.images(draft, &mut report.texts);

    let record = stored::row(domain, tx.board_id(), source, report, &draft.raw)?;
    if !stored::insert(&tx.db, record).await? {
        tx.db.rollback().await?;
        return Ok(None);
    }
    tx.record_image(None, BoardImage::from(&tx.board));
    join(&mut tx, write).await?;
    insert_columns(&mut tx, columns).await?;
    insert_labels(&mut tx, labels).await?;
    insert_cards(&mut tx, images).await?;
    let subject = tx.board_id().to_string();
    tx.commit(write, subject).await.map(Some)
}

/// Begins with the board's row. Its date is the source's; the event's is today's.
async fn begin<'a>(
    write: &Write<'a>,
    draft: &BoardDraft,
) -> Result<BoardTx<'a, Administer>, Error> {
    let now = write.domain.clock.now();
    let created_at = draft.created_at.map_or(now, |moment| moment.min(now));
    let mut tx = crate::boards::begin_with_free_key(write, &draft.title, |key| {
        new_row(write, draft, key, created_at, now)
    })
    .await?;
    tx.now = now;
    Ok(tx)
}

fn new_row(
    write: &Write<'_>,
    draft: &BoardDraft,
    key: String,
    created_at: DateTime<Utc>,
    now: DateTime<Utc>,
) -> board::ActiveModel {
    let ids = &write.domain.ids;
    board::ActiveModel {
        id: Set(BoardId(ids.uuid())),
        key: Set(key),
        title: Set(draft.title.clone()),
        description: Set(draft.description.clone()),
        icon: Set(draft.icon.clone()),
        team_id: Set(None),
        visibility: Set(BoardVisibility::Private),
        epoch: Set(Epoch(ids.uuid())),
        seq: Set(1),
        access_seq: Set(1),
        next_card_number: Set(draft.cards.len() as i64 + 1),
        created_at: Set(created_at),
        updated_at: Set(now),
        archived_at: Set(None),
    }
}

/// Whoever imports is the administrator.
async fn join(tx: &mut BoardTx<'_, Administer>, write: &Write<'_>) -> Result<(), Error> {
    let (board_id, user_id, role) = (tx.board_id(), write.user, BoardRole::Admin);
    let row = board_member::ActiveModel {
        board_id: Set(board_id),
        user_id: Set(user_id),
        role: Set(role),
    };
    board_member::Entity::insert(row).exec_without_returning(&tx.db).await?;
    tx.record_image(None, MemberImage { user_id, role });
    Ok(())
}

fn columns(tx: &BoardTx<'_, Administer>, draft: &BoardDraft) -> Vec<ColumnImage> {
    zip(&draft.columns, rank::spread(draft.columns.len()))
        .map(|(column, rank)| ColumnImage {
            id: ColumnId(tx.domain.ids.uuid()),
            board_id: tx.board_id(),
            rank,
            title: column.title.clone(),
            color: column.color,
            kind: column.kind,
            wip_limit: None,
            wip_policy: WipPolicy::Warn,
            description: String::new(),
        })
        .collect()
}

async fn insert_columns(
    tx: &mut BoardTx<'_, Administer>,
    columns: Vec<ColumnImage>,
) -> Result<(), Error> {
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
    insert_all(&tx.db, rows.collect()).await?;
    columns.into_iter().for_each(|column| tx.record_image(None, column));
    Ok(())
}

fn labels(tx: &BoardTx<'_, Administer>, draft: &BoardDraft) -> Vec<LabelImage> {
    draft
        .labels
        .iter()
        .map(|label| LabelImage {
            id: LabelId(tx.domain.ids.uuid()),
            board_id: tx.board_id(),
            name: label.name.clone(),
            color: label.color,
        })
        .collect()
}

async fn insert_labels(
    tx: &mut BoardTx<'_, Administer>,
    labels: Vec<LabelImage>,
) -> Result<(), Error> {
    let rows = labels.iter().map(|label| label::ActiveModel {
        id: Set(label.id),
        board_id: Set(label.board_id),
        name: Set(label.name.clone()),
        name_key: Set(text::folded(&label.name)),
        color: Set(label.color),
    });
    insert_all(&tx.db, rows.collect()).await?;
    labels.into_iter().for_each(|label| tx.record_image(None, label));
    Ok(())
}

async fn insert_cards(
    tx: &mut BoardTx<'_, Administer>,
    images: Vec<(CardImage, Vec<CommentImage>)>,
) -> Result<(), Error> {
    let rows = images.iter().map(|(card, _)| cards::row(card)).collect();
    insert_all(&tx.db, rows).await?;
    insert_links(&tx.db, &images).await?;
    let comments = images.iter().flat_map(|(_, comments)| comments).map(comment_row).collect();
    insert_all(&tx.db, comments).await?;
    for (card, comments) in images {
        tx.record_card(None, card);
        comments.into_iter().for_each(|comment| tx.record_image(None, comment));
    }
    Ok(())
}

async fn insert_links(
    db: &DatabaseTransaction,
    images: &[(CardImage, Vec<CommentImage>)],
) -> Result<(), Error> {
    let cards = || images.iter().map(|(card, _)| card);
    let labels = cards().flat_map(|card| {
        card.label_ids.iter().map(|label| card_label::ActiveModel {
            card_id: Set(card.id),
            label_id: Set(*label),
        })
    });
    insert_all(db, labels.collect()).await?;
    let assignees = cards().flat_map(|card| {
        card.assignee_ids.iter().map(|user| card_assignee::ActiveModel {
            card_id: Set(card.id),
            user_id: Set(*user),
        })
    });
    insert_all(db, assignees.collect()).await?;
    Ok(())
}

fn comment_row(comment: &CommentImage) -> comment::ActiveModel {
    comment::ActiveModel {
        id: Set(comment.id),
        board_id: Set(comment.board_id),
        card_id: Set(comment.card_id),
        body: Set(comment.body.clone()),
        author_user: Set(comment.author.and_then(ActorRef::user)),
        author_bot: Set(comment.author.and_then(ActorRef::bot)),
        created_at: Set(comment.created_at),
        edited_at: Set(comment.edited_at),
    }
}
