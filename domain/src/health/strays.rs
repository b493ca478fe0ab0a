//! Rows that refer to what is not there, or to another board's things.

use super::storage::column;
use crate::{Database, Error};

/// References that the rules hold and the schema cannot, and how to count the broken ones.
const RULES: &[(&str, &str)] = &[
    (
        "cards in a column of another board",
        "SELECT COUNT(*) FROM cards JOIN board_columns ON board_columns.id = cards.column_id \
         WHERE board_columns.board_id <> cards.board_id",
    ),
    (
        "cards in a milestone of another board",
        "SELECT COUNT(*) FROM cards JOIN milestones ON milestones.id = cards.milestone_id \
         WHERE milestones.board_id <> cards.board_id",
    ),
    (
        "cards with a label of another board",
        "SELECT COUNT(*) FROM card_labels JOIN cards ON cards.id = card_labels.card_id \
         JOIN labels ON labels.id = card_labels.label_id WHERE labels.board_id <> cards.board_id",
    ),
    (
        "comments that are on another board than their card",
        "SELECT COUNT(*) FROM comments JOIN cards ON cards.id = comments.card_id \
         WHERE comments.board_id <> cards.board_id",
    ),
    (
        "cards with a number that another card is still to get",
        "SELECT COUNT(*) FROM cards JOIN boards ON boards.id = cards.board_id \
         WHERE cards.number >= boards.next_card_number",
    ),
];

/// Broken references of one kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stray {
    /// What they are, in the plural.
    pub what: &'static str,
    /// How many there are.
    pub count: i64,
}

/// All broken references. On PostgreSQL the schema's own ones cannot be broken.
pub async fn strays(database: &Database) -> Result<Vec<Stray>, Error> {
    let mut strays = Vec::new();
    for (what, sql) in RULES {
        let count = column::<i64>(database, sql).await?.into_iter().sum();
        strays.push(Stray { what, count });
    }
    if !database.is_postgres() {
        let broken: Vec<String> = column(database, "PRAGMA foreign_key_check").await?;
        let count = i64::try_from(broken.len()).unwrap_or(i64::MAX);
        strays.push(Stray { what: "rows whose owner is gone", count });
    }
    strays.retain(|stray| stray.count > 0);
    Ok(strays)
}
