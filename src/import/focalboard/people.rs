//! The people whom an archive names, by ids of a server that is not this one.

use std::collections::BTreeMap;

use cairn_domain::import::report::PersonReport;

use super::text::Cleaner;

/// Everybody whom a board names, and how often.
pub(super) struct People<'o> {
    authors: &'o BTreeMap<String, String>,
    named: BTreeMap<String, PersonReport>,
}

impl<'o> People<'o> {
    /// Nobody yet; `authors` are the names that whoever imports knows.
    pub(super) fn new(authors: &'o BTreeMap<String, String>) -> Self {
        Self { authors, named: BTreeMap::new() }
    }

    /// Who made a card or a comment.
    pub(super) fn author(&mut self, id: &str) -> Option<String> {
        let person = self.name(id)?;
        person.authored += 1;
        Some(person.source_id.clone())
    }

    /// Who is assigned to a card.
    pub(super) fn assignee(&mut self, id: &str) -> Option<String> {
        let person = self.name(id)?;
        person.assigned += 1;
        Some(person.source_id.clone())
    }

    /// Who is merely mentioned.
    pub(super) fn member(&mut self, id: &str) -> Option<String> {
        self.name(id).map(|person| person.source_id.clone())
    }

    /// The name of somebody to show, without noting them.
    pub(super) fn shown(&self, id: &str) -> String {
        let id = clean(id);
        self.authors.get(&id).map_or(id.clone(), |name| clean(name))
    }

    /// The name of each, by id.
    pub(super) fn names(&self) -> BTreeMap<String, String> {
        self.named.iter().map(|(id, person)| (id.clone(), person.name.clone())).collect()
    }

    /// How often each was named, by id.
    pub(super) fn reports(self) -> Vec<PersonReport> {
        self.named.into_values().collect()
    }

    fn name(&mut self, id: &str) -> Option<&mut PersonReport> {
        let id = clean(id);
        if id.is_empty() {
            return None;
        }
        let name = self.shown(&id);
        Some(self.named.entry(id.clone()).or_insert(PersonReport {
            source_id: id,
            name,
            username: None,
            assigned: 0,
            authored: 0,
        }))
    }
}

/// Ids in property values are whatever a client wrote there.
fn clean(id: &str) -> String {
    const MAX_CHARS: usize = 128;
    Cleaner::default().line(id).chars().take(MAX_CHARS).collect()
}
