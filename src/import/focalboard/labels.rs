//! Labels: the options of every select property that does not give the columns.

use std::collections::HashMap;

use cairn_domain::import::draft::LabelDraft;
use cairn_domain::import::report::PropertyUse;

use super::colors::color;
use super::record::PropertyRecord;
use super::text::Cleaner;

const UNNAMED: &str = "(no name)";

/// The labels of a board, and which option became which.
#[derive(Debug, Default)]
pub(super) struct Labels {
    /// The labels, in the order of the properties and their options.
    pub(super) drafts: Vec<LabelDraft>,
    by_option: HashMap<(String, String), usize>,
    by_name: HashMap<String, usize>,
}

impl Labels {
    /// The labels of the properties that become labels. An option of a multi-select is named as it
    /// is, and by its property too where the name is taken; an option of a select, such as `High`,
    /// says little alone and is always named `Priority: High`.
    pub(super) fn new(
        properties: &[PropertyRecord],
        uses: &[PropertyUse],
        cleaner: &mut Cleaner,
    ) -> Self {
        let mut labels = Self::default();
        for (property, _) in
            properties.iter().zip(uses).filter(|(_, became)| **became == PropertyUse::Labels)
        {
            let property_name = cleaner.line(&property.name);
            for option in &property.options {
                let value =
                    cleaner.line_or_none(&option.value).unwrap_or_else(|| UNNAMED.to_owned());
                let full = format!("{property_name}: {value}");
                let is_taken = labels.by_name.contains_key(&fold(&value));
                let name = if property.kind == "multiSelect" && !is_taken { value } else { full };
                let label = labels.label(name, &option.color);
                labels.by_option.insert((property.id.clone(), option.id.clone()), label);
            }
        }
        labels
    }

    /// The label that an option became.
    pub(super) fn of_option(&self, property: &str, option: &str) -> Option<usize> {
        self.by_option.get(&(property.to_owned(), option.to_owned())).copied()
    }

    fn label(&mut self, name: String, option_color: &str) -> usize {
        let next = self.drafts.len();
        let index = *self.by_name.entry(fold(&name)).or_insert(next);
        if index == next {
            self.drafts.push(LabelDraft { name, color: color(option_color) });
        }
        index
    }
}

fn fold(name: &str) -> String {
    name.to_lowercase()
}
