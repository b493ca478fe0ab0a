//! The text of a card: its content blocks as one Markdown document.

use super::record::{Block, Body};
use super::text::Cleaner;

const NO_TEXT: &str = "(no text)";

/// A card's text, and what went into it.
#[derive(Debug, Default)]
pub(super) struct Content {
    /// The document, without white space around it.
    pub(super) markdown: String,
    /// Items of its checklists.
    pub(super) checklist_items: usize,
    /// Other blocks that came with their text.
    pub(super) text_blocks: usize,
}

/// Writes blocks one below the other, in the given order. Texts are Markdown there too and stay as
/// they are; the items of a list stay together; everything else has a blank line around it.
pub(super) fn markdown(blocks: &[&Block], cleaner: &mut Cleaner) -> Content {
    let mut content = Content::default();
    let mut last_is_item = false;
    for block in blocks {
        let Some(part) = part(block, cleaner) else { continue };
        let is_item = matches!(block.body, Body::Checkbox { .. } | Body::ListItem);
        if !content.markdown.is_empty() {
            content.markdown.push_str(if is_item && last_is_item { "\n" } else { "\n\n" });
        }
        content.markdown.push_str(&part);
        last_is_item = is_item;
        match block.body {
            Body::Checkbox { .. } => content.checklist_items += 1,
            Body::File { .. } | Body::Divider => {}
            _ => content.text_blocks += 1,
        }
    }
    content
}

/// One block as Markdown; none when it has nothing to show.
fn part(block: &Block, cleaner: &mut Cleaner) -> Option<String> {
    match &block.body {
        Body::Text => text(block, cleaner),
        Body::Heading { level } => {
            let line = cleaner.line_or_none(&block.title)?;
            Some(format!("{} {line}", "#".repeat(*level)))
        }
        Body::Quote => Some(indented(&text(block, cleaner)?, "> ", "> ")),
        Body::ListItem => Some(indented(&text(block, cleaner)?, "- ", "  ")),
        Body::Divider => Some("---".to_owned()),
        Body::Checkbox { checked } => {
            let line = cleaner.line_or_none(&block.title);
            let mark = if *checked { 'x' } else { ' ' };
            Some(format!("- [{mark}] {}", line.as_deref().unwrap_or(NO_TEXT)))
        }
        Body::File { noun, .. } => {
            Some(format!("_{noun}: {} (not imported)_", escaped(&file_name(block, cleaner))))
        }
        Body::Card(_) | Body::View(_) | Body::Comment | Body::Unknown => None,
    }
}

/// What people call the file of a block: its title, else its name in the archive.
pub(super) fn file_name(block: &Block, cleaner: &mut Cleaner) -> String {
    let Body::File { file, .. } = &block.body else { return String::new() };
    cleaner
        .line_or_none(&block.title)
        .or_else(|| cleaner.line_or_none(file))
        .unwrap_or_else(|| "without a name".to_owned())
}

/// Line breaks around a block's text mean nothing; spaces before it may.
fn text(block: &Block, cleaner: &mut Cleaner) -> Option<String> {
    let text = cleaner.text(&block.title);
    let text = text.trim_end().trim_start_matches('\n');
    (!text.is_empty()).then(|| text.to_owned())
}

fn indented(text: &str, first: &str, others: &str) -> String {
    let mut lines = text.lines();
    let mut indented = format!("{first}{}", lines.next().unwrap_or_default());
    for line in lines {
        indented.push('\n');
        indented.push_str(others);
        indented.push_str(line);
    }
    indented
}

/// A name inside emphasis.
fn escaped(name: &str) -> String {
    let mut escaped = String::with_capacity(name.len());
    for c in name.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>') {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}
