//! The closed sets of values that columns, boards and milestones hold: the domain's, one to one.

use async_graphql::Enum;
use cairn_domain::entities as domain;

/// Who may read a board beside its members.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::BoardVisibility")]
pub enum BoardVisibility {
    /// Nobody.
    Private,
    /// Everybody in the board's team.
    Team,
    /// Anybody, signed in or not.
    Public,
}

/// What a member of a board may do; each role may do all that the ones before it may.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::BoardRole")]
pub enum BoardRole {
    /// Reads.
    Viewer,
    /// Adds comments, and edits and deletes their own.
    Commenter,
    /// Changes columns, cards, labels and milestones.
    Editor,
    /// Decides over the board itself, its visibility and its members, and deletes others' comments.
    Admin,
}

/// What a card in a column counts as in progress figures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::ColumnKind")]
pub enum ColumnKind {
    /// Not planned yet.
    Backlog,
    /// Ready to be started.
    Ready,
    /// Being worked on.
    Active,
    /// Finished.
    Done,
}

/// What a column over its limit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::WipPolicy")]
pub enum WipPolicy {
    /// It is shown to be over its limit.
    Warn,
    /// Another card is refused with the user error `WIP_LIMIT`.
    Block,
}

/// The colours that columns and labels may have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::Color")]
pub enum Color {
    /// Gray.
    Gray,
    /// Brown.
    Brown,
    /// Orange.
    Orange,
    /// Yellow.
    Yellow,
    /// Green.
    Green,
    /// Teal.
    Teal,
    /// Blue.
    Blue,
    /// Purple.
    Purple,
    /// Pink.
    Pink,
    /// Red.
    Red,
}

/// Whether a milestone is still worked towards.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "domain::MilestoneState")]
pub enum MilestoneState {
    /// Worked towards.
    Open,
    /// Reached, or given up.
    Closed,
}

/// What cards can be ordered by.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
#[graphql(remote = "cairn_domain::cards::CardOrderField")]
pub enum CardOrderField {
    /// Column by column, card by card; the default.
    Position,
    /// The number on the board.
    Number,
    /// The title, compared as bytes.
    Title,
    /// The due date; cards without one come last.
    DueOn,
    /// When the card was made.
    CreatedAt,
    /// When the card last changed.
    UpdatedAt,
}

/// In which direction a list goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Enum)]
pub enum OrderDirection {
    /// From the least to the greatest.
    Asc,
    /// From the greatest to the least.
    Desc,
}
