//! Writing an imported board: one transaction, one event, rows in bulk.

use std::iter::zip;

use cairn_entities::{
    ActorRef, BoardRole, BoardVisibility, ColumnId, LabelId, WipPolicy, board_column, board_member,
    card_assignee, card_label, comment, label,
};
use sea_orm::{ActiveValue::Set, EntityTrait};

use super::bulk::insert_all;
use super::cards::Ground;
use super::draft::BoardDraft;
use super::people::People;
use super::report::ImportReport;
use super::{ImportSource, stored};
use crate::access::Administer;
use crate::board_tx::BoardTx;
use crate::boards::{NewBoard, board_row, free_key};
use crate::database::WriteTx;
use crate::log::{BoardImage, CardImage, ColumnImage, CommentImage, LabelImage, MemberImage};
use crate::request::{Outcome, Write};
use crate::{Domain, Error, Refusal, cards, rank, text};

/// Writes the board; answers with nothing, and has written nothing, when another import of the
/// same source came first.
pub(super) async fn write(
    write: &Write,
    source: ImportSource,
    draft: &mut BoardDraft,
    report: &mut ImportReport,
) -> Result<Option<Outcome>, Error> {
    let domain = &write.domain;
    let mut tx = begin(write, draft).await?;
    let people = People::resolve(&tx.db, domain, source.origin, &draft.people).await?;
    people.note(&mut report.people);

    let columns = columns(&tx, domain, draft);
    let labels = labels(&tx, domain, draft);
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
    tx.commit(subject).await.map(Some)
}

/// Begins with the board's row. Its date is the source's; the event's is today's.
async fn begin(write: &Write, draft: &BoardDraft) -> Result<BoardTx<Administer>, Error> {
    let domain = &write.domain;
    let now = domain.clock.now();
    loop {
        let new = NewBoard {
            key: free_key(domain.database.reader(), &draft.title).await?,
            title: draft.title.clone(),
            description: draft.description.clone(),
            icon: draft.icon.clone(),
            team: None,
            visibility: BoardVisibility::Private,
            created_at: draft.created_at.map_or(now, |moment| moment.min(now)),
        };
        let mut row = board_row(domain, new);
        row.next_card_number = Set(next_number(draft));
        match write.new_board_tx(row).await {
            // Somebody took the key meanwhile; the next one that is free is another.
            Err(Error::Refused(refusals)) if refusals == [Refusal::taken("key")] => {}
            result => return result,
        }
    }
}

fn next_number(draft: &BoardDraft) -> i64 {
    i64::try_from(draft.cards.len()).unwrap_or(i64::MAX - 1) + 1
}

/// Whoever imports is the administrator.
async fn join(tx: &mut BoardTx<Administer>, write: &Write) -> Result<(), Error> {
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

fn columns(tx: &BoardTx<Administer>, domain: &Domain, draft: &BoardDraft) -> Vec<ColumnImage> {
    zip(&draft.columns, rank::spread(draft.columns.len()))
        .map(|(column, rank)| ColumnImage {
            id: ColumnId(domain.ids.uuid()),
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
    tx: &mut BoardTx<Administer>,
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
    for column in columns {
        tx.record_image(None, column);
    }
    Ok(())
}

fn labels(tx: &BoardTx<Administer>, domain: &Domain, draft: &BoardDraft) -> Vec<LabelImage> {
    draft
        .labels
        .iter()
        .map(|label| LabelImage {
            id: LabelId(domain.ids.uuid()),
            board_id: tx.board_id(),
            name: label.name.clone(),
            color: label.color,
        })
        .collect()
}

async fn insert_labels(tx: &mut BoardTx<Administer>, labels: Vec<LabelImage>) -> Result<(), Error> {
    let rows = labels.iter().map(|label| label::ActiveModel {
        id: Set(label.id),
        board_id: Set(label.board_id),
        name: Set(label.name.clone()),
        name_key: Set(text::folded(&label.name)),
        color: Set(label.color),
    });
    insert_all(&tx.db, rows.collect()).await?;
    for label in labels {
        tx.record_image(None, label);
    }
    Ok(())
}

async fn insert_cards(
    tx: &mut BoardTx<Administer>,
    images: Vec<(CardImage, Vec<CommentImage>)>,
) -> Result<(), Error> {
    let rows = images.iter().map(|(card, _)| cards::row(card)).collect();
    insert_all(&tx.db, rows).await?;
    insert_links(&tx.db, &images).await?;
    let comments = images.iter().flat_map(|(_, comments)| comments).map(comment_row).collect();
    insert_all(&tx.db, comments).await?;
    for (card, comments) in images {
        tx.record_card(None, card);
        for comment in comments {
            tx.record_image(None, comment);
        }
    }
    Ok(())
}

async fn insert_links(
    db: &WriteTx,
    images: &[(CardImage, Vec<CommentImage>)],
) -> Result<(), Error> {
    let cards = || images.iter().map(|(card, _)| card);
    let labels = cards().flat_map(|card| {
        card.label_ids
            .iter()
            .map(|label| card_label::ActiveModel { card_id: Set(card.id), label_id: Set(*label) })
    });
    insert_all(db, labels.collect()).await?;
    let assignees = cards().flat_map(|card| {
        card.assignee_ids
            .iter()
            .map(|user| card_assignee::ActiveModel { card_id: Set(card.id), user_id: Set(*user) })
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
