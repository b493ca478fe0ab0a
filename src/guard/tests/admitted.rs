//! Documents that people really send, and the prices of them.

use super::*;

const SNAPSHOT: &str = r"
query Board($key: String!, $first: Int = 1000, $after: String) {
  board(key: $key) {
    title
    columns { id name color }
    labels { id name color }
    cards(first: $first) {
      totalCount
      nodes { ...Card }
    }
  }
}
fragment Card on Card {
  a1: title a2: title a3: title a4: title a5: title a6: title a7: title a8: title a9: title
  b1: title b2: title b3: title b4: title b5: title b6: title
  labels { id }
  assignees: labels { id name color }
  board { title }
}";

#[test]
fn a_snapshot_of_a_large_board_passes() {
    let text = SNAPSHOT.replace(", $after: String", "");
    let admitted = admit(&text, json!({ "key": "RL" })).unwrap();
    assert_eq!(admitted.name.as_deref(), Some("Board"));
    assert!((80_000..90_000).contains(&admitted.cost), "{}", admitted.cost);
}

#[test]
fn large_lists_in_large_lists_do_not() {
    let nested =
        "{ board { cards(first: 1000) { nodes { comments(first: 1000) { nodes { title } } } } } }";
    assert_eq!(code(nested), Some(Code::TooComplex));
    let by_variable = "query($n: Int) { board { cards(first: $n) { nodes { comments(first: $n) { totalCount nodes { title } } } } } }";
    assert!(admit(by_variable, json!({ "n": 1000 })).is_err());
    assert!(admit(by_variable, json!({ "n": 50 })).is_ok());
    let columns =
        "{ board { columns { id } cards(first: 1000) { nodes { title labels { id } } } } }";
    assert!(admit(columns, json!({})).is_ok());
}

#[test]
fn prices_follow_the_lists() {
    let cost = |text: &str| admit(text, json!({ "ids": ["a", "b", "c"] })).unwrap().cost;
    let page = 2_001;
    let row = 20;
    assert_eq!(cost("{ board { title } }"), 2);
    assert_eq!(cost("{ board { cards { totalCount } } }"), 1 + page + 50 * (1 + row));
    assert_eq!(cost("{ board { cards(first: 10) { totalCount } } }"), 1 + page + 10 * (1 + row));
    assert_eq!(
        cost("{ board { cards(last: 9, first: 3) { nodes { title } } } }"),
        1 + page + 9 * (2 + row)
    );
    let twice =
        "{ board { a: cards(first: 10) { totalCount } b: cards(first: 10) { totalCount } } }";
    assert_eq!(cost(twice), 1 + 2 * (page + 10 * (1 + row)));
    assert_eq!(cost("{ board { labels { id name } } }"), 2 + 500 * 2);
    assert_eq!(cost("query($ids: [ID!]!) { nodes(ids: $ids) { title } }"), 1 + 3 * (1 + row));
    assert_eq!(cost("{ nodes(ids: [\"a\", \"b\"]) { title } }"), 1 + 2 * (1 + row));
}

/// Whether the product's own guard, with the product's own schema, refuses `text`.
fn refused(text: &str) -> bool {
    let guard = Guard::new(Limits::default(), &cairn_graphql::sdl()).unwrap();
    let variables = Variables::from_json(json!({ "i": vec!["a"; 1_000] }));
    guard.admit(text, None, &variables).is_err()
}

#[test]
fn a_board_by_its_columns_passes() {
    let card = "key title labels { name color } assignees { username }";
    assert!(!refused(&format!(
        "{{ board {{ title columns {{ name cards(first: 50) {{ totalCount nodes {{ {card} }} }} }} }} }}"
    )));
}

#[test]
fn what_costs_a_walk_for_each_of_many_is_refused() {
    let many = |count: u32, field: &str| {
        let named: Vec<_> = (0..count).map(|number| format!("n{number}: {field}")).collect();
        named.join(" ")
    };
    let found = many(20, "card(number: 1) { id }");
    assert!(refused(&format!(
        "{{ board {{ cards(first: 1000) {{ nodes {{ board {{ {found} }} }} }} }} }}"
    )));
    let pages =
        |count| format!("{{ board {{ {} }} }}", many(count, "members(first: 1) { totalCount }"));
    assert!(refused(&pages(360)));
    assert!(!refused(&pages(20)));
}

#[test]
fn what_comes_back_to_its_board_is_refused() {
    for text in [
        "{ board { labels { board { labels { id } } } } }",
        "{ board { columns { board { columns { board { columns { id } } } } } } }",
        "{ card { labels { board { columns { board { labels { id } } } } } } }",
        "{ board { milestones { board { columns { board { id labels { id } } } } } } }",
        "{ board { cards(first: 1000) { nodes { labels { board { milestones { id } } } } } } }",
        "{ board { a: at(seq: 1) { id } b: at(seq: 2) { id } c: at(seq: 3) { id } d: at(seq: 4) { id } \
         e: at(seq: 5) { id } f: at(seq: 6) { id } g: at(seq: 7) { id } } }",
        "query($i: [ID!]!) { nodes(ids: $i) { ... on Board { cards(first: 1) { totalCount } } } }",
    ] {
        assert!(refused(text), "{text}");
    }
    let texts: Vec<_> = (0..40).map(|number| format!("t{number}: description")).collect();
    let texts = texts.join(" ");
    let cards = format!("{{ board {{ cards(first: 1000) {{ nodes {{ {texts} }} }} }} }}");
    assert!(refused(&cards));
}

#[test]
fn the_usual_introspection_passes() {
    let of_type = "ofType { kind name ".repeat(9) + &"}".repeat(9);
    let text = format!(
        "query IntrospectionQuery {{ __schema {{ description queryType {{ name kind }} mutationType {{ name kind }}
           subscriptionType {{ name kind }} types {{ ...FullType }}
           directives {{ name description isRepeatable locations args(includeDeprecated: true) {{ ...InputValue }} }} }} }}
         fragment FullType on __Type {{ kind name description specifiedByURL isOneOf
           fields(includeDeprecated: true) {{ name description args(includeDeprecated: true) {{ ...InputValue }}
             type {{ ...TypeRef }} isDeprecated deprecationReason }}
           inputFields(includeDeprecated: true) {{ ...InputValue }} interfaces {{ ...TypeRef }}
           enumValues(includeDeprecated: true) {{ name description isDeprecated deprecationReason }}
           possibleTypes {{ ...TypeRef }} }}
         fragment InputValue on __InputValue {{ name description type {{ ...TypeRef }} defaultValue isDeprecated deprecationReason }}
         fragment TypeRef on __Type {{ kind name {of_type} }}"
    );
    let admitted = admit(&text, json!({})).unwrap();
    assert!(admitted.cost < 50_000, "{}", admitted.cost);
}

#[test]
fn the_operation_is_chosen_by_name() {
    let text = "query A { number } mutation B { rename(title: \"x\") { title } }";
    let chosen = |name| guard().admit(text, name, &Variables::default());
    assert_eq!(chosen(Some("A")).unwrap().kind, OperationType::Query);
    assert_eq!(chosen(Some("B")).unwrap().kind, OperationType::Mutation);
    assert_eq!(chosen(Some("C")).unwrap_err().code, Code::BadRequest);
    assert_eq!(chosen(None).unwrap_err().code, Code::BadRequest);
}

#[test]
fn a_required_variable_is_asked_for() {
    let text = "query($title: String!) { number }";
    assert_eq!(admit(text, json!({})).unwrap_err().code, Code::BadRequest);
    assert_eq!(admit(text, json!({ "title": null })).unwrap_err().code, Code::BadRequest);
    assert!(admit(text, json!({ "title": "x" })).is_ok());
    assert!(admit("query($n: Int! = 3) { number(value: $n) }", json!({})).is_ok());
}

#[test]
fn equal_fields_may_meet_and_different_ones_may_not() {
    assert_eq!(code("{ number number a: number a: number(value: 1) }"), Some(Code::BadRequest));
    assert_eq!(code("{ number number board { title } ...F } fragment F on Query { number }"), None);
    let different = "{ ...F ...G } fragment F on Query { a: number } fragment G on Query { a: board { title } }";
    assert_eq!(code(different), Some(Code::BadRequest));
}

#[test]
fn a_subscription_gives_each_text_a_few_times() {
    let events = |type_name: &str, text: &str, times: usize| {
        let named: Vec<_> = (0..times).map(|number| format!("a{number}: {text}")).collect();
        format!(
            "subscription {{ boardEvents(boardId: \"b\", after: 0) {{ ... on BoardEvent {{ \
             changes {{ ... on {type_name} {{ {} }} }} }} }} }}",
            named.join(" ")
        )
    };
    for (type_name, text) in [
        ("CardChanged", "old"),
        ("MilestoneChanged", "old"),
        ("CardChanged", "card { description }"),
        ("ColumnChanged", "column { description }"),
        ("BoardChanged", "board { description }"),
        ("MilestoneChanged", "milestone { description }"),
        ("CommentChanged", "comment { body }"),
    ] {
        assert!(!refused(&events(type_name, text, 2)), "{text}");
        assert!(refused(&events(type_name, text, 90)), "{text}");
    }
    let all = "subscription { boardEvents(boardId: \"b\", after: 0) { ... on BoardEvent { changes { \
        ... on CardChanged { old card { description } } ... on CommentChanged { old comment { body } } \
        ... on ColumnChanged { old column { description } } ... on BoardChanged { old board { description } } \
        ... on MilestoneChanged { old milestone { description } } ... on LabelChanged { old } } } } }";
    assert!(!refused(all), "each once is what a client wants");
}
