//! Answers that several viewers share say what each viewer alone is told, and nothing of another's.

use std::collections::BTreeSet;

use async_graphql::parser::parse_schema;
use async_graphql::parser::types::{BaseType, TypeKind, TypeSystemDefinition};
use serde_json::{Value, json};

use crate::world::{Person, World, text};

/// A board on which everything has something to say.
async fn rich_board(world: &World, ann: &Person) -> String {
    let (board, columns) = ann.board("RL").await;
    let bob = world.person("bob").await;
    let member = json!({"boardId": board, "userId": bob.id(), "role": "EDITOR"});
    ann.write("setBoardMember", "", member).await;
    let mut labels = Vec::new();
    for name in ["Zebra \"stripes\"", "apple", "Éclair"] {
        let input = json!({"boardId": board, "name": name, "color": "GREEN"});
        labels.push(ann.write("createLabel", "label { id }", input).await["label"]["id"].clone());
    }
    let milestone = json!({"boardId": board, "title": "1.0", "dueOn": "2026-12-01"});
    let milestone = ann.write("createMilestone", "milestone { id }", milestone).await;
    let assignees = [vec![bob.id()], vec![ann.id(), bob.id()], vec![]];
    for number in 0..6 {
        let input = json!({
            "columnId": columns[number % 2],
            "title": format!("Card {number} \\ \u{1f600} \u{2028}"),
            "icon": (number == 1).then_some("🚀"),
            "description": (number == 2).then_some("- [x] one\n- [ ] two"),
            "labelIds": labels[..number % 4],
            "assigneeIds": assignees[number % 3],
            "milestoneId": (number % 2 == 0).then(|| milestone["milestone"]["id"].clone()),
            "dueOn": (number > 2).then_some("2026-12-01"),
            "startOn": (number > 3).then_some("2026-11-01"),
            "estimate": (number > 1).then_some(f64::from(u8::try_from(number).unwrap()) * 1.5),
        });
        let card = ann.write("createCard", "card { id }", input).await["card"]["id"].clone();
        for _ in 0..number % 3 {
            bob.write("addComment", "", json!({"cardId": card, "body": "Well done"})).await;
        }
        if number == 5 {
            ann.write("archiveCard", "", json!({"cardId": card})).await;
        }
    }
    board
}

/// The types below a board, each with a way to it.
const WAYS: &[(&str, &str)] = &[
    ("Board", "{ board(key: \"RL\") { F } }"),
    ("Column", "{ board(key: \"RL\") { columns { F } } }"),
    ("Card", "{ board(key: \"RL\") { cards { nodes { F } } } }"),
    ("Card", "{ board(key: \"RL\") { card(number: 3) { F } } }"),
    ("CardConnection", "{ board(key: \"RL\") { cards(first: 2) { F } } }"),
    ("CardEdge", "{ board(key: \"RL\") { cards { edges { F } } } }"),
    ("PageInfo", "{ board(key: \"RL\") { cards(first: 2) { pageInfo { F } } } }"),
    ("Checklist", "{ board(key: \"RL\") { cards { nodes { checklist { F } } } } }"),
    ("Column", "{ board(key: \"RL\") { cards { nodes { column { F } } } } }"),
    ("Label", "{ board(key: \"RL\") { cards { nodes { labels { F } } } } }"),
    ("Label", "{ board(key: \"RL\") { labels { F } } }"),
    ("Milestone", "{ board(key: \"RL\") { cards { nodes { milestone { F } } } } }"),
    ("Milestone", "{ board(key: \"RL\") { milestones { F } } }"),
    ("MilestoneProgress", "{ board(key: \"RL\") { milestones { progress { F } } } }"),
    ("User", "{ board(key: \"RL\") { cards { nodes { assignees { F } } } } }"),
    ("User", "{ board(key: \"RL\") { members { nodes { user { F } } } } }"),
    ("BoardMember", "{ board(key: \"RL\") { members { nodes { F } } } }"),
    ("BoardMemberConnection", "{ board(key: \"RL\") { members(first: 1) { F } } }"),
];

/// A type's fields, each as a selection with all that it needs.
fn fields(type_name: &str) -> Vec<(String, String)> {
    let document = parse_schema(cairn_graphql::sdl()).unwrap();
    let mut types = document.definitions.into_iter().filter_map(|definition| match definition {
        TypeSystemDefinition::Type(definition) => Some(definition.node),
        _ => None,
    });
    let found = types.find(|definition| definition.name.node == type_name).unwrap();
    let TypeKind::Object(object) = found.kind else { panic!("{type_name} is no object") };
    let selection = |field: &async_graphql::parser::types::FieldDefinition| {
        let name = &field.name.node;
        let arguments = match name.as_str() {
            "card" if type_name == "Board" => "(number: 3)",
            "at" => "(seq: 1)",
            _ => "",
        };
        let mut ty = &field.ty.node.base;
        while let BaseType::List(inner) = ty {
            ty = &inner.base;
        }
        let BaseType::Named(ty) = ty else { unreachable!() };
        let is_leaf =
            ["ID", "String", "Int", "Float", "Boolean", "Long", "DateTime", "Date", "JSON"]
                .contains(&ty.as_str())
                || [
                    "Color",
                    "ColumnKind",
                    "WipPolicy",
                    "BoardVisibility",
                    "BoardRole",
                    "MilestoneState",
                ]
                .contains(&ty.as_str());
        let below = if is_leaf { "" } else { " { __typename }" };
        (name.to_string(), format!("{name}{arguments}{below}"))
    };
    object.fields.iter().map(|field| selection(&field.node)).collect()
}

#[tokio::test]
async fn the_schema_says_which_fields_are_not_shared() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    rich_board(&world, &ann).await;
    let mut alone = BTreeSet::new();
    for (type_name, way) in WAYS {
        for (name, selection) in fields(type_name) {
            let document = way.replace('F', &selection);
            // That both ways say the same is held by every question of these tests.
            ann.ask(&document, json!({})).await;
            if ann.shared(&document, json!({})).await.is_none() {
                alone.insert(format!("{type_name}.{name}"));
            }
        }
    }
    let sdl = cairn_graphql::sdl();
    let said = sdl.split("shared between them, unless it asks for").nth(1).unwrap();
    let said = said.split('"').next().unwrap();
    let said: BTreeSet<String> = said.split('`').skip(1).step_by(2).map(str::to_owned).collect();
    assert_eq!(alone, said);
}

#[tokio::test]
async fn lists_are_the_same_in_any_order_filter_and_page() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    rich_board(&world, &ann).await;
    let document = "query($order: [CardOrder!], $filter: CardFilter, $after: String) {
        board(key: \"RL\") { seq cards(first: 2, orderBy: $order, filter: $filter, after: $after) {
            totalCount nodes { number title } edges { cursor }
            pageInfo { hasNextPage hasPreviousPage startCursor endCursor } } } }";
    let fields = ["POSITION", "NUMBER", "TITLE", "DUE_ON", "CREATED_AT", "UPDATED_AT"];
    let orders = fields.into_iter().flat_map(|field| {
        ["ASC", "DESC"].map(|direction| json!([{"field": field, "direction": direction}]))
    });
    let orders = orders.chain([
        Value::Null,
        json!([{"field": "DUE_ON"}, {"field": "NUMBER", "direction": "DESC"}]),
    ]);
    for order in orders {
        for filter in [json!({}), json!({"archived": true}), json!({"dueBefore": "2026-12-01"})] {
            let mut after = Value::Null;
            loop {
                let variables = json!({"order": order, "filter": filter, "after": after});
                let data = ann.ask(document, variables.clone()).await;
                assert!(ann.shared(document, variables).await.is_some());
                let page = &data["board"]["cards"]["pageInfo"];
                if page["hasNextPage"] == json!(false) {
                    break;
                }
                after = page["endCursor"].clone();
            }
        }
    }
}

#[tokio::test]
async fn each_role_has_its_own_answer_and_a_stranger_none() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let board = rich_board(&world, &ann).await;
    let (bob, eve) = (world.person("bob2").await, world.person("eve").await);
    let member = json!({"boardId": board, "userId": bob.id(), "role": "VIEWER"});
    ann.write("setBoardMember", "", member.clone()).await;
    let document = "{ board(key: \"RL\") { seq viewerRole title } }";
    for _ in 0..2 {
        let roles = [(&ann, json!("ADMIN")), (&bob, json!("VIEWER"))];
        for (person, role) in roles {
            let shared = person.shared(document, json!({})).await.unwrap();
            assert_eq!(shared["data"]["board"]["viewerRole"], role);
        }
        assert!(eve.shared(document, json!({})).await.is_none());
        assert!(world.anybody().shared(document, json!({})).await.is_none());
        assert_eq!(eve.refused(document, json!({})).await.0, "NOT_FOUND");
    }
    let removed = json!({"boardId": board, "userId": bob.id()});
    ann.write("removeBoardMember", "", removed).await;
    assert!(bob.shared(document, json!({})).await.is_none());
    assert_eq!(bob.refused(document, json!({})).await.0, "NOT_FOUND");

    let public = json!({"boardId": board, "visibility": "PUBLIC"});
    ann.write("updateBoard", "", public).await;
    for person in [&bob, &eve, &world.anybody()] {
        let shared = person.shared(document, json!({})).await.unwrap();
        assert_eq!(shared["data"]["board"]["viewerRole"], Value::Null);
    }
}

#[tokio::test]
async fn an_answer_is_never_older_than_the_last_write() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (_, columns) = ann.board("RL").await;
    let document = "{ board(key: \"RL\") { seq cards { totalCount nodes { title } } } }";
    let mut tags = BTreeSet::new();
    for number in 0..20 {
        ann.card(&columns[0], &format!("Card {number}")).await;
        let shared = ann.shared(document, json!({})).await.unwrap();
        let cards = &shared["data"]["board"]["cards"];
        assert_eq!(cards["totalCount"], number + 1);
        assert_eq!(text(&cards["nodes"][number]["title"]), format!("Card {number}"));
        assert!(tags.insert(ann.tag(document).await));
        assert!(!tags.insert(ann.tag(document).await));
    }
}
