//! Random documents: whatever the guard admits, the library can take.

use proptest::{collection::vec, prelude::*};

use super::*;

/// Pieces that make sense often enough to get past the parser.
fn piece() -> impl Strategy<Value = String> {
    prop_oneof![
        Just("{".to_owned()),
        Just("}".to_owned()),
        Just("{ number }".to_owned()),
        Just("board { title }".to_owned()),
        Just("board { cards(first: 3) { nodes { ...A } } }".to_owned()),
        Just("...A ".to_owned()),
        Just("...B ".to_owned()),
        Just("... on Board { title }".to_owned()),
        Just("fragment A on Card { title ...B }".to_owned()),
        Just("fragment B on Card { labels { id } }".to_owned()),
        Just("query Q($a: Int = 3) ".to_owned()),
        Just("mutation { rename(title: \"x\") { title } }".to_owned()),
        Just("subscription { number }".to_owned()),
        Just("number(value: $a)".to_owned()),
        Just("number(filter: {ids: [1, \"b\", $a], color: BLUE, inner: null})".to_owned()),
        Just("@include(if: $a)".to_owned()),
        Just("__schema { types { name } }".to_owned()),
        Just("__typename".to_owned()),
        Just("\"\"\"x\\\"\"\"\"\"\"".to_owned()),
        Just("# comment\n".to_owned()),
        "[ \\PC]{0,6}",
    ]
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread().build().unwrap()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn pieces_do_no_harm(pieces in vec(piece(), 0..24), has_braces in any::<bool>()) {
        let text = pieces.concat();
        let text = if has_braces { format!("{{{text}}}") } else { text };
        let variables = Variables::from_json(json!({ "a": 1 }));
        if let Ok(admitted) = guard().admit(&text, None, &variables) {
            prop_assert!(admitted.cost <= Limits::default().document_cost);
            runtime().block_on(execute(schema(), &text, &variables));
        }
    }

    #[test]
    fn any_text_is_answered(text in "\\PC{0,200}") {
        let _ = guard().admit(&text, None, &Variables::default());
    }

    #[test]
    fn nested_documents_need_no_more_stack_than_there_is(
        open in prop_oneof![Just("{board"), Just("{a(b:["), Just("{a(b:{c:"), Just("{...")],
        depth in 1_usize..3000,
    ) {
        let _ = guard().admit(&open.repeat(depth), None, &Variables::default());
    }
}
