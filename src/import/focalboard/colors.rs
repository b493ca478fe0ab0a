//! Focalboard's colours.

use cairn_domain::import::draft::Color;

/// The colour of an option; what is not known is gray, as Focalboard's default is.
pub(super) fn color(name: &str) -> Color {
    match name {
        "propColorBrown" => Color::Brown,
        "propColorOrange" => Color::Orange,
        "propColorYellow" => Color::Yellow,
        "propColorGreen" => Color::Green,
        "propColorBlue" => Color::Blue,
        "propColorPurple" => Color::Purple,
        "propColorPink" => Color::Pink,
        "propColorRed" => Color::Red,
        _ => Color::Gray,
    }
}
