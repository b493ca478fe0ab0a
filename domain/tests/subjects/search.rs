//! Search: what is found, by whom, and in which order.

use std::sync::Arc;

use cairn_domain::boards::{self, UpdateBoard};
use cairn_domain::cards::{self, Change, CreateCard, UpdateCard};
use cairn_domain::comments::{self, AddComment};
use cairn_domain::entities::{
    BoardId, BoardRole, BoardVisibility, CardId, TeamId, board, team, team_member,
};
use cairn_domain::search::{MAX_HITS, SearchHit, SearchPage, SearchSubject, count_hits, search};
use cairn_domain::statements::{self, Statements};
use cairn_domain::{Actor, Error};
use sea_orm::{ActiveValue::Set, EntityTrait};

use crate::world::{World, by, new_card};

async fn page(world: &World, actor: &Actor, query: &str, limit: u64) -> SearchPage {
    search(&world.domain.snapshot(), actor, query, None, limit).await.unwrap()
}

/// The hits of Ann, who may read all, and whose count is checked on the way.
async fn hits(world: &World, query: &str) -> Vec<SearchHit> {
    let hits = page(world, &world.ann, query, 100).await.hits;
    let count = count_hits(&world.domain.snapshot(), &world.ann, query).await.unwrap();
    assert_eq!(count, hits.len() as u64, "{query}");
    hits
}

async fn subjects(world: &World, query: &str) -> Vec<SearchSubject> {
    hits(world, query).await.into_iter().map(|hit| hit.subject).collect()
}

async fn written(world: &World, title: &str, description: &str) -> CardId {
    let description = Some(description.to_owned());
    world.card_with(CreateCard { description, ..new_card(world.columns[0], title) }).await
}

async fn said(world: &World, card: CardId, body: &str) -> SearchSubject {
    let input = AddComment { card_id: card, body: body.to_owned() };
    let added = comments::add_comment(&world.domain, &by(&world.ann), input).await.unwrap();
    SearchSubject::Comment(added.subject.parse().unwrap())
}

fn renamed(card: CardId, title: &str) -> UpdateCard {
    UpdateCard {
        card_id: card,
        title: Change::Set(Some(title.to_owned())),
        description: Change::Keep,
        icon: Change::Keep,
        start_on: Change::Keep,
        due_on: Change::Keep,
        estimate: Change::Keep,
        milestone: Change::Keep,
        add_labels: Vec::new(),
        remove_labels: Vec::new(),
        add_assignees: Vec::new(),
        remove_assignees: Vec::new(),
        expected_version: None,
    }
}

#[tokio::test]
async fn titles_come_before_texts_and_all_kinds_are_found() {
    let world = World::new().await;
    let in_text = written(&world, "First card", "All about the walrus, and more words.").await;
    let in_title = written(&world, "Feed the walrus", "Fish.").await;
    let comment = said(&world, in_title, "Is the walrus hungry? I do not know, but ask it.").await;
    written(&world, "Unrelated", "Nothing here.").await;
    let found = subjects(&world, "walrus").await;
    assert_eq!(found.len(), 3);
    assert_eq!(found[0], SearchSubject::Card(in_title));
    assert!(found.contains(&SearchSubject::Card(in_text)) && found.contains(&comment));
    assert_eq!(subjects(&world, "board rl").await, [SearchSubject::Board(world.board)]);
}

#[tokio::test]
async fn a_hit_says_where_it_is_and_what_it_says() {
    let world = World::new().await;
    let text = format!("{} a **walrus** & <b>co</b> {}", "before ".repeat(50), "after ".repeat(50));
    let card = written(&world, "Card", &text).await;
    said(&world, card, "short\nwalrus").await;
    let found = hits(&world, "WALRUS").await;
    for hit in &found {
        assert_eq!((hit.board_id, hit.card_id), (world.board, Some(card)));
    }
    let excerpts: Vec<&str> = found.iter().map(|hit| hit.excerpt.as_str()).collect();
    assert!(excerpts.contains(&"short walrus"));
    let long = excerpts.iter().find(|excerpt| excerpt.len() > 20).unwrap();
    assert!(long.starts_with('\u{2026}') && long.ends_with('\u{2026}'), "{long}");
    assert!(long.contains("a **walrus** & <b>co</b> after"), "{long}");
    let board = hits(&world, "in:boards rl").await.remove(0);
    assert_eq!((board.board_id, board.card_id), (world.board, None));
    assert_eq!(board.excerpt, "Board RL");
}

#[tokio::test]
async fn words_phrases_beginnings_and_exclusions() {
    let world = World::new().await;
    let one = SearchSubject::Card(written(&world, "Release candidate", "is out").await);
    let two = SearchSubject::Card(written(&world, "Candidate for release", "wait").await);
    for (query, expected) in [
        ("release candidate", vec![two, one]),
        ("\"release candidate\"", vec![one]),
        ("release -wait", vec![one]),
        ("release -\"for release\"", vec![one]),
        ("candid*", vec![two, one]),
        ("candid", vec![]),
        ("\"release cand\"*", vec![one]),
        ("release missing", vec![]),
        ("OR release", vec![]),
        ("release-candidate", vec![one]),
        ("release unclosed \"", vec![]),
        ("\"release candidate", vec![one]),
    ] {
        let mut found = subjects(&world, query).await;
        found.sort_by_key(|subject| *subject == one);
        assert_eq!(found, expected, "{query}");
    }
}

#[tokio::test]
async fn case_diacritics_and_punctuation_make_no_difference() {
    let world = World::new().await;
    let card =
        written(&world, "Caf\u{e9} \u{c5}ngstr\u{f6}m", "see docs.example.org/src/main.rs").await;
    for query in [
        "cafe",
        "CAF\u{c9}",
        "cafe\u{301}",
        "angstrom",
        "\u{e5}ngstr*",
        "example",
        "main.rs",
        "docs.example.org",
        "src/main",
        "exam*",
        "-nothing main",
    ] {
        assert_eq!(subjects(&world, query).await, [SearchSubject::Card(card)], "{query}");
    }
    let card = written(&world, "\u{420}\u{435}\u{43b}\u{438}\u{437} \u{65e5}\u{672c}", "").await;
    for query in
        ["\u{440}\u{435}\u{43b}\u{438}\u{437}", "\u{440}\u{435}\u{43b}*", "\u{65e5}\u{672c}"]
    {
        assert_eq!(subjects(&world, query).await, [SearchSubject::Card(card)], "{query}");
    }
}

#[tokio::test]
async fn filters_narrow_it_down() {
    let world = World::new().await;
    let here = written(&world, "walrus", "").await;
    let comment = said(&world, here, "walrus").await;
    let (_, column) = world.another_board("WAL", BoardVisibility::Private).await;
    let there = SearchSubject::Card(world.card_with(new_card(column, "walrus")).await);
    let here = SearchSubject::Card(here);
    for (query, expected) in [
        ("walrus board:rl in:cards", vec![here]),
        ("walrus board:RL in:comments", vec![comment]),
        ("walrus board:wal", vec![there]),
        ("walrus -board:RL", vec![there]),
        ("walrus -in:comments board:RL", vec![here]),
        ("walrus board:nowhere", vec![]),
        ("walrus in:boards", vec![]),
        ("walrus is:archived", vec![]),
    ] {
        assert_eq!(subjects(&world, query).await, expected, "{query}");
    }
    let mut both = subjects(&world, "walrus board:RL board:WAL in:cards").await;
    both.sort_by_key(|subject| *subject == there);
    assert_eq!(both, [here, there]);
}

#[tokio::test]
async fn the_archive_is_searched_by_itself() {
    let world = World::new().await;
    let card = written(&world, "walrus", "").await;
    let comment = said(&world, card, "walrus").await;
    let other = SearchSubject::Card(written(&world, "walrus", "").await);
    world.archive(card).await;
    let card = SearchSubject::Card(card);
    assert_eq!(subjects(&world, "walrus").await, [other]);
    let mut archived = subjects(&world, "walrus is:archived").await;
    archived.sort_by_key(|subject| *subject == comment);
    assert_eq!(archived, [card, comment]);
    world.archive_board().await;
    assert_eq!(subjects(&world, "walrus").await, []);
    assert_eq!(subjects(&world, "walrus is:archived").await.len(), 3);
    let board = SearchSubject::Board(world.board);
    assert_eq!(subjects(&world, "board is:archived in:boards").await, [board]);
}

#[tokio::test]
async fn a_card_key_finds_the_card_first() {
    let world = World::new().await;
    let first = SearchSubject::Card(world.card(0, "first").await);
    let second = written(&world, "see RL-1", "RL-1 RL-1 RL-1").await;
    let comment = said(&world, second, "like rl-1").await;
    let second = SearchSubject::Card(second);
    assert_eq!(subjects(&world, " rl-1 ").await[0], first);
    let mut all = subjects(&world, "RL-1").await;
    all[1..].sort_by_key(|subject| *subject == comment);
    assert_eq!(all, [first, second, comment]);
    assert_eq!(subjects(&world, "RL-2").await, [second], "once, though it is a match too");
    assert_eq!(subjects(&world, "RL-99").await, []);

    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let reader = world.domain.snapshot();
        let page = search(&reader, &world.ann, "RL-1", after.as_deref(), 1).await.unwrap();
        seen.extend(page.hits.iter().map(|hit| hit.subject));
        after = page.hits.last().map(|hit| hit.cursor.clone());
        if !page.has_more {
            break;
        }
    }
    seen[1..].sort_by_key(|subject| *subject == comment);
    assert_eq!(seen, all);

    let eve = world.person("eve").await;
    assert!(page(&world, &eve, "RL-1", 10).await.hits.is_empty());
    let SearchSubject::Card(card) = first else { panic!("{first:?}") };
    world.archive(card).await;
    assert_eq!(subjects(&world, "RL-1").await[0], first, "archived or not");
}

async fn in_team(world: &World, board: BoardId, member: &Actor) {
    let db = world.domain.database.writer();
    let id = TeamId(world.domain.ids.uuid());
    let row = team::ActiveModel {
        id: Set(id),
        slug: Set("crew".to_owned()),
        name: Set("Crew".to_owned()),
    };
    team::Entity::insert(row).exec(db).await.unwrap();
    let user_id = Set(member.user_id().unwrap());
    let row = team_member::ActiveModel { team_id: Set(id), user_id };
    team_member::Entity::insert(row).exec(db).await.unwrap();
    let row = board::ActiveModel {
        id: Set(board),
        team_id: Set(Some(id)),
        visibility: Set(BoardVisibility::Team),
        ..Default::default()
    };
    board::Entity::update(row).exec(db).await.unwrap();
}

#[tokio::test]
async fn nobody_finds_or_counts_what_they_may_not_read() {
    let world = World::new().await;
    let private = SearchSubject::Card(written(&world, "walrus", "private").await);
    let (_, column) = world.another_board("PU", BoardVisibility::Public).await;
    let public = SearchSubject::Card(world.card_with(new_card(column, "walrus in public")).await);
    let (board, column) = world.another_board("TE", BoardVisibility::Private).await;
    let team = SearchSubject::Card(world.card_with(new_card(column, "walrus of the team")).await);
    let (mate, member, eve) = (
        world.person("mate").await,
        world.member("bob", BoardRole::Viewer).await,
        world.person("eve").await,
    );
    in_team(&world, board, &mate).await;

    for (actor, mut expected) in [
        (&world.ann, vec![private, public, team]),
        (&member, vec![private, public]),
        (&mate, vec![public, team]),
        (&eve, vec![public]),
        (&Actor::Anonymous, vec![public]),
    ] {
        let page = page(&world, actor, "walrus", 10).await;
        let mut found: Vec<_> = page.hits.into_iter().map(|hit| hit.subject).collect();
        found.sort_by_key(|subject| format!("{subject:?}"));
        expected.sort_by_key(|subject| format!("{subject:?}"));
        assert_eq!(found, expected);
        let count = count_hits(&world.domain.snapshot(), actor, "walrus").await.unwrap();
        assert_eq!(count, expected.len() as u64);
    }
    let page = page(&world, &eve, "walrus", 1).await;
    assert!(!page.has_more, "not even that there is more");
}

#[tokio::test]
async fn the_index_follows_every_change() {
    let world = World::new().await;
    let card = world.card(0, "walrus").await;
    cards::update_card(&world.domain, &by(&world.ann), renamed(card, "seal")).await.unwrap();
    assert_eq!(subjects(&world, "walrus").await, []);
    assert_eq!(subjects(&world, "seal").await, [SearchSubject::Card(card)]);
    said(&world, card, "penguin").await;
    assert_eq!(subjects(&world, "penguin").await.len(), 1);
    cards::delete_card(&world.domain, &by(&world.ann), card).await.unwrap();
    assert_eq!(subjects(&world, "seal").await, []);
    assert_eq!(subjects(&world, "penguin").await, [], "the comments go with the card");
    let input = UpdateBoard {
        board_id: world.board,
        title: Some("Antarctica".to_owned()),
        description: None,
        icon: None,
        visibility: None,
    };
    boards::update_board(&world.domain, &by(&world.ann), input).await.unwrap();
    assert_eq!(subjects(&world, "antarctica").await, [SearchSubject::Board(world.board)]);
}

#[tokio::test]
async fn pages_hold_everything_once() {
    let world = World::new().await;
    for number in 0..23 {
        written(&world, &format!("walrus {number}"), "").await;
    }
    let all = subjects(&world, "walrus").await;
    assert_eq!(all.len(), 23);
    let mut seen = Vec::new();
    let mut after: Option<String> = None;
    loop {
        let reader = world.domain.snapshot();
        let page = search(&reader, &world.ann, "walrus", after.as_deref(), 5).await.unwrap();
        assert_eq!(page.has_more, seen.len() + page.hits.len() < 23);
        seen.extend(page.hits.iter().map(|hit| hit.subject));
        after = page.hits.last().map(|hit| hit.cursor.clone());
        if !page.has_more {
            break;
        }
    }
    assert_eq!(seen, all);
}

#[tokio::test]
async fn cursors_are_checked_and_lead_no_deeper_than_allowed() {
    let world = World::new().await;
    written(&world, "walrus", "").await;
    let reader = world.domain.snapshot();
    for cursor in ["", "x", "\u{0}", "aGl0IC0x", "aGl0IDE4NDQ2NzQ0MDczNzA5NTUxNjE2"] {
        let result = search(&reader, &world.ann, "walrus", Some(cursor), 1).await;
        assert!(matches!(result, Err(Error::BadRequest(_))), "{cursor:?}");
    }
    // "hit 1000", "hit 18446744073709551615"
    for cursor in ["aGl0IDEwMDA", "aGl0IDE4NDQ2NzQ0MDczNzA5NTUxNjE1"] {
        let page = search(&reader, &world.ann, "walrus", Some(cursor), MAX_HITS).await.unwrap();
        assert!(page.hits.is_empty() && !page.has_more);
    }
    assert_eq!(page(&world, &world.ann, "walrus", u64::MAX).await.hits.len(), 1);
}

#[tokio::test]
async fn a_blank_query_finds_nothing_and_a_long_one_is_refused() {
    let world = World::new().await;
    written(&world, "walrus", "").await;
    for query in [
        "",
        " ",
        "-walrus",
        "*",
        "\"\"",
        "board:RL",
        "is:archived",
        "walrus -in:cards -in:boards -in:comments",
    ] {
        assert_eq!(subjects(&world, query).await, [], "{query:?}");
    }
    for query in ["x".repeat(501), "a ".repeat(21)] {
        let reader = world.domain.snapshot();
        let result = search(&reader, &world.ann, &query, None, 10).await;
        assert!(matches!(result, Err(Error::BadRequest(_))));
        let result = count_hits(&reader, &world.ann, &query).await;
        assert!(matches!(result, Err(Error::BadRequest(_))));
    }
}

#[tokio::test]
async fn a_page_costs_a_constant_number_of_statements() {
    let world = World::new().await;
    for number in 0..30 {
        let card = written(&world, &format!("board walrus {number}"), "text").await;
        said(&world, card, "board walrus").await;
    }
    let statements = Arc::new(Statements::default());
    let reader = world.domain.latest();
    let searching = search(&reader, &world.ann, "board", None, 100);
    let found = statements::counted(statements.clone(), searching).await.unwrap();
    assert_eq!(found.hits.len(), 61);
    assert!(statements.count() <= 4, "{}", statements.count());
}
