//! The description of an imported card: its text, and below it the values that no field holds.

use super::draft::PropertyDraft;

const HEADING: &str = "### Imported properties";

/// Markdown of a card's text and its further values.
pub(super) fn description(body: &str, properties: &[PropertyDraft]) -> String {
    let mut description = body.to_owned();
    if properties.is_empty() {
        return description;
    }
    if !description.is_empty() {
        description.push_str("\n\n");
    }
    description.push_str(HEADING);
    description.push('\n');
    for PropertyDraft { name, value } in properties {
        description.push_str("\n- ");
        description.push_str(&plain(name));
        description.push_str(": ");
        let lines: Vec<String> =
            value.lines().map(str::trim).filter(|line| !line.is_empty()).map(line).collect();
        description.push_str(&lines.join("\\\n  "));
    }
    description
}

/// One line of a value: a link where it is an address, else its characters and nothing more.
fn line(text: &str) -> String {
    let is_address = ["http://", "https://"].iter().any(|scheme| text.starts_with(scheme))
        && !text.contains(|c: char| c.is_whitespace() || matches!(c, '<' | '>'));
    if is_address { format!("<{text}>") } else { plain(text) }
}

/// Text that Markdown shows as it is.
fn plain(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    for (index, c) in text.char_indices() {
        let opens_block = index == 0 && matches!(c, '#' | '-' | '+' | '=');
        if opens_block || matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '>' | '~') {
            plain.push('\\');
        }
        plain.push(c);
    }
    plain
}

#[cfg(test)]
mod tests {
    use super::*;

    fn property(name: &str, value: &str) -> PropertyDraft {
        PropertyDraft { name: name.to_owned(), value: value.to_owned() }
    }

    #[test]
    fn values_stand_below_the_text() {
        let properties = [
            property("Company", "Ositions Inc."),
            property("Link", "https://example.org/a_b"),
            property("Note", "*one*\n\n# two"),
        ];
        assert_eq!(
            description("Text", &properties),
            "Text\n\n### Imported properties\n\n- Company: Ositions Inc.\n\
             - Link: <https://example.org/a_b>\n- Note: \\*one\\*\\\n  \\# two"
        );
    }

    #[test]
    fn a_card_without_further_values_has_its_text_alone() {
        assert_eq!(description("Text", &[]), "Text");
        assert_eq!(description("", &[property("A", "b")]), "### Imported properties\n\n- A: b");
    }
}
