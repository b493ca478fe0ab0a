//! The texts of what was found, for the excerpts.

use std::collections::HashMap;

use cairn_entities::{BoardId, CardId, CommentId, board, card, comment};
use sea_orm::sea_query::{Expr, Func};
use sea_orm::{
    ColumnTrait, ConnectionTrait, EntityTrait, FromQueryResult, QueryFilter, QuerySelect,
};
use uuid::Uuid;

use super::excerpt;
use super::query::Term;
use crate::Error;

/// How many characters a page of hits may read for its excerpts, so that a page of long texts costs
/// no more than one of short ones.
const BUDGET: usize = 2_000_000;
/// How far into a text a match is looked for, at most, in characters.
const DEEPEST: usize = 100_000;

/// What was found.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum SearchSubject {
    /// A board, by its title or description.
    Board(BoardId),
    /// A card, by its title or description.
    Card(CardId),
    /// A comment.
    Comment(CommentId),
}

/// A title and the first part of a text.
#[derive(FromQueryResult)]
struct Text {
    id: Uuid,
    title: String,
    body: String,
}

/// An excerpt for each of `subjects`, in their order: one statement for each kind.
pub(super) async fn excerpts(
    connection: &impl ConnectionTrait,
    subjects: &[SearchSubject],
    terms: &[Term],
) -> Result<Vec<String>, Error> {
    let depth = i32::try_from((BUDGET / subjects.len().max(1)).min(DEEPEST)).unwrap_or(i32::MAX);
    let begun = |column: Expr| Expr::from(Func::cust("substr").arg(column).arg(1).arg(depth));
    let (mut boards, mut cards, mut comments) = (Vec::new(), Vec::new(), Vec::new());
    for subject in subjects {
        match subject {
            SearchSubject::Board(id) => boards.push(*id),
            SearchSubject::Card(id) => cards.push(*id),
            SearchSubject::Comment(id) => comments.push(*id),
        }
    }
    let mut texts = Vec::with_capacity(subjects.len());
    if !boards.is_empty() {
        let query = board::Entity::find()
            .select_only()
            .columns([board::Column::Id, board::Column::Title])
            .column_as(begun(board::Column::Description.into_expr()), "body")
            .filter(board::Column::Id.is_in(boards));
        texts.extend(query.into_model::<Text>().all(connection).await?);
    }
    if !cards.is_empty() {
        let query = card::Entity::find()
            .select_only()
            .columns([card::Column::Id, card::Column::Title])
            .column_as(begun(card::Column::Description.into_expr()), "body")
            .filter(card::Column::Id.is_in(cards));
        texts.extend(query.into_model::<Text>().all(connection).await?);
    }
    if !comments.is_empty() {
        let query = comment::Entity::find()
            .select_only()
            .column(comment::Column::Id)
            .column_as(Expr::cust("''"), "title")
            .column_as(begun(comment::Column::Body.into_expr()), "body")
            .filter(comment::Column::Id.is_in(comments));
        texts.extend(query.into_model::<Text>().all(connection).await?);
    }
    let excerpts: HashMap<Uuid, String> =
        texts.into_iter().map(|text| (text.id, of(&text, terms))).collect();
    Ok(subjects
        .iter()
        .map(|subject| excerpts.get(&subject.id()).cloned().unwrap_or_default())
        .collect())
}

impl SearchSubject {
    fn id(self) -> Uuid {
        match self {
            Self::Board(id) => id.0,
            Self::Card(id) => id.0,
            Self::Comment(id) => id.0,
        }
    }
}

/// The text where it says what is looked for, else the title where that does.
fn of(text: &Text, terms: &[Term]) -> String {
    let Text { id: _, title, body } = text;
    excerpt::around(body, terms)
        .or_else(|| excerpt::around(title, terms))
        .unwrap_or_else(|| excerpt::beginning(if body.trim().is_empty() { title } else { body }))
}
