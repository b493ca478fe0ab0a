//! Makes a draft keep the rules that everything on a board keeps, and reports what had to give.
//!
//! Nothing is dropped: the rest of a long title goes into the description, and a value that its
//! field refuses goes into the list below a card's text.

use std::collections::HashMap;

use super::draft::{BoardDraft, CardDraft, PropertyDraft};
use super::report::{CutText, ImportReport, Texts};
use crate::cards::{MAX_ASSIGNEES, MAX_LABELS};
use crate::columns::MAX_COLUMNS;
use crate::{Refusal, text};

/// The most labels that an imported board can have.
const MAX_BOARD_LABELS: usize = 5_000;
const UNTITLED: &str = "Untitled";
const ELLIPSIS: char = '…';

/// Fits a draft.
///
/// # Errors
/// When there are more columns or labels than a board can have: which of them to give up is for a
/// person.
pub(super) fn fit(draft: &mut BoardDraft, report: &mut ImportReport) -> Result<(), Refusal> {
    if draft.columns.len() > MAX_COLUMNS {
        let what = "columns on a board".to_owned();
        return Err(Refusal::LimitReached { what, max: MAX_COLUMNS });
    }
    if draft.labels.len() > MAX_BOARD_LABELS {
        let what = "labels on an imported board".to_owned();
        return Err(Refusal::LimitReached { what, max: MAX_BOARD_LABELS });
    }
    let texts = &mut report.texts;
    fit_title(&mut draft.title, &mut draft.description, text::BOARD_TITLE, "board", texts);
    fit_icon(&mut draft.icon, texts);
    let of = beginning(&draft.title);
    fit_bytes(&mut draft.description, text::SHORT_DESCRIPTION, "board description", &of, texts);
    for column in &mut draft.columns {
        fit_name(&mut column.title, text::COLUMN_TITLE, "column title", texts);
    }
    fit_labels(draft, texts);
    for card in &mut draft.cards {
        fit_card(card, &draft.labels, texts);
    }
    Ok(())
}

/// Fits the whole description of a card, which is known only when its assignees are.
pub(super) fn fit_description(description: &mut String, title: &str, texts: &mut Texts) {
    fit_bytes(description, text::CARD_DESCRIPTION, "card description", &beginning(title), texts);
}

fn fit_card(card: &mut CardDraft, labels: &[super::draft::LabelDraft], texts: &mut Texts) {
    fit_title(&mut card.title, &mut card.body, text::CARD_TITLE, "card", texts);
    fit_icon(&mut card.icon, texts);
    let mut listed = Vec::new();
    if card.labels.len() > MAX_LABELS {
        let rest = card.labels.split_off(MAX_LABELS);
        let names: Vec<&str> = rest.iter().map(|&label| labels[label].name.as_str()).collect();
        listed.push(("Labels", names.join(", ")));
    }
    if card.assignees.len() > MAX_ASSIGNEES {
        let rest = card.assignees.split_off(MAX_ASSIGNEES);
        listed.push(("Assignees", rest.join(", ")));
    }
    for (name, date) in [("Start", &mut card.start_on), ("Due", &mut card.due_on)] {
        if let Some(day) = *date
            && text::date("date", Some(day)).is_err()
        {
            *date = None;
            listed.push((name, day.to_string()));
        }
    }
    if let Some(start) = card.start_on
        && text::date_order(Some(start), card.due_on).is_err()
    {
        card.start_on = None;
        listed.push(("Start", start.to_string()));
    }
    if let Some(estimate) = card.estimate
        && text::estimate(Some(estimate)).is_err()
    {
        card.estimate = None;
        listed.push(("Estimate", estimate.to_string()));
    }
    let listed = listed.into_iter();
    card.properties
        .extend(listed.map(|(name, value)| PropertyDraft { name: name.to_owned(), value }));

    let of = beginning(&card.title);
    for comment in &mut card.comments {
        fit_bytes(&mut comment.body, text::COMMENT_BODY, "comment", &of, texts);
    }
}

/// Labels whose names are the same to a reader become one.
fn fit_labels(draft: &mut BoardDraft, texts: &mut Texts) {
    let mut by_key: HashMap<String, usize> = HashMap::new();
    let mut kept = Vec::new();
    let mut places = Vec::with_capacity(draft.labels.len());
    for mut label in std::mem::take(&mut draft.labels) {
        fit_name(&mut label.name, text::LABEL_NAME, "label name", texts);
        let place = *by_key.entry(text::folded(&label.name)).or_insert(kept.len());
        if place == kept.len() {
            kept.push(label);
        }
        places.push(place);
    }
    draft.labels = kept;
    for card in &mut draft.cards {
        let mut labels = Vec::with_capacity(card.labels.len());
        for label in card.labels.iter().map(|&label| places[label]) {
            if !labels.contains(&label) {
                labels.push(label);
            }
        }
        card.labels = labels;
    }
}

fn fit_title(title: &mut String, body: &mut String, max: usize, what: &str, texts: &mut Texts) {
    if title.trim().is_empty() {
        UNTITLED.clone_into(title);
        texts.untitled += 1;
        return;
    }
    let Some(whole) = cut_characters(title, max) else { return };
    *body = if body.is_empty() { whole } else { format!("{whole}\n\n{body}") };
    texts.cut.push(CutText {
        what: format!("{what} title"),
        of: beginning(title),
        rest_in: "description".to_owned(),
    });
}

/// A short text that has no description beside it.
fn fit_name(name: &mut String, max: usize, what: &str, texts: &mut Texts) {
    if cut_characters(name, max).is_some() {
        report_cut(what, &beginning(name), texts);
    }
}

fn fit_bytes(text: &mut String, max: usize, what: &str, of: &str, texts: &mut Texts) {
    if text.len() > max {
        let room = text.floor_char_boundary(max - ELLIPSIS.len_utf8());
        text.truncate(room);
        text.push(ELLIPSIS);
        report_cut(what, of, texts);
    }
}

fn fit_icon(icon: &mut Option<String>, texts: &mut Texts) {
    *icon = text::icon(icon.as_deref()).unwrap_or_else(|_| {
        texts.icons += 1;
        None
    });
}

fn report_cut(what: &str, of: &str, texts: &mut Texts) {
    texts.cut.push(CutText {
        what: what.to_owned(),
        of: of.to_owned(),
        rest_in: "raw record".to_owned(),
    });
}

/// Cuts a text to `max` characters; answers what it was if it was longer.
fn cut_characters(text: &mut String, max: usize) -> Option<String> {
    text.char_indices().nth(max)?;
    let (room, _) = text.char_indices().nth(max - 1)?;
    let cut = format!("{}{ELLIPSIS}", text[..room].trim_end());
    Some(std::mem::replace(text, cut))
}

fn beginning(title: &str) -> String {
    const CHARS: usize = 60;
    title.chars().take(CHARS).collect()
}

#[cfg(test)]
mod tests {
    use cairn_entities::Color;

    use super::*;
    use crate::import::draft::{CommentDraft, LabelDraft};

    fn board(card: CardDraft) -> BoardDraft {
        BoardDraft { title: "Board".to_owned(), cards: vec![card], ..BoardDraft::default() }
    }

    fn fitted(mut draft: BoardDraft) -> (BoardDraft, ImportReport) {
        let mut report = ImportReport::default();
        fit(&mut draft, &mut report).unwrap();
        (draft, report)
    }

    #[test]
    fn a_long_title_stands_whole_in_the_description() {
        let title = "é".repeat(text::CARD_TITLE + 1);
        let card =
            CardDraft { title: title.clone(), body: "Text".to_owned(), ..CardDraft::default() };
        let (draft, report) = fitted(board(card));
        assert_eq!(draft.cards[0].title.chars().count(), text::CARD_TITLE);
        assert!(draft.cards[0].title.ends_with('…'));
        assert_eq!(draft.cards[0].body, format!("{title}\n\nText"));
        assert_eq!(report.texts.cut[0].rest_in, "description");
    }

    #[test]
    fn what_fits_stays_as_it_is() {
        let card = CardDraft {
            title: "t".repeat(text::CARD_TITLE),
            icon: Some("👩‍🚀".to_owned()),
            estimate: Some(3.0),
            ..CardDraft::default()
        };
        let (draft, report) = fitted(board(card.clone()));
        assert_eq!(draft.cards[0], card);
        assert_eq!(report, ImportReport::default());
    }

    #[test]
    fn values_that_fields_refuse_are_listed() {
        let card = CardDraft {
            icon: Some("two".to_owned()),
            start_on: "2024-02-01".parse().ok(),
            due_on: "2024-01-01".parse().ok(),
            estimate: Some(1e8),
            comments: vec![CommentDraft {
                body: "ü".repeat(text::COMMENT_BODY),
                author: None,
                created_at: None,
            }],
            ..CardDraft::default()
        };
        let (draft, report) = fitted(board(card));
        let card = &draft.cards[0];
        assert_eq!((card.title.as_str(), &card.icon), ("Untitled", &None));
        assert_eq!((card.start_on, card.estimate), (None, None));
        let listed: Vec<_> = card
            .properties
            .iter()
            .map(|property| format!("{}: {}", property.name, property.value))
            .collect();
        assert_eq!(listed, ["Start: 2024-02-01", "Estimate: 100000000"]);
        assert!(card.comments[0].body.len() <= text::COMMENT_BODY);
        assert_eq!((report.texts.untitled, report.texts.icons), (1, 1));
        assert_eq!(report.texts.cut[0].what, "comment");
    }

    #[test]
    fn labels_that_read_the_same_become_one() {
        let label = |name: &str| LabelDraft { name: name.to_owned(), color: Color::Gray };
        let mut draft = board(CardDraft { labels: vec![0, 1, 2, 3], ..CardDraft::default() });
        draft.labels = vec![label("Ｂug"), label("api"), label("bug"), label("API ")];
        let (draft, _) = fitted(draft);
        assert_eq!(draft.labels.len(), 2);
        assert_eq!(draft.cards[0].labels, [0, 1]);
    }
}
