//! Lists of cards, written in one walk.
//!
//! The library resolves each field of each card as a future of its own, which for a thousand cards costs
//! several times what writing them does. Where all that is selected is in the board's view, a plan is
//! made of the selection once and followed for each card. Anything else goes the library's way; tests
//! hold that both ways say the same.

use std::collections::HashMap;

use async_graphql::parser::types::{Field, FragmentDefinition, Selection, SelectionSet};
use async_graphql::resolver_utils::enum_value;
use async_graphql::{ContextSelectionSet, Name, OutputType, Positioned, Value};
use cairn_domain::entities::{CardId, ColumnId, LabelId, MilestoneId, UserId};
use cairn_domain::log::{CardImage, ColumnImage, LabelImage, MilestoneImage, UserImage};
use cairn_domain::views::BoardView;

use super::json::{boolean, float, id, list, null, quoted, string, value, whole, written};
use crate::enums::Color;
use crate::items::Items;
use crate::scalars::{Date, DateTime};

/// A type that lists are made of.
pub(crate) trait Listed: OutputType {
    /// The whole list, where this type can write itself at once.
    fn written<'a>(
        _ctx: &ContextSelectionSet<'_>,
        _items: impl ExactSizeIterator<Item = &'a Self> + Clone,
    ) -> Option<Value>
    where
        Self: 'a,
    {
        None
    }
}

type Fragments = HashMap<Name, Positioned<FragmentDefinition>>;
type Write<T> = Box<dyn Fn(&T, &BoardView, &mut Vec<u8>) + Send + Sync>;

/// How to write one object: its fields' names, with what comes before their values, in order.
struct Plan<T>(Vec<(String, Write<T>)>);

/// An object that a view has.
trait Planned: Sized + 'static {
    /// Its name in the schema.
    const TYPE: &'static str;

    /// How to write a field; `None` where the view does not have it.
    fn field(field: &Field, fragments: &Fragments) -> Option<Write<Self>>;
}

/// The cards, if all that is selected of them is in the view.
pub(crate) fn cards<'a>(
    ctx: &ContextSelectionSet<'_>,
    view: &BoardView,
    cards: impl ExactSizeIterator<Item = &'a CardImage>,
) -> Option<Value> {
    let plan = Plan::<CardImage>::of(&ctx.item.node, &ctx.query_env.fragments)?;
    let mut out = Vec::with_capacity(512 * cards.len());
    let (items, mut is_too_much) = (ctx.data_opt::<Items>(), false);
    list(cards, &mut out, |card, out| {
        if is_too_much {
            return null(out);
        }
        let before = out.len();
        plan.write(card, view, out);
        is_too_much = items.is_some_and(|items| !items.allow_text(out.len() - before));
    });
    Some(written(out))
}

impl<T: Planned> Plan<T> {
    fn of(selected: &SelectionSet, fragments: &Fragments) -> Option<Self> {
        let mut plan = Self(Vec::new());
        plan.add(selected, fragments)?;
        Some(plan)
    }

    fn add(&mut self, selected: &SelectionSet, fragments: &Fragments) -> Option<()> {
        for selection in &selected.items {
            match &selection.node {
                Selection::Field(field) => self.add_field(&field.node, fragments)?,
                Selection::FragmentSpread(spread) => {
                    let fragment = &fragments.get(&spread.node.fragment_name.node)?.node;
                    let is_own = fragment.type_condition.node.on.node == T::TYPE;
                    is_own.then_some(())?;
                    self.add(&fragment.selection_set.node, fragments)?;
                }
                Selection::InlineFragment(fragment) => {
                    let condition = fragment.node.type_condition.as_ref();
                    let is_own = condition.is_none_or(|named| named.node.on.node == T::TYPE);
                    is_own.then_some(())?;
                    self.add(&fragment.node.selection_set.node, fragments)?;
                }
            }
        }
        Some(())
    }

    fn add_field(&mut self, field: &Field, fragments: &Fragments) -> Option<()> {
        let name = &field.response_key().node;
        let before = format!("{}\"{name}\":", if self.0.is_empty() { '{' } else { ',' });
        let is_new = self.0.iter().all(|(other, _)| other[1..] != before[1..]);
        (is_new && field.arguments.is_empty()).then_some(())?;
        let write: Write<T> = if field.name.node == "__typename" {
            Box::new(|_, _, out| quoted(T::TYPE, out))
        } else {
            T::field(field, fragments)?
        };
        self.0.push((before, write));
        Some(())
    }

    fn write(&self, object: &T, view: &BoardView, out: &mut Vec<u8>) {
        for (before, write) in &self.0 {
            out.extend_from_slice(before.as_bytes());
            write(object, view, out);
        }
        out.push(b'}');
    }

    fn write_some(&self, object: Option<&T>, view: &BoardView, out: &mut Vec<u8>) {
        match object {
            Some(object) => self.write(object, view, out),
            None => null(out),
        }
    }
}

fn below<T: Planned>(field: &Field, fragments: &Fragments) -> Option<Plan<T>> {
    Plan::of(&field.selection_set.node, fragments)
}

/// What is absent is null.
fn some<T>(value: Option<T>, out: &mut Vec<u8>, write: impl Fn(T, &mut Vec<u8>)) {
    match value {
        Some(value) => write(value, out),
        None => null(out),
    }
}

impl Planned for CardImage {
    const TYPE: &'static str = "Card";

    fn field(field: &Field, fragments: &Fragments) -> Option<Write<Self>> {
        Some(match field.name.node.as_str() {
            "id" => Box::new(|card, _, out| id(CardId::PREFIX, card.id.0, out)),
            "key" => Box::new(|card, _, out| string(&card.key, out)),
            "number" => Box::new(|card, _, out| whole(card.number, out)),
            "rank" => Box::new(|card, _, out| string(&card.rank, out)),
            "title" => Box::new(|card, _, out| string(&card.title, out)),
            "icon" => Box::new(|card, _, out| some(card.icon.as_deref(), out, string)),
            "hasDescription" => Box::new(|card, _, out| boolean(card.has_description, out)),
            "startOn" => Box::new(|card, _, out| some(card.start_on.map(Date), out, quoted)),
            "dueOn" => Box::new(|card, _, out| some(card.due_on.map(Date), out, quoted)),
            "estimate" => Box::new(|card, _, out| some(card.estimate, out, float)),
            "createdAt" => Box::new(|card, _, out| quoted(DateTime(card.created_at), out)),
            "updatedAt" => Box::new(|card, _, out| quoted(DateTime(card.updated_at), out)),
            "archivedAt" => {
                Box::new(|card, _, out| some(card.archived_at.map(DateTime), out, quoted))
            }
            "version" => Box::new(|card, _, out| whole(card.version, out)),
            "commentCount" => Box::new(|card, view, out| whole(view.comment_count(card.id), out)),
            "checklist" => {
                let plan = below(field, fragments)?;
                Box::new(move |card, view, out| plan.write(&card.checklist, view, out))
            }
            "column" => {
                let plan = below(field, fragments)?;
                Box::new(move |card, view, out| {
                    plan.write_some(view.state().columns.get(&card.column_id), view, out);
                })
            }
            "milestone" => {
                let plan = below(field, fragments)?;
                Box::new(move |card, view, out| {
                    let milestone = card.milestone_id;
                    plan.write_some(
                        milestone.and_then(|id| view.state().milestones.get(&id)),
                        view,
                        out,
                    );
                })
            }
            "labels" => {
                let plan = below(field, fragments)?;
                Box::new(move |card, view, out| {
                    list(view.labels_of(card), out, |label, out| plan.write(label, view, out));
                })
            }
            "assignees" => {
                let plan = below(field, fragments)?;
                Box::new(move |card, view, out| {
                    list(view.assignees_of(card), out, |user, out| plan.write(user, view, out));
                })
            }
            _ => return None,
        })
    }
}

impl Planned for cairn_domain::log::Checklist {
    const TYPE: &'static str = "Checklist";

    fn field(field: &Field, _: &Fragments) -> Option<Write<Self>> {
        Some(match field.name.node.as_str() {
            "done" => Box::new(|checklist, _, out| whole(checklist.done, out)),
            "total" => Box::new(|checklist, _, out| whole(checklist.total, out)),
            _ => return None,
        })
    }
}

impl Planned for ColumnImage {
    const TYPE: &'static str = "Column";

    fn field(field: &Field, _: &Fragments) -> Option<Write<Self>> {
        Some(match field.name.node.as_str() {
            "id" => Box::new(|column, _, out| id(ColumnId::PREFIX, column.id.0, out)),
            "rank" => Box::new(|column, _, out| string(&column.rank, out)),
            "title" => Box::new(|column, _, out| string(&column.title, out)),
            _ => return None,
        })
    }
}

impl Planned for MilestoneImage {
    const TYPE: &'static str = "Milestone";

    fn field(field: &Field, _: &Fragments) -> Option<Write<Self>> {
        Some(match field.name.node.as_str() {
            "id" => Box::new(|milestone, _, out| id(MilestoneId::PREFIX, milestone.id.0, out)),
            "title" => Box::new(|milestone, _, out| string(&milestone.title, out)),
            "dueOn" => Box::new(|milestone, _, out| some(milestone.due_on.map(Date), out, quoted)),
            _ => return None,
        })
    }
}

impl Planned for LabelImage {
    const TYPE: &'static str = "Label";

    fn field(field: &Field, _: &Fragments) -> Option<Write<Self>> {
        Some(match field.name.node.as_str() {
            "id" => Box::new(|label, _, out| id(LabelId::PREFIX, label.id.0, out)),
            "name" => Box::new(|label, _, out| string(&label.name, out)),
            "color" => Box::new(|label, _, out| value(&enum_value(Color::from(label.color)), out)),
            _ => return None,
        })
    }
}

impl Planned for UserImage {
    const TYPE: &'static str = "User";

    fn field(field: &Field, _: &Fragments) -> Option<Write<Self>> {
        Some(match field.name.node.as_str() {
            "id" => Box::new(|user, _, out| id(UserId::PREFIX, user.id.0, out)),
            "username" => Box::new(|user, _, out| string(&user.username, out)),
            "displayName" => Box::new(|user, _, out| string(&user.display_name, out)),
            "avatarUrl" => Box::new(|user, _, out| some(user.avatar_url.as_deref(), out, string)),
            _ => return None,
        })
    }
}
