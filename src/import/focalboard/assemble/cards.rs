//! One card: its place, its text, its comments and what its properties become.

use std::collections::BTreeMap;

use cairn_domain::import::draft::{CardDraft, CommentDraft, PropertyDraft};
use cairn_domain::import::report::{Came, Dangling, PropertyReport, PropertyUse, Unordered};

use super::sorted::Sorted;
use crate::import::focalboard::columns::Columns;
use crate::import::focalboard::content;
use crate::import::focalboard::dates::{Days, days, moment};
use crate::import::focalboard::labels::Labels;
use crate::import::focalboard::order::by_list;
use crate::import::focalboard::people::People;
use crate::import::focalboard::record::{Block, CardFields, PropertyRecord};
use crate::import::focalboard::text::Cleaner;
use crate::import::focalboard::values::Value;

/// Estimates beyond this are no estimates.
const MAX_ESTIMATE: f64 = 1e6;

/// What is counted over all cards.
#[derive(Debug)]
pub(super) struct Tally {
    pub(super) came: Came,
    pub(super) dangling: Dangling,
    pub(super) unordered: Unordered,
    pub(super) empty_comments: usize,
    /// One for each property of the board, in its order.
    properties: Vec<PropertyReport>,
    /// How many cards have a value for a property that the board does not define, by its id.
    undefined: BTreeMap<String, usize>,
}

impl Tally {
    /// Nothing counted yet.
    pub(super) fn new(
        properties: &[PropertyRecord],
        uses: &[PropertyUse],
        cleaner: &mut Cleaner,
    ) -> Self {
        let report = |(property, became): (&PropertyRecord, &PropertyUse)| PropertyReport {
            name: cleaner.line_or_none(&property.name).unwrap_or_else(|| "(no name)".to_owned()),
            kind: cleaner.line(&property.kind),
            became: *became,
            values: 0,
            listed: 0,
        };
        Self {
            came: Came::default(),
            dangling: Dangling::default(),
            unordered: Unordered::default(),
            empty_comments: 0,
            properties: properties.iter().zip(uses).map(report).collect(),
            undefined: BTreeMap::new(),
        }
    }

    /// What became of the properties, with those that the board does not define last.
    pub(super) fn property_reports(&self) -> Vec<PropertyReport> {
        let undefined = self.undefined.iter().map(|(id, values)| PropertyReport {
            name: Cleaner::default().line(id),
            kind: "undefined".to_owned(),
            became: PropertyUse::RawRecord,
            values: *values,
            listed: 0,
        });
        self.properties.iter().cloned().chain(undefined).collect()
    }
}

/// Reads the cards of one board.
pub(super) struct CardReader<'r, 'o> {
    pub(super) properties: &'r [PropertyRecord],
    pub(super) uses: &'r [PropertyUse],
    pub(super) columns: &'r Columns,
    pub(super) labels: &'r Labels,
    pub(super) people: &'r mut People<'o>,
    pub(super) cleaner: &'r mut Cleaner,
    pub(super) tally: &'r mut Tally,
}

impl CardReader<'_, '_> {
    /// The draft of one card.
    pub(super) fn read(
        &mut self,
        block: &Block,
        fields: &CardFields,
        sorted: &Sorted<'_>,
    ) -> CardDraft {
        let standing = self.columns.standing(fields);
        self.tally.dangling.options += usize::from(standing.dangling);

        let content_blocks = sorted.content_of(block);
        let order = by_list(&fields.content_order.0, content_blocks);
        self.tally.dangling.content_order += order.dangling;
        self.tally.unordered.content += order.unordered;
        let content = content::markdown(&order.blocks, self.cleaner);
        self.tally.came.checklist_items += content.checklist_items;
        self.tally.came.text_blocks += content.text_blocks;

        let parts = content_blocks.iter().chain(sorted.comments_of(block));
        let updated_at = parts.map(|part| part.update_at).fold(block.update_at, i64::max);
        let mut card = CardDraft {
            source_id: block.id.clone(),
            title: self.cleaner.line(&block.title),
            icon: self.cleaner.line_or_none(&fields.icon),
            body: content.markdown,
            column: standing.column,
            author: self.people.author(&block.created_by),
            created_at: moment(block.create_at),
            updated_at: moment(updated_at),
            comments: self.comments(sorted.comments_of(block)),
            ..CardDraft::default()
        };
        self.take_properties(&mut card, &fields.properties);
        card
    }

    fn comments(&mut self, blocks: &[&Block]) -> Vec<CommentDraft> {
        let mut blocks = blocks.to_vec();
        blocks.sort_by_key(|block| block.create_at);
        let mut comments = Vec::with_capacity(blocks.len());
        for block in blocks {
            let body = self.cleaner.text(&block.title);
            let body = body.trim();
            if body.is_empty() {
                self.tally.empty_comments += 1;
                continue;
            }
            comments.push(CommentDraft {
                body: body.to_owned(),
                author: self.people.author(&block.created_by),
                created_at: moment(block.create_at),
            });
        }
        self.tally.came.comments += comments.len();
        comments
    }

    fn take_properties(&mut self, card: &mut CardDraft, values: &BTreeMap<String, Value>) {
        let mut range = None;
        let mut taken = 0;
        for (index, property) in self.properties.iter().enumerate() {
            let Some(value) = values.get(&property.id) else { continue };
            taken += 1;
            if value.is_empty() {
                continue;
            }
            self.tally.properties[index].values += 1;
            let is_held = match self.uses[index] {
                PropertyUse::Columns | PropertyUse::Computed | PropertyUse::RawRecord => true,
                PropertyUse::Labels => {
                    self.take_labels(card, property, value);
                    true
                }
                PropertyUse::Assignees => {
                    self.take_assignees(card, value);
                    true
                }
                PropertyUse::DueDate => {
                    range = single(value).and_then(days);
                    range.is_some()
                }
                PropertyUse::StartDate => {
                    card.start_on = single(value).and_then(days).map(Days::first);
                    card.start_on.is_some()
                }
                PropertyUse::Estimate => {
                    card.estimate = single(value).and_then(estimate);
                    card.estimate.is_some()
                }
                PropertyUse::Listed => false,
            };
            if !is_held {
                let name = self.tally.properties[index].name.clone();
                let value = self.readable(property, value);
                if !value.is_empty() {
                    self.tally.properties[index].listed += 1;
                    card.properties.push(PropertyDraft { name, value });
                }
            }
        }
        if let Some(days) = range {
            card.due_on = Some(days.end);
            card.start_on = card.start_on.or(days.start);
        }
        if taken < values.len() {
            self.count_undefined(values);
        }
    }

    fn take_labels(&mut self, card: &mut CardDraft, property: &PropertyRecord, value: &Value) {
        for option in value.texts() {
            match self.labels.of_option(&property.id, option) {
                Some(label) if !card.labels.contains(&label) => card.labels.push(label),
                Some(_) => {}
                None => self.tally.dangling.options += 1,
            }
        }
    }

    fn take_assignees(&mut self, card: &mut CardDraft, value: &Value) {
        for id in value.texts() {
            if let Some(person) = self.people.assignee(id)
                && !card.assignees.contains(&person)
            {
                card.assignees.push(person);
            }
        }
    }

    fn count_undefined(&mut self, values: &BTreeMap<String, Value>) {
        let is_defined = |id: &String| self.properties.iter().any(|property| property.id == *id);
        for (id, value) in values {
            if !value.is_empty() && !is_defined(id) {
                *self.tally.undefined.entry(id.clone()).or_default() += 1;
            }
        }
    }

    /// A value as a person reads it.
    fn readable(&mut self, property: &PropertyRecord, value: &Value) -> String {
        let readable: Vec<String> = match property.kind.as_str() {
            "person" | "multiPerson" => value.texts().map(|id| self.people.shown(id)).collect(),
            "date" => {
                value.texts().map(|text| days(text).map_or(text.into(), Days::readable)).collect()
            }
            "checkbox" => value
                .texts()
                .map(|text| if text == "true" { "yes".to_owned() } else { text.to_owned() })
                .collect(),
            _ => value.texts().map(str::to_owned).collect(),
        };
        self.cleaner.text(&readable.join(", ")).trim().to_owned()
    }
}

/// The text of a value that should have only one.
fn single(value: &Value) -> Option<&str> {
    value.texts().next()
}

/// A decimal number that can be an amount of work. `12abc`, which Focalboard accepts, is none.
fn estimate(text: &str) -> Option<f64> {
    text.trim().parse().ok().filter(|number| (0.0..=MAX_ESTIMATE).contains(number))
}
