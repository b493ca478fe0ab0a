//! What an operation may produce and consume, before anything is executed.
//!
//! A field costs 1, and what is selected below a list counts once for each of its items: as many as
//! `first` or `last` say, the contract's default of 50 where a list takes them and neither is given,
//! as many as there are ids where a field is given ids, as many as large boards have where a board's
//! own lists are, and a small number for other lists. An item of a page or of given ids costs [`ITEM`] more:
//! its row is read for it; a page costs [`PAGE`] more, and a few fields have prices of their own.
//! Fragments are priced once and added wherever they are spread; all arithmetic saturates.

use std::collections::HashMap;

use async_graphql::{
    Name, Positioned, Value as ConstValue, Variables,
    parser::types::{
        Directive, ExecutableDocument, Field, OperationDefinition, OperationType, Selection,
        SelectionSet,
    },
};
use async_graphql_value::Value;

use super::{
    input::weigh,
    shape::{FieldShape, Fields, Shape},
};

/// Items of a page when neither `first` nor `last` is given.
const DEFAULT_PAGE: u64 = 50;
/// Items of a list that is not paged, such as a card's labels.
const PLAIN_LIST: u64 = 5;
/// Lists that are not paged and can be long: what hangs below them is there as often, and a board can be
/// reached again from each of their items.
const LONG_LISTS: [(&str, &str, u64); 5] = [
    ("Board", "columns", 20),
    ("Board", "labels", 500),
    ("Board", "milestones", 500),
    ("Card", "labels", 10),
    ("Card", "assignees", 10),
];
/// Fields that come back to a board from an item of a list that may be longer than it was priced: what hangs
/// below is there more often by as much.
const WAYS_BACK: [(&str, &str, u64); 2] = [("Column", "board", 5), ("Label", "board", 10)];
/// What reading a row costs, in fields: a field takes a quarter of a microsecond, a row some.
const ITEM: u64 = 20;
/// What a page costs: a statement or two, or a walk over all that a board in memory has.
const PAGE: u64 = 2_000;
/// What it costs to find one of a board's cards by its number, or anything that is read for itself.
const FOUND: u64 = 500;
/// What it costs to rebuild a board as it was: a few in one request.
const PAST: u64 = 30_000;
/// What a long text costs, of which one may be a megabyte.
const TEXT: u64 = 5;
/// The same in a subscription, where each event may bring it, and no budget of bytes is spent.
const TEXT_OF_EVENTS: u64 = 5_000;
/// What a text costs there that is at most 64 KiB.
const SHORT_TEXT_OF_EVENTS: u64 = 500;

/// The price of an operation with its variables.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Price {
    /// What it costs, in fields that it may produce and rows that it may read.
    pub cost: u64,
    /// The input values that validation and resolvers will look at.
    pub input_values: u64,
}

/// How many items a field gives, and what each costs beside what is selected on it.
#[derive(Debug, Clone, Copy)]
struct Items {
    count: u64,
    each: u64,
}

impl Items {
    fn plain(count: u64) -> Self {
        Self { count, each: 0 }
    }

    fn read(count: u64) -> Self {
        Self { count: count.max(1), each: ITEM }
    }
}

/// Prices `operation`, which `structure::check` has found finite.
pub fn price(
    shape: &Shape,
    document: &ExecutableDocument,
    operation: &OperationDefinition,
    variables: &Variables,
) -> Price {
    let mut till = Till { shape, document, operation, variables, fragments: HashMap::new() };
    let mut total =
        till.selection_set(Some(till.on(shape.root(operation.ty))), &operation.selection_set.node);
    total.add_input(till.directives(&operation.directives));
    // Validation also visits the fragments that only other operations spread.
    for name in document.fragments.keys() {
        if !till.fragments.contains_key(name) {
            let unused = till.fragment(name);
            total.add_input(unused.input_values);
        }
    }
    total
}

/// The type that something is selected on.
#[derive(Clone, Copy)]
struct On<'a> {
    name: &'a str,
    /// `None` where the SDL does not tell.
    fields: Option<&'a Fields>,
}

impl<'a> On<'a> {
    fn introspection(name: &'a str) -> Self {
        Self { name, fields: None }
    }

    fn field(self, name: &str) -> Option<&'a FieldShape> {
        self.fields?.get(name)
    }
}

struct Till<'a> {
    shape: &'a Shape,
    document: &'a ExecutableDocument,
    operation: &'a OperationDefinition,
    variables: &'a Variables,
    fragments: HashMap<&'a Name, Price>,
}

impl<'a> Till<'a> {
    fn on(&self, name: &'a str) -> On<'a> {
        On { name, fields: self.shape.fields(name) }
    }

    fn fragment(&mut self, name: &'a Name) -> Price {
        if let Some(price) = self.fragments.get(name) {
            return *price;
        }
        let Some(fragment) = self.document.fragments.get(name) else { return Price::default() };
        let on = self.on(fragment.node.type_condition.node.on.node.as_str());
        let mut price = self.selection_set(Some(on), &fragment.node.selection_set.node);
        price.add_input(self.directives(&fragment.node.directives));
        self.fragments.insert(name, price);
        price
    }

    fn selection_set(&mut self, on: Option<On<'a>>, set: &'a SelectionSet) -> Price {
        let mut total = Price::default();
        for selection in &set.items {
            let price = match &selection.node {
                Selection::Field(field) => self.field(on, &field.node),
                Selection::InlineFragment(inline) => {
                    let condition = inline.node.type_condition.as_ref();
                    let on = condition.map(|on| self.on(on.node.on.node.as_str())).or(on);
                    self.selection_set(on, &inline.node.selection_set.node)
                }
                Selection::FragmentSpread(spread) => self.fragment(&spread.node.fragment_name.node),
            };
            total.cost = total.cost.saturating_add(price.cost);
            total.add_input(price.input_values);
            total.add_input(self.directives(selection.node.directives()));
        }
        total
    }

    fn field(&mut self, on: Option<On<'a>>, field: &'a Field) -> Price {
        let name = field.name.node.as_str();
        let shape = on.and_then(|on| on.field(name));
        let on = on.map(|on| on.name);
        let below = &field.selection_set.node;
        let inner = if below.items.is_empty() {
            Price::default()
        } else {
            self.selection_set(self.inner_type(on, name, shape), below)
        };
        let items = match on {
            Some("__Schema") if name == "types" => Items::plain(self.shape.type_count()),
            Some("__Type") if matches!(name, "fields" | "inputFields") => {
                Items::plain(self.shape.members_of_a_type)
            }
            Some(on) if on.starts_with("__") => Items::plain(1),
            _ => self.items(on, field, shape),
        };
        let each = inner.cost.saturating_add(items.each);
        let own = self.own_price(on, name, shape);
        let mut price = Price {
            cost: each.saturating_mul(items.count).saturating_add(own),
            input_values: inner.input_values,
        };
        price.add_input(self.arguments(&field.arguments));
        price
    }

    /// The type that a field gives.
    fn inner_type(
        &self,
        on: Option<&str>,
        name: &str,
        shape: Option<&'a FieldShape>,
    ) -> Option<On<'a>> {
        match name {
            "__schema" => Some(On::introspection("__Schema")),
            "__type" => Some(On::introspection("__Type")),
            _ if on.is_some_and(|on| on.starts_with("__")) => {
                introspected(name).map(On::introspection)
            }
            _ => shape.map(|shape| self.on(&shape.type_name)),
        }
    }

    /// What a field costs beside what is below it.
    fn own_price(&self, on: Option<&str>, name: &str, shape: Option<&FieldShape>) -> u64 {
        let page = if shape.is_some_and(|shape| shape.is_paged) { PAGE } else { 0 };
        let is_of_events = self.operation.ty == OperationType::Subscription;
        let field = match (on, name) {
            (Some("Board"), "at") => PAST,
            (Some("Board"), "card") => FOUND,
            (Some("Card"), "description") | (Some("Comment"), "body") if !is_of_events => TEXT,
            (Some("Card"), "description")
            | (Some("Comment"), "body")
            | (Some("CardChanged"), "old")
                if is_of_events =>
            {
                TEXT_OF_EVENTS
            }
            (Some("Board" | "Column" | "Milestone"), "description") | (_, "old")
                if is_of_events =>
            {
                SHORT_TEXT_OF_EVENTS
            }
            _ => 0,
        };
        1 + page + field
    }

    /// How often the things below a field may be there.
    fn items(&self, on: Option<&str>, field: &Field, shape: Option<&FieldShape>) -> Items {
        let asked = ["first", "last"]
            .iter()
            .filter_map(|name| field.get_argument(name))
            .map(|value| self.number(&value.node))
            .max();
        if let Some(asked) = asked {
            return Items::read(asked);
        }
        match shape {
            Some(shape) if shape.is_paged => Items::read(DEFAULT_PAGE),
            // The connection around `edges` and `nodes` has been counted already.
            Some(shape) if shape.is_list && !on.is_some_and(|on| on.ends_with("Connection")) => {
                let name = field.name.node.as_str();
                let long = LONG_LISTS.iter().find(|(of, list, _)| on == Some(of) && name == *list);
                let plain = long.map_or(PLAIN_LIST, |(_, _, most)| *most);
                self.longest_list(field).map_or(Items::plain(plain), Items::read)
            }
            // Not of the many fields that have nothing below them.
            _ if field.selection_set.node.items.is_empty() => Items::plain(1),
            _ => {
                let name = field.name.node.as_str();
                let back = WAYS_BACK.iter().find(|(of, back, _)| on == Some(of) && name == *back);
                Items::plain(back.map_or(1, |(_, _, times)| *times))
            }
        }
    }

    fn longest_list(&self, field: &Field) -> Option<u64> {
        let length = |value: &Value| match value {
            Value::List(items) => Some(items.len() as u64),
            Value::Variable(name) => match self.variable(name) {
                Some(ConstValue::List(items)) => Some(items.len() as u64),
                _ => None,
            },
            _ => None,
        };
        field.arguments.iter().filter_map(|(_, value)| length(&value.node)).max()
    }

    fn number(&self, value: &Value) -> u64 {
        let number = match value {
            Value::Number(number) => number.as_u64(),
            Value::Variable(name) => match self.variable(name) {
                Some(ConstValue::Number(number)) => number.as_u64(),
                _ => None,
            },
            _ => None,
        };
        number.unwrap_or(DEFAULT_PAGE)
    }

    fn variable(&self, name: &Name) -> Option<&ConstValue> {
        self.variables.get(name).or_else(|| {
            let mut definitions = self.operation.variable_definitions.iter();
            let definition = definitions.find(|definition| definition.node.name.node == *name)?;
            definition.node.default_value()
        })
    }

    fn directives(&self, directives: &[Positioned<Directive>]) -> u64 {
        directives
            .iter()
            .fold(0, |sum, directive| sum.saturating_add(self.arguments(&directive.node.arguments)))
    }

    fn arguments(&self, arguments: &[(Positioned<Name>, Positioned<Value>)]) -> u64 {
        arguments.iter().fold(0, |sum, (_, value)| sum.saturating_add(self.weigh(&value.node)))
    }

    /// How many values an argument has, with variables put in.
    fn weigh(&self, value: &Value) -> u64 {
        let sum = |weights: &mut dyn Iterator<Item = u64>| weights.fold(1, u64::saturating_add);
        match value {
            Value::Variable(name) => self.variable(name).map_or(1, weigh),
            Value::List(items) => sum(&mut items.iter().map(|item| self.weigh(item))),
            Value::Object(fields) => sum(&mut fields.values().map(|field| self.weigh(field))),
            _ => 1,
        }
    }
}

/// The type that a field of an introspection type gives; the SDL does not tell.
fn introspected(field: &str) -> Option<&'static str> {
    match field {
        "types" | "type" | "ofType" | "queryType" | "mutationType" | "subscriptionType"
        | "interfaces" | "possibleTypes" => Some("__Type"),
        "fields" => Some("__Field"),
        "args" | "inputFields" => Some("__InputValue"),
        "enumValues" => Some("__EnumValue"),
        "directives" => Some("__Directive"),
        _ => None,
    }
}

impl Price {
    fn add_input(&mut self, values: u64) {
        self.input_values = self.input_values.saturating_add(values);
    }
}
