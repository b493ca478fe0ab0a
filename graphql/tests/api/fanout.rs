//! What subscribers share, and what they must not.

use std::sync::Arc;
use std::time::Duration;

use async_graphql::{Request, Variables};
use cairn_domain::statements::{Statements, counted};
use cairn_graphql::{Api, Frame, Update};
use futures_util::StreamExt;
use futures_util::stream::BoxStream;
use serde_json::{Value, json};
use tokio::time::timeout;

use crate::world::{Person, World};

const FOLLOW: &str = "subscription($id: ID!, $after: Int!, $epoch: ID) {
    boardEvents(boardId: $id, after: $after, epoch: $epoch) {
        ... on BoardEvent { seq changes {
            ... on CardChanged { card { title column { title } } }
            ... on MemberChanged { member { role } } } }
        ... on BoardReset { reason } } }";

/// With fields that have another value for each viewer, or are read.
const OWN: &str = "subscription($id: ID!, $after: Int!) {
    boardEvents(boardId: $id, after: $after) { ... on BoardEvent { seq changes {
        ... on BoardChanged { board { title viewerRole } }
        ... on CardChanged { card { title board { viewerRole } } } } } } }";

struct Follower(BoxStream<'static, Update>);

impl Follower {
    fn new(api: &Api, person: &Person, document: &str, variables: Value) -> Self {
        Self(api.subscribe(person.request(document, variables), None))
    }

    async fn update(&mut self) -> Option<Update> {
        timeout(Duration::from_secs(10), self.0.next()).await.expect("it comes in time")
    }

    async fn shared(&mut self) -> Arc<Frame> {
        match self.update().await {
            Some(Update::Shared(frame)) => frame,
            other => panic!("{other:?} is not shared"),
        }
    }

    async fn own(&mut self) -> Value {
        match self.update().await {
            Some(Update::Own(response)) => serde_json::to_value(*response).unwrap(),
            other => panic!("{other:?} is shared"),
        }
    }

    /// Waits until it has everything, and reads nothing any more.
    async fn settle(&mut self) {
        loop {
            let statements = Arc::new(Statements::default());
            let waiting = timeout(Duration::from_millis(200), self.0.next());
            assert!(counted(Arc::clone(&statements), waiting).await.is_err());
            if statements.count() == 0 {
                return;
            }
        }
    }

    async fn next(&mut self) -> Option<Value> {
        Some(match self.update().await? {
            Update::Shared(frame) => serde_json::from_str(frame.payload()).unwrap(),
            Update::Own(response) => serde_json::to_value(*response).unwrap(),
        })
    }
}

/// Ann's board, on which bob and cat may read, is at 3.
async fn board_of_three(world: &World) -> ([Person; 3], String, Vec<String>) {
    let people = [world.person("ann").await, world.person("bob").await, world.person("cat").await];
    let (board, columns) = people[0].board("RL").await;
    for reader in &people[1..] {
        set_role(&people[0], &board, reader, "VIEWER").await;
    }
    (people, board, columns)
}

async fn set_role(by: &Person, board: &str, person: &Person, role: &str) {
    let input = json!({"boardId": board, "userId": person.id(), "role": role});
    by.write("setBoardMember", "", input).await;
}

#[tokio::test]
async fn who_asks_for_the_same_is_given_the_same_bytes_without_a_read() {
    let world = World::new().await;
    let ([ann, bob, cat], board, columns) = board_of_three(&world).await;
    let ask = |person: &Person, after: i64, epoch: Value| {
        let variables = json!({"id": board, "after": after, "epoch": epoch});
        Follower::new(&world.api, person, FOLLOW, variables)
    };
    let (mut one, mut two, mut three) =
        (ask(&bob, 3, Value::Null), ask(&cat, 2, Value::Null), ask(&ann, 3, Value::Null));
    two.shared().await;
    for follower in [&mut one, &mut two, &mut three] {
        follower.settle().await;
    }
    ann.card(&columns[0], "One").await;
    let statements = Arc::new(Statements::default());
    let frames = counted(Arc::clone(&statements), async {
        [one.shared().await, two.shared().await, three.shared().await]
    })
    .await;
    assert_eq!(statements.count(), 0);
    assert!(Arc::ptr_eq(&frames[0], &frames[1]), "wherever they began");
    assert!(!Arc::ptr_eq(&frames[0], &frames[2]), "those of another role are others");
    assert_eq!(frames[0].payload(), frames[2].payload());
    let mut alone = ann.api.execute_stream(ann.request(FOLLOW, json!({"id": board, "after": 3})));
    let expected = serde_json::to_string(&alone.next().await.unwrap()).unwrap();
    assert_eq!(frames[0].payload(), expected);
    let figures = world.api.fanout();
    assert_eq!((figures.groups, figures.executions, figures.hits), (2, 3, 1));
}

#[tokio::test]
async fn groups_end_with_their_last_subscriber() {
    let world = World::new().await;
    let ([ann, bob, _], board, _) = board_of_three(&world).await;
    let mut followers = Vec::new();
    for person in [&ann, &bob, &bob] {
        let variables = json!({"id": board, "after": 0});
        let mut follower = Follower::new(&world.api, person, FOLLOW, variables);
        follower.shared().await;
        followers.push(follower);
    }
    assert_eq!(world.api.fanout().groups, 2);
    assert!(world.api.fanout().bytes > 0);
    followers.pop();
    assert_eq!(world.api.fanout().groups, 2);
    drop(followers);
    let figures = world.api.fanout();
    assert_eq!((figures.groups, figures.bytes), (0, 0));
    assert_eq!(world.domain.hub.followed(), 0);
}

#[tokio::test]
async fn what_is_kept_is_bounded_and_nobody_notices() {
    let world = World::new().await;
    let ([ann, bob, cat], board, columns) = board_of_three(&world).await;
    for number in 0..40 {
        ann.card(&columns[0], &format!("Card {number}")).await;
    }
    for limit in [0, 1, 40_000, 1 << 20] {
        let api = world.api.clone().keeping(limit);
        let mut all = Vec::new();
        for person in [&ann, &bob, &cat] {
            let variables = json!({"id": board, "after": 0});
            let mut follower = Follower::new(&api, person, FOLLOW, variables);
            let mut updates = Vec::new();
            for _ in 0..43 {
                updates.push(follower.next().await.unwrap());
                assert!(api.fanout().bytes <= limit);
            }
            assert_eq!(updates.last().unwrap()["data"]["boardEvents"]["seq"], 43);
            all.push(updates);
            drop(follower);
        }
        assert!(all.windows(2).all(|pair| pair[0] == pair[1]));
    }
}

#[tokio::test]
async fn who_keeps_what_nobody_asks_for_leaves_room_for_others() {
    let world = World::new().await;
    let ([ann, bob, cat], board, columns) = board_of_three(&world).await;
    for number in 0..40 {
        ann.card(&columns[0], &format!("Card {number}")).await;
    }
    let api = world.api.clone().keeping(100_000);
    let mut hoarders = Vec::new();
    for number in 0..20 {
        let document = FOLLOW.replace("title", &format!("title a{number}: title"));
        let mut follower = Follower::new(&api, &bob, &document, json!({"id": board, "after": 0}));
        for _ in 0..43 {
            follower.shared().await;
        }
        hoarders.push(follower);
    }
    let (other, columns) = ann.board("OT").await;
    for reader in [&bob, &cat] {
        set_role(&ann, &other, reader, "VIEWER").await;
    }
    let [mut one, mut two] = [&bob, &cat]
        .map(|person| Follower::new(&api, person, FOLLOW, json!({"id": other, "after": 3})));
    one.settle().await;
    two.settle().await;
    let before = api.fanout().executions;
    for number in 0..10 {
        ann.card(&columns[0], &format!("Card {number}")).await;
    }
    for follower in [&mut one, &mut two] {
        for _ in 0..10 {
            follower.shared().await;
            assert!(api.fanout().bytes <= 100_000);
        }
    }
    assert_eq!(api.fanout().executions - before, 10);
}

#[tokio::test]
async fn what_depends_on_the_viewer_is_never_shared() {
    let world = World::new().await;
    let ([ann, bob, cat], board, columns) = board_of_three(&world).await;
    set_role(&ann, &board, &cat, "EDITOR").await;
    let variables = json!({"id": board, "after": 4});
    let viewers = [(&ann, "ADMIN"), (&bob, "VIEWER"), (&cat, "EDITOR"), (&bob, "VIEWER")];
    let mut followers = viewers
        .map(|(person, role)| (Follower::new(&world.api, person, OWN, variables.clone()), role));
    // More often than it takes a group to give up.
    for number in 0..8 {
        let title = format!("Title {number}");
        let input = json!({"boardId": board, "title": title});
        ann.write("updateBoard", "", input).await;
        ann.card(&columns[0], &title).await;
        for (follower, role) in &mut followers {
            let update = follower.own().await;
            let change = json!({"board": {"title": title, "viewerRole": role}});
            assert_eq!(update["data"]["boardEvents"]["changes"][0], change);
            let update = follower.own().await;
            let change = json!({"card": {"title": title, "board": {"viewerRole": role}}});
            assert_eq!(update["data"]["boardEvents"]["changes"][0], change);
        }
    }
    assert!(world.api.fanout().executions < 20, "groups give up");
    // Who comes later is served alone from the start.
    let mut late = Follower::new(&world.api, &bob, OWN, variables);
    for seq in 5..=20 {
        let update = late.own().await;
        assert_eq!(update["data"]["boardEvents"]["seq"], seq);
        let change = &update["data"]["boardEvents"]["changes"][0];
        let board = change.get("board").unwrap_or_else(|| &change["card"]["board"]);
        assert_eq!(board["viewerRole"], "VIEWER");
    }
}

#[tokio::test]
async fn one_event_that_cannot_be_shared_ends_nothing() {
    const TEXTS: &str = "subscription($id: ID!, $after: Int!) {
        boardEvents(boardId: $id, after: $after) { ... on BoardEvent { seq changes {
            ... on CardChanged { card { title description } } } } } }";
    let world = World::new().await;
    let ([ann, bob, cat], board, columns) = board_of_three(&world).await;
    let variables = json!({"id": board, "after": 3});
    let mut followers =
        [&bob, &cat].map(|person| Follower::new(&world.api, person, TEXTS, variables.clone()));
    let input = json!({"columnId": columns[0], "title": "One", "description": "Long"});
    let card = ann.write("createCard", "card { id }", input).await["card"]["id"].clone();
    // The event of a new title does not have the description.
    for title in ["Two", "Three"] {
        ann.write("updateCard", "", json!({"cardId": card, "title": title})).await;
    }
    ann.card(&columns[0], "Four").await;
    for follower in &mut followers {
        follower.shared().await;
        for title in ["Two", "Three"] {
            let update = follower.own().await;
            let expected = json!({"card": {"title": title, "description": "Long"}});
            assert_eq!(update["data"]["boardEvents"]["changes"][0], expected);
        }
        follower.shared().await;
    }
    assert_eq!(world.api.fanout().alone, 4);
}

#[tokio::test]
async fn who_is_removed_is_told_nothing_more_while_the_others_go_on() {
    let world = World::new().await;
    let ([ann, bob, cat], board, columns) = board_of_three(&world).await;
    let variables = json!({"id": board, "after": 3});
    let mut gone = Follower::new(&world.api, &bob, FOLLOW, variables.clone());
    let mut stays = Follower::new(&world.api, &cat, FOLLOW, variables);
    ann.card(&columns[0], "For both").await;
    assert!(Arc::ptr_eq(&gone.shared().await, &stays.shared().await));
    ann.write("removeBoardMember", "", json!({"boardId": board, "userId": bob.id()})).await;
    ann.card(&columns[0], "Not for bob").await;
    // The others have it rendered before bob asks.
    stays.shared().await;
    assert!(stays.shared().await.payload().contains("Not for bob"));
    assert!(gone.update().await.is_none());
    assert!(gone.update().await.is_none());
}

#[tokio::test]
async fn who_may_do_more_goes_on_with_their_likes() {
    let world = World::new().await;
    let ([ann, bob, cat], board, columns) = board_of_three(&world).await;
    let variables = json!({"id": board, "after": 3});
    let mut raised = Follower::new(&world.api, &bob, FOLLOW, variables.clone());
    let mut stays = Follower::new(&world.api, &cat, FOLLOW, variables);
    set_role(&ann, &board, &bob, "EDITOR").await;
    ann.card(&columns[0], "One").await;
    for _ in 4..=5 {
        let (raised, stays) = (raised.shared().await, stays.shared().await);
        assert_eq!(raised.payload(), stays.payload());
        assert!(!Arc::ptr_eq(&raised, &stays));
    }
    assert_eq!(world.api.fanout().groups, 2);
}

#[tokio::test]
async fn what_is_refused_or_strange_is_answered_as_ever() {
    let world = World::new().await;
    let ([ann, bob, _], board, _) = board_of_three(&world).await;
    let eve = world.person("eve").await;
    let follow = |person, after| {
        Follower::new(&world.api, person, FOLLOW, json!({"id": board, "after": after}))
    };
    for (person, after, code) in [(&eve, 0, "NOT_FOUND"), (&ann, -1, "BAD_REQUEST")] {
        let mut follower = follow(person, after);
        let answer = follower.own().await;
        assert_eq!(answer["errors"][0]["extensions"]["code"], code);
        assert!(follower.update().await.is_none());
    }
    let mut follower = follow(&bob, 99);
    let reset = json!({"reason": "the board's log is shorter than `after`"});
    assert_eq!(follower.own().await["data"]["boardEvents"], reset);
    assert!(follower.update().await.is_none());

    let twice = format!(
        "subscription {{ a: boardEvents(boardId: \"{board}\", after: 2) {{ __typename }}
         b: boardEvents(boardId: \"{board}\", after: 2) {{ __typename }} }}"
    );
    let mut follower = Follower::new(&world.api, &bob, &twice, json!({}));
    let mut answers = [follower.own().await["data"].take(), follower.own().await["data"].take()];
    answers.sort_by_key(ToString::to_string);
    let event = json!({"__typename": "BoardEvent"});
    assert_eq!(answers, [json!({"a": event}), json!({"b": event})]);
}

/// Whatever happens on a board: the web app's document is rendered for everybody, and as for one.
#[tokio::test]
async fn the_web_app_shares_everything() {
    const DOCUMENT: &str = include_str!("../../../frontend/src/sync/board.graphql");
    let world = World::new().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let (board, columns) = ann.board("RL").await;
    let epoch = ann.ask("query($id: ID!) { board(id: $id) { epoch } }", json!({"id": board})).await;
    let variables = json!({"boardId": board, "after": 1, "epoch": epoch["board"]["epoch"]});
    let request = |variables: &Value| {
        let request = Request::new(DOCUMENT).variables(Variables::from_json(variables.clone()));
        request.operation_name("SyncBoardEvents").data(ann.actor.clone())
    };
    let mut live = Follower(world.api.subscribe(request(&variables), None));
    live.settle().await;

    let events = change_everything(&ann, &bob, &board, &columns).await;
    let mut alone = world.api.execute_stream(request(&variables));
    let mut missed = Follower(world.api.clone().keeping(0).subscribe(request(&variables), None));
    for _ in 0..events {
        let expected = serde_json::to_string(&alone.next().await.unwrap()).unwrap();
        assert_eq!(live.shared().await.payload(), expected);
        assert_eq!(missed.shared().await.payload(), expected, "as read from the log");
    }
    assert_eq!(world.api.fanout().alone, 0);
}

/// Makes events of every kind, and counts them.
async fn change_everything(ann: &Person, bob: &Person, board: &str, columns: &[String]) -> usize {
    let id = |payload: &Value, name: &str| payload[name]["id"].clone();
    let made = ann
        .write(
            "createLabel",
            "label { id }",
            json!({"boardId": board, "name": "bug", "color": "RED"}),
        )
        .await;
    let label = id(&made, "label");
    let made = ann
        .write(
            "createMilestone",
            "milestone { id }",
            json!({"boardId": board, "title": "1.0", "dueOn": "2026-12-24"}),
        )
        .await;
    let milestone = id(&made, "milestone");
    set_role(ann, board, bob, "EDITOR").await;
    let made = bob
        .write(
            "createCard",
            "card { id }",
            json!({"columnId": columns[0],
        "title": "One", "description": "- [x] a", "labelIds": [label], "assigneeIds": [bob.id()],
        "milestoneId": milestone, "estimate": 1.5}),
        )
        .await;
    let card = id(&made, "card");
    let made =
        ann.write("addComment", "comment { id }", json!({"cardId": card, "body": "Hello"})).await;
    let comment = id(&made, "comment");
    let more = [
        ("moveCard", json!({"cardId": card, "columnId": columns[1]})),
        ("updateCard", json!({"cardId": card, "title": "Two", "estimate": null})),
        ("updateComment", json!({"commentId": comment, "body": "Bye"})),
        ("deleteComment", json!({"commentId": comment})),
        ("archiveCard", json!({"cardId": card})),
        ("restoreCard", json!({"cardId": card})),
        ("updateLabel", json!({"labelId": label, "name": "fault"})),
        ("deleteLabel", json!({"labelId": label})),
        ("updateMilestone", json!({"milestoneId": milestone, "title": "2.0"})),
        ("deleteMilestone", json!({"milestoneId": milestone})),
        ("updateColumn", json!({"columnId": columns[0], "title": "Later"})),
        ("moveColumn", json!({"columnId": columns[0], "afterId": columns[1]})),
        ("deleteColumn", json!({"columnId": columns[0], "moveCardsTo": columns[1]})),
        ("deleteCard", json!({"cardId": card})),
        (
            "updateBoard",
            json!({"boardId": board, "description": "What for", "visibility": "PUBLIC"}),
        ),
        ("removeBoardMember", json!({"boardId": board, "userId": bob.id()})),
        ("archiveBoard", json!({"boardId": board})),
        ("restoreBoard", json!({"boardId": board})),
    ];
    let count = more.len() + 5;
    for (name, input) in more {
        ann.write(name, "", input).await;
    }
    count
}
