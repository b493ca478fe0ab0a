//! Views, and which of them a Cairn board is made from.

use cairn_domain::import::report::ViewReport;

use super::record::{PropertyRecord, ViewFields};
use super::text::{Cleaner, has_word, words};

/// What a board's columns are usually called.
const STATUS_WORDS: &[&str] = &["status", "state", "stage"];

/// A view of the archive.
#[derive(Debug)]
pub(super) struct View<'b> {
    pub(super) title: &'b str,
    pub(super) fields: &'b ViewFields,
}

/// What gives the columns, and the cards their order.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Choice<'b> {
    /// The property whose options are the columns.
    pub(super) property: Option<&'b PropertyRecord>,
    /// The index of the view.
    pub(super) view: Option<usize>,
}

impl View<'_> {
    fn is_kanban(&self) -> bool {
        matches!(self.fields.view_type.as_str(), "board" | "")
    }

    /// What the report says about it.
    pub(super) fn report(&self, used: bool, cleaner: &mut Cleaner) -> ViewReport {
        ViewReport {
            title: cleaner.line(self.title),
            kind: cleaner.line(&self.fields.view_type),
            used,
            filtered: self.fields.filter.filters.0,
            sorted: self.fields.sort_options.0,
        }
    }
}

/// Chooses the view and the property: a kanban view by a property named like a status, else the
/// first kanban view by any select property, else a property alone. `wanted` is the name of the
/// property that whoever imports asked for.
pub(super) fn choose<'b>(
    properties: &'b [PropertyRecord],
    views: &[View<'b>],
    wanted: Option<&str>,
) -> Choice<'b> {
    let wanted = wanted.and_then(|name| {
        let name = words(name);
        selects(properties).find(|property| words(&property.name) == name)
    });
    let candidates = || {
        views
            .iter()
            .enumerate()
            .filter_map(|(index, view)| Some((index, grouping(properties, view)?)))
            .filter(|(_, property)| wanted.is_none_or(|wanted| wanted.id == property.id))
    };
    let by_view = candidates().find(|(_, property)| is_status(property)).or(candidates().next());
    if let Some((view, property)) = by_view {
        return Choice { property: Some(property), view: Some(view) };
    }
    let property = wanted
        .or_else(|| selects(properties).find(|property| is_status(property)))
        .or_else(|| selects(properties).next());
    let view = views.iter().position(View::is_kanban).or((!views.is_empty()).then_some(0));
    Choice { property, view }
}

/// The select property by which a kanban view groups. Focalboard groups by the first select
/// property where the view names none or one that is gone.
fn grouping<'b>(properties: &'b [PropertyRecord], view: &View<'_>) -> Option<&'b PropertyRecord> {
    if !view.is_kanban() {
        return None;
    }
    match properties.iter().find(|property| property.id == view.fields.group_by_id) {
        Some(property) => (property.kind == "select").then_some(property),
        None => selects(properties).next(),
    }
}

fn selects(properties: &[PropertyRecord]) -> impl Iterator<Item = &PropertyRecord> {
    properties.iter().filter(|property| property.kind == "select")
}

fn is_status(property: &PropertyRecord) -> bool {
    has_word(&words(&property.name), STATUS_WORDS)
}
