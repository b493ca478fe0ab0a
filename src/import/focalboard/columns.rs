//! Columns: the options of the property that the board is grouped by.

use std::collections::HashMap;

use cairn_domain::columns::guess_kinds;
use cairn_domain::import::draft::{Color, ColumnDraft, ColumnKind};

use super::colors::color;
use super::record::{CardFields, OptionRecord, PropertyRecord, ViewFields};
use super::text::Cleaner;

const UNNAMED: &str = "(no name)";

/// The columns of a board, and where each option's cards stand.
#[derive(Debug)]
pub(super) struct Columns {
    /// The columns, from left to right.
    pub(super) drafts: Vec<ColumnDraft>,
    by_option: HashMap<String, usize>,
    property_id: Option<String>,
    without_value: Option<usize>,
}

/// Where a card stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Standing {
    /// The column's index.
    pub(super) column: usize,
    /// Whether the card's value names an option that is not there.
    pub(super) dangling: bool,
}

impl Columns {
    /// The columns for these cards. Cards without a value get a column of their own, which is not
    /// made when there are none; a board without a property to group by has one column.
    pub(super) fn new<'c>(
        property: Option<&PropertyRecord>,
        view: Option<&ViewFields>,
        cards: impl IntoIterator<Item = &'c CardFields>,
        cleaner: &mut Cleaner,
    ) -> Self {
        let Some(property) = property else {
            return Self::single();
        };
        let mut drafts = Vec::new();
        let mut by_option = HashMap::new();
        let (order, without_value) = order_of(property, view);
        for option in order {
            by_option.insert(option.id.clone(), drafts.len());
            drafts.push(ColumnDraft {
                title: cleaner.line_or_none(&option.value).unwrap_or_else(|| UNNAMED.to_owned()),
                color: color(&option.color),
                kind: ColumnKind::Backlog,
            });
        }
        let property_id = Some(property.id.clone());
        let mut columns = Self { drafts, by_option, property_id, without_value: None };
        if cards.into_iter().any(|card| columns.option_column(card).0.is_none()) {
            let name = cleaner.line_or_none(&property.name);
            let title = format!("No {}", name.as_deref().unwrap_or("value"));
            columns.insert_without_value(without_value, title);
        }
        if columns.drafts.is_empty() {
            return Self::single();
        }
        let kinds = guess_kinds(columns.drafts.iter().map(|column| column.title.as_str()));
        for (column, kind) in columns.drafts.iter_mut().zip(kinds) {
            column.kind = kind;
        }
        columns
    }

    /// Where a card stands.
    pub(super) fn standing(&self, card: &CardFields) -> Standing {
        let (column, dangling) = self.option_column(card);
        let column = column.or(self.without_value).unwrap_or(0);
        Standing { column, dangling }
    }

    fn option_column(&self, card: &CardFields) -> (Option<usize>, bool) {
        let value = self.property_id.as_ref().and_then(|id| card.properties.get(id));
        match value.and_then(|value| value.texts().next()) {
            Some(option) => {
                let column = self.by_option.get(option).copied();
                (column, column.is_none())
            }
            None => (None, false),
        }
    }

    fn insert_without_value(&mut self, at: usize, title: String) {
        self.drafts
            .insert(at, ColumnDraft { title, color: Color::Gray, kind: ColumnKind::Backlog });
        for column in self.by_option.values_mut().filter(|column| **column >= at) {
            *column += 1;
        }
        self.without_value = Some(at);
    }

    fn single() -> Self {
        Self {
            drafts: vec![ColumnDraft {
                title: "Cards".to_owned(),
                color: Color::Gray,
                kind: ColumnKind::Backlog,
            }],
            by_option: HashMap::new(),
            property_id: None,
            without_value: Some(0),
        }
    }
}

/// The options as the view shows them: the visible ones, those that it does not know, the hidden
/// ones. And where cards without a value stand: where the view shows them, else first.
fn order_of<'p>(
    property: &'p PropertyRecord,
    view: Option<&ViewFields>,
) -> (Vec<&'p OptionRecord>, usize) {
    let options: HashMap<&str, usize> = property
        .options
        .iter()
        .enumerate()
        .map(|(index, option)| (option.id.as_str(), index))
        .collect();
    let mut left: Vec<bool> = vec![true; property.options.len()];
    let mut order = Vec::new();
    let mut without_value = 0;
    let (visible, hidden) = view.map_or((&[][..], &[][..]), |view| {
        (&view.visible_option_ids[..], &view.hidden_option_ids[..])
    });
    let mut hidden_options = Vec::new();
    for &index in hidden.iter().filter_map(|id| options.get(id.as_str())) {
        if !visible.contains(&property.options[index].id) && left[index] {
            left[index] = false;
            hidden_options.push(&property.options[index]);
        }
    }
    for id in visible {
        match options.get(id.as_str()) {
            Some(&index) if left[index] => {
                left[index] = false;
                order.push(&property.options[index]);
            }
            _ if id.is_empty() => without_value = order.len(),
            _ => {}
        }
    }
    let unknown_to_view = property.options.iter().zip(&left).filter(|(_, left)| **left);
    order.extend(unknown_to_view.map(|(option, _)| option));
    order.extend(hidden_options);
    (order, without_value)
}
