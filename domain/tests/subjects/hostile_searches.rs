//! Whatever anybody types into the search, no database takes it for syntax.

use cairn_domain::Error;
use cairn_domain::cards::CreateCard;
use cairn_domain::comments::{self, AddComment};
use cairn_domain::search::{count_hits, search};
use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use crate::world::{World, by, new_card};

async fn world_with_texts() -> World {
    let world = World::new().await;
    let description = Some("caf\u{e9} & \u{65e5} \u{345}x a.b".to_owned());
    let card = new_card(world.columns[0], "A walrus, ab");
    let card = world.card_with(CreateCard { description, ..card }).await;
    let input = AddComment { card_id: card, body: "walrus a ab 1".to_owned() };
    comments::add_comment(&world.domain, &by(&world.ann), input).await.unwrap();
    world
}

fn hostile() -> impl Strategy<Value = String> {
    let pieces = prop::sample::select(vec![
        "\"",
        "''",
        "'",
        "\\",
        "-",
        "--",
        "*",
        "**",
        "(",
        ")",
        "{",
        "}",
        "[",
        "^",
        "+",
        ":",
        ";",
        "$$",
        "$1",
        "?",
        "AND",
        "OR",
        "NOT",
        "NEAR(",
        ", 2)",
        "title:",
        "title : ",
        "- title:",
        ":*",
        "<->",
        "<0>",
        "&",
        "|",
        "!",
        "!!",
        "&&",
        " ",
        " ",
        "\t",
        "\n",
        "\0",
        "\u{1}",
        "\u{345}",
        "\u{301}",
        "e\u{301}",
        "\u{e9}",
        "\u{201c}",
        "\u{201d}",
        "\u{200d}",
        "\u{feff}",
        "\u{fffd}",
        "\u{1f680}",
        "\u{10ffff}",
        "\u{65e5}",
        "\u{1d54f}",
        "\u{bd}",
        "\u{130}",
        "\u{df}",
        "a",
        "ab",
        "walrus",
        "board:",
        "board:RL",
        "-board:RL",
        "in:cards",
        "-in:",
        "is:archived",
        "RL-1",
        "1",
        "1e9",
        "-1",
        "0x1f",
        "a.b",
        "a@b.org",
        "http://x.y/z?q=1",
        "/etc/x",
        "&amp;",
        "<b>",
        "\u{2019}",
    ]);
    prop_oneof![
        prop::collection::vec(pieces, 0..40).prop_map(|pieces| pieces.concat()),
        any::<String>(),
        ".{0,520}",
        "[\"*' \\-a\u{e9}]{0,60}",
        Just("*".repeat(500)),
        Just("\"".repeat(499)),
        Just("-\"".repeat(250)),
        Just("a*".repeat(250)),
        Just("\u{345}".repeat(500)),
        Just("(".repeat(500)),
    ]
}

#[test]
fn nothing_that_anybody_types_is_an_error_of_the_database() {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let world = runtime.block_on(world_with_texts());
    let mut runner =
        TestRunner::new(Config { cases: 500, failure_persistence: None, ..Config::default() });
    let result = runner.run(&hostile(), |query| {
        let reader = world.domain.latest();
        let found = runtime.block_on(search(&reader, &world.ann, &query, None, 10));
        let count = runtime.block_on(count_hits(&reader, &world.ann, &query));
        match (found, count) {
            (Err(Error::BadRequest(_)), Err(Error::BadRequest(_))) => {}
            (Ok(page), Ok(count)) => prop_assert_eq!(page.hits.len() as u64, count),
            other => return Err(TestCaseError::fail(format!("{other:?}"))),
        }
        Ok(())
    });
    result.unwrap();
}
