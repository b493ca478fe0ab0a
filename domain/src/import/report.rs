//! What came with an import and what did not, so that nothing is lost without a word.
//!
//! The report is stored beside the raw record and shown to whoever imported. Its JSON form is
//! documented in `docs/import-focalboard.md`.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

/// The outcome for one board.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ImportReport {
    /// The board's id in the archive.
    pub source_board: String,
    /// Its title.
    pub title: String,
    /// The property whose values became the columns; none when there was none to take.
    pub columns_from_property: Option<String>,
    /// The view that gave the columns their order and the cards theirs.
    pub columns_from_view: Option<String>,
    /// What came, by kind.
    pub came: Came,
    /// What became of each property of the source's cards, in its order.
    pub properties: Vec<PropertyReport>,
    /// Images and attachments; none of them comes yet.
    pub files: Vec<FileReport>,
    /// Views, none of which comes as such.
    pub views: Vec<ViewReport>,
    /// The titles of the card templates, which are not cards.
    pub templates: Vec<String>,
    /// People whom the source names.
    pub people: Vec<PersonReport>,
    /// Members there who were not made members here, as roles are never taken from an archive.
    pub members_not_added: usize,
    /// Blocks that were deleted in the source, by type.
    pub deleted_blocks: BTreeMap<String, usize>,
    /// Blocks of types that the reader does not know, by type.
    pub unknown_blocks: BTreeMap<String, usize>,
    /// Blocks whose card is not in the archive, by type.
    pub orphaned_blocks: BTreeMap<String, usize>,
    /// Ids that led nowhere.
    pub dangling: Dangling,
    /// Things without a place, put after those with one, oldest first.
    pub unordered: Unordered,
    /// Texts that are not as they were.
    pub texts: Texts,
}

/// Counts of what came.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Came {
    /// Columns.
    pub columns: usize,
    /// Labels.
    pub labels: usize,
    /// Cards.
    pub cards: usize,
    /// Comments.
    pub comments: usize,
    /// Checklist items, which are task-list items of the descriptions.
    pub checklist_items: usize,
    /// Other blocks of text, which are parts of the descriptions.
    pub text_blocks: usize,
}

/// What became of one property.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PropertyReport {
    /// Its name.
    pub name: String,
    /// Its type in the source.
    pub kind: String,
    /// What it became.
    pub became: PropertyUse,
    /// How many cards have a value.
    pub values: usize,
    /// How many of these values could only be listed below the card's text.
    pub listed: usize,
}

/// What a property can become.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum PropertyUse {
    /// The columns.
    Columns,
    /// Labels.
    Labels,
    /// The assignees.
    Assignees,
    /// The due date, and the start date when it is a range.
    DueDate,
    /// The start date.
    StartDate,
    /// The estimate.
    Estimate,
    /// Nothing that a card has: listed below the card's text.
    Listed,
    /// Nothing: the source computes it (who made the card and when), and a card has it anyway.
    Computed,
    /// Nothing: the board no longer defines it. Its values stand in the raw record alone.
    RawRecord,
}

/// What became of one file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct FileReport {
    /// Its name in the archive, or what the card calls it.
    pub name: String,
    /// The title of the card that shows it; none when no card does.
    pub card: Option<String>,
    /// What was found.
    pub state: FileState,
    /// Its size in bytes, as read.
    pub bytes: u64,
}

/// What was found of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum FileState {
    /// It is in the archive; files are not imported yet.
    NotImported,
    /// It is in the archive and has no content.
    Empty,
    /// It is not in the archive.
    Missing,
}

/// What became of one view.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ViewReport {
    /// Its title.
    pub title: String,
    /// Its type in the source.
    pub kind: String,
    /// Whether the columns and the order of the cards were taken from it.
    pub used: bool,
    /// Whether it had a filter, which is not applied.
    pub filtered: bool,
    /// Whether it was sorted by a property; the manual order is taken instead.
    pub sorted: bool,
}

/// What became of one person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PersonReport {
    /// The id in the source.
    pub source_id: String,
    /// The name to show.
    pub name: String,
    /// The username of the person here; none when there is no such person.
    pub username: Option<String>,
    /// How many cards they are assigned to.
    pub assigned: usize,
    /// How many cards and comments are theirs.
    pub authored: usize,
}

/// Ids that led nowhere, by where they stood.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Dangling {
    /// In the view's order of cards.
    pub card_order: usize,
    /// In the cards' orders of content.
    pub content_order: usize,
    /// Values that name an option which is not there.
    pub options: usize,
}

/// Things that the source's orders leave out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Unordered {
    /// Cards.
    pub cards: usize,
    /// Blocks of the cards' texts.
    pub content: usize,
}

/// Texts that are not as they were.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Texts {
    /// Texts from which control characters were removed.
    pub cleaned: usize,
    /// Cards and boards that had no title.
    pub untitled: usize,
    /// Comments without text, which are left out.
    pub empty_comments: usize,
    /// Icons that are no single emoji, which are left out.
    pub icons: usize,
    /// Texts over a limit.
    pub cut: Vec<CutText>,
}

/// One text over a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CutText {
    /// Which text, such as `card title`.
    pub what: String,
    /// The beginning of the title of the card or board that it belongs to.
    pub of: String,
    /// What became of the rest: `description`, or `raw record`.
    pub rest_in: String,
}
