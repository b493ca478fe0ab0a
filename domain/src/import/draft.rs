//! A board as a reader of a foreign archive understood it, before any of it is written.
//!
//! Drafts are plain values: places are indexes, people are the ids of the foreign server, and
//! nothing here is an id of this one. They carry no rights: the roles of a [`MemberDraft`] are
//! kept for the report alone.

use std::collections::BTreeMap;

pub use cairn_entities::{Color, ColumnKind};
use chrono::{DateTime, NaiveDate, Utc};
use serde::Serialize;

/// One board.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BoardDraft {
    /// The board's id in the archive; with the archive's hash it makes imports idempotent.
    pub source_id: String,
    /// Its title, in one line; may be empty.
    pub title: String,
    /// What it is for, in Markdown.
    pub description: String,
    /// One emoji.
    pub icon: Option<String>,
    /// Who made it: a key of `people`.
    pub author: Option<String>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// Its columns, from left to right; at least one.
    pub columns: Vec<ColumnDraft>,
    /// Its labels, in the order of the source.
    pub labels: Vec<LabelDraft>,
    /// Its cards; those of one column stand in their order.
    pub cards: Vec<CardDraft>,
    /// Who was a member there.
    pub members: Vec<MemberDraft>,
    /// Everybody whom the draft names: foreign id to the name to show (the id itself if unknown).
    pub people: BTreeMap<String, String>,
    /// The board's record as it stood in the archive: JSON lines.
    #[serde(skip)]
    pub raw: Vec<u8>,
}

/// One column.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ColumnDraft {
    /// Its title, in one line.
    pub title: String,
    /// Its colour.
    pub color: Color,
    /// What a card in it counts as, guessed from the title.
    pub kind: ColumnKind,
}

/// One label.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct LabelDraft {
    /// Its name, in one line.
    pub name: String,
    /// Its colour.
    pub color: Color,
}

/// One card.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CardDraft {
    /// The card's id in the archive.
    pub source_id: String,
    /// Its title, in one line; may be empty.
    pub title: String,
    /// One emoji.
    pub icon: Option<String>,
    /// Its text, in Markdown.
    pub body: String,
    /// Values that no field of a card holds; they are listed below the text.
    pub properties: Vec<PropertyDraft>,
    /// Its column: an index into the board's columns.
    pub column: usize,
    /// Its labels: indexes into the board's labels, each once.
    pub labels: Vec<usize>,
    /// Who works on it: keys of the board's `people`, each once.
    pub assignees: Vec<String>,
    /// When work starts.
    pub start_on: Option<NaiveDate>,
    /// When it is due.
    pub due_on: Option<NaiveDate>,
    /// How much work it is; finite.
    pub estimate: Option<f64>,
    /// Who made it: a key of the board's `people`.
    pub author: Option<String>,
    /// When it was made.
    pub created_at: Option<DateTime<Utc>>,
    /// When it, its text or its comments last changed.
    pub updated_at: Option<DateTime<Utc>>,
    /// Its comments, oldest first.
    pub comments: Vec<CommentDraft>,
}

/// A named value, both plain text.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct PropertyDraft {
    /// What the source calls it.
    pub name: String,
    /// Its value as a person reads it; may have several lines.
    pub value: String,
}

/// One comment.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct CommentDraft {
    /// The text, in Markdown; not empty.
    pub body: String,
    /// Who wrote it: a key of the board's `people`.
    pub author: Option<String>,
    /// When it was written.
    pub created_at: Option<DateTime<Utc>>,
}

/// Somebody who was a member of the board where it comes from.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MemberDraft {
    /// A key of the board's `people`.
    pub person: String,
    /// What the archive says that they were; never granted.
    pub role: String,
}
