//! The lines of an export, and their order.

use std::collections::HashMap;

use cairn_domain::entities::{ActorRef, ColumnId, Epoch};
use cairn_domain::log::{
    ActorImage, BoardImage, BoardState, CardImage, ChangeSet, ColumnImage, CommentImage, Event,
    LabelImage, MemberImage, MilestoneImage,
};
use chrono::{DateTime, Utc};
use serde::Serialize;

/// One line.
#[derive(Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub(super) enum Line<'s> {
    /// The first one: what this is, and which moment it shows.
    Export {
        format: &'static str,
        version: u8,
        exported_at: DateTime<Utc>,
        epoch: Epoch,
        seq: i64,
    },
    Board(&'s BoardImage),
    /// Somebody whom other lines name.
    Actor {
        actor: &'s ActorImage,
    },
    Member(&'s MemberImage),
    Column(&'s ColumnImage),
    Label(&'s LabelImage),
    Milestone(&'s MilestoneImage),
    Card(&'s CardImage),
    Comment(&'s CommentImage),
    /// One transaction of the log.
    Event {
        seq: i64,
        epoch: Epoch,
        at: DateTime<Utc>,
        actor: Option<ActorRef>,
        change_set: &'s ChangeSet,
    },
    /// The last one.
    End {
        lines: u64,
    },
}

impl<'s> Line<'s> {
    /// The line of an event. The client's id of the write is left out: it is a key, and old.
    pub(super) fn event(event: &'s Event) -> Self {
        let Event { seq, epoch, at, actor, change_set, .. } = event;
        Self::Event { seq: *seq, epoch: *epoch, at: *at, actor: *actor, change_set }
    }
}

/// The lines of a board: people by id, columns and cards as they stand, labels by name, comments
/// with their card, oldest first.
pub(super) fn sorted(state: &BoardState) -> impl Iterator<Item = Line<'_>> {
    let mut actors: Vec<&ActorImage> = state.actors.iter().collect();
    actors.sort_by_key(|actor| actor.id());
    let mut columns: Vec<&ColumnImage> = state.columns.values().collect();
    columns.sort_by(|a, b| (&a.rank, a.id).cmp(&(&b.rank, b.id)));
    let places: HashMap<ColumnId, usize> =
        columns.iter().enumerate().map(|(place, column)| (column.id, place)).collect();
    let mut labels: Vec<&LabelImage> = state.labels.values().collect();
    labels.sort_by(|a, b| (&a.name, a.id).cmp(&(&b.name, b.id)));
    let mut cards: Vec<&CardImage> = state.cards.values().map(AsRef::as_ref).collect();
    cards.sort_by(|a, b| {
        let place = |card: &CardImage| places.get(&card.column_id).copied();
        (place(a), &a.rank, a.id).cmp(&(place(b), &b.rank, b.id))
    });
    let mut comments: HashMap<_, Vec<&CommentImage>> = HashMap::new();
    for comment in state.comments.values() {
        comments.entry(comment.card_id).or_default().push(comment);
    }
    let with_comments = cards.into_iter().flat_map(move |card| {
        let mut comments = comments.remove(&card.id).unwrap_or_default();
        comments.sort_by_key(|comment| (comment.created_at, comment.id));
        std::iter::once(Line::Card(card)).chain(comments.into_iter().map(Line::Comment))
    });
    std::iter::once(Line::Board(&state.board))
        .chain(actors.into_iter().map(|actor| Line::Actor { actor }))
        .chain(state.members.values().map(Line::Member))
        .chain(columns.into_iter().map(Line::Column))
        .chain(labels.into_iter().map(Line::Label))
        .chain(state.milestones.values().map(Line::Milestone))
        .chain(with_comments)
}
