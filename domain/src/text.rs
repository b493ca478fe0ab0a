//! What texts, numbers and dates may be, and the refusals when they are not.

use chrono::{Datelike, NaiveDate};
use icu_properties::CodePointSetData;
use icu_properties::props::DefaultIgnorableCodePoint;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

use crate::Refusal;

/// The longest title of a board, in characters.
pub const BOARD_TITLE: usize = 200;
/// The longest description of a board, column or milestone, in bytes.
pub const SHORT_DESCRIPTION: usize = 64 * 1024;
/// The longest title of a column, in characters.
pub const COLUMN_TITLE: usize = 100;
/// The longest title of a card, in characters.
pub const CARD_TITLE: usize = 1_000;
/// The longest description of a card, in bytes: 1 MiB, as the contract says.
pub const CARD_DESCRIPTION: usize = 1024 * 1024;
/// The longest name of a label, in characters.
pub const LABEL_NAME: usize = 100;
/// The longest title of a milestone, in characters.
pub const MILESTONE_TITLE: usize = 200;
/// The longest comment, in bytes.
pub const COMMENT_BODY: usize = 64 * 1024;
/// What ends a line or a paragraph, control characters aside.
pub const LINE_ENDS: [char; 2] = ['\u{2028}', '\u{2029}'];
/// The greatest estimate.
const MAX_ESTIMATE: f64 = 1_000_000.0;

/// One line that must say something, of at most `max` characters; trimmed.
pub(crate) fn title(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let text = text.trim();
    if is_blank(text) {
        return Err(Refusal::required(field));
    }
    if text.chars().any(|c| c.is_control() || LINE_ENDS.contains(&c)) {
        return Err(Refusal::invalid(field, format!("the {field} must be one line of plain text")));
    }
    if text.chars().count() > max {
        return Err(Refusal::TooLong {
            field: field.to_owned(),
            max,
            unit: "characters".to_owned(),
        });
    }
    Ok(text.to_owned())
}

/// Markdown of at most `max` bytes; may be empty. Line ends become `\n`.
pub(crate) fn markdown(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    if text.len() > max {
        return Err(Refusal::TooLong { field: field.to_owned(), max, unit: "bytes".to_owned() });
    }
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    if text.chars().any(|c| c.is_control() && c != '\n' && c != '\t') {
        return Err(Refusal::invalid(field, format!("the {field} has control characters in it")));
    }
    Ok(text)
}

/// Markdown that must say something.
pub(crate) fn body(field: &str, text: &str, max: usize) -> Result<String, Refusal> {
    let text = markdown(field, text, max)?;
    if is_blank(&text) {
        return Err(Refusal::required(field));
    }
    Ok(text)
}

/// One emoji, or another single character as a reader sees it; blank means none.
pub(crate) fn icon(text: Option<&str>) -> Result<Option<String>, Refusal> {
    let Some(text) = text.map(str::trim).filter(|text| !is_blank(text)) else {
        return Ok(None);
    };
    let one = text.graphemes(true).count() == 1 && text.len() <= 64;
    if !one || text.chars().any(char::is_control) {
        return Err(Refusal::invalid("icon", "the icon must be a single emoji"));
    }
    Ok(Some(text.to_owned()))
}

/// A day that people plan for.
pub(crate) fn date(field: &str, date: Option<NaiveDate>) -> Result<Option<NaiveDate>, Refusal> {
    match date {
        Some(day) if !(1900..=9999).contains(&day.year()) => {
            Err(Refusal::invalid(field, "the year must be between 1900 and 9999"))
        }
        day => Ok(day),
    }
}

/// The days in their order, where both are given.
pub(crate) fn date_order(start: Option<NaiveDate>, due: Option<NaiveDate>) -> Result<(), Refusal> {
    match (start, due) {
        (Some(start), Some(due)) if due < start => {
            Err(Refusal::invalid("dueOn", "the due date is before the start date"))
        }
        _ => Ok(()),
    }
}

/// How much work: from 0 to a million.
pub(crate) fn estimate(estimate: Option<f64>) -> Result<Option<f64>, Refusal> {
    match estimate {
        Some(value) if !(0.0..=MAX_ESTIMATE).contains(&value) => {
            Err(Refusal::invalid("estimate", "the estimate must be between 0 and 1,000,000"))
        }
        value => Ok(value),
    }
}

/// Whether a reader sees nothing: white space, and what Unicode has shown as nothing where it has no
/// effect (`Default_Ignorable_Code_Point`), as zero-width spaces and marks of direction.
#[must_use]
pub fn is_blank(text: &str) -> bool {
    let ignorable = CodePointSetData::new::<DefaultIgnorableCodePoint>();
    text.chars().all(|c| c.is_whitespace() || ignorable.contains(c))
}

/// How a name is compared: as people read it, in any case and composition.
pub(crate) fn folded(name: &str) -> String {
    name.trim().nfkc().flat_map(char::to_lowercase).collect()
}
