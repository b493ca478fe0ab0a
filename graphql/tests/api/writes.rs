//! Every write, what it tells, and what it refuses.

use serde_json::{Value, json};

use crate::world::{World, text};

const EVENT: &str =
    "event { seq epoch clientMutationId actor { ... on User { username } } changes {
    __typename
    ... on BoardChanged { fields board { id title archivedAt } }
    ... on ColumnChanged { fields old column { id title rank } }
    ... on ColumnDeleted { columnId }
    ... on CardChanged { fields old card { id title description column { id } labels { name } } }
    ... on CardDeleted { cardId }
    ... on LabelChanged { fields label { id name } }
    ... on LabelDeleted { labelId }
    ... on MilestoneChanged { fields milestone { id state } }
    ... on MilestoneDeleted { milestoneId }
    ... on CommentChanged { fields cardId comment { id body } }
    ... on CommentDeleted { commentId cardId }
    ... on MemberChanged { fields member { role user { username } } }
    ... on MemberRemoved { userId }
} }";

/// The kinds of the event's changes, in order.
fn kinds(payload: &Value) -> Vec<&str> {
    let changes = payload["event"]["changes"].as_array().unwrap();
    changes.iter().map(|change| change["__typename"].as_str().unwrap()).collect()
}

#[tokio::test]
async fn boards_are_written() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let selection =
        format!("board {{ id key visibility seq viewerRole columns {{ title }} }} {EVENT}");
    let input = json!({
        "clientMutationId": "make-1", "title": "Release list", "icon": "🚀", "columns": ["To do", "Done"],
    });
    let made = ann.write("createBoard", &selection, input.clone()).await;
    assert_eq!(made["clientMutationId"], "make-1");
    assert_eq!(made["board"]["key"], "RL");
    assert_eq!(made["board"]["visibility"], "PRIVATE");
    assert_eq!(made["board"]["viewerRole"], "ADMIN");
    assert_eq!(made["board"]["columns"], json!([{"title": "To do"}, {"title": "Done"}]));
    assert_eq!(made["event"]["seq"], 1);
    assert_eq!(made["event"]["clientMutationId"], "make-1");
    assert_eq!(made["event"]["actor"]["username"], "ann");
    let expected = ["BoardChanged", "MemberChanged", "ColumnChanged", "ColumnChanged"];
    assert_eq!(kinds(&made), expected);
    assert_eq!(ann.write("createBoard", &selection, input).await, made, "a retry answers the same");

    let id = text(&made["board"]["id"]);
    let selection = format!("board {{ title description icon }} {EVENT}");
    let input = json!({"boardId": id, "title": "Releases", "icon": null});
    let changed = ann.write("updateBoard", &selection, input).await;
    assert_eq!(changed["board"], json!({"title": "Releases", "description": "", "icon": null}));
    assert_eq!(changed["event"]["changes"][0]["fields"], json!(["title", "icon"]));

    let archived = ann.write("archiveBoard", "board { archivedAt }", json!({"boardId": id})).await;
    assert_eq!(archived["board"]["archivedAt"], "2026-11-22T12:00:00.000Z");
    let input = json!({"boardId": id, "title": "Nope"});
    assert_eq!(ann.user_error("updateBoard", input).await, ("ARCHIVED".to_owned(), Value::Null));
    let restored = ann.write("restoreBoard", "board { archivedAt }", json!({"boardId": id})).await;
    assert_eq!(restored["board"]["archivedAt"], Value::Null);

    let deleted = ann.write("deleteBoard", "deletedId event { seq }", json!({"boardId": id})).await;
    assert_eq!((&deleted["deletedId"], &deleted["event"]), (&json!(id), &Value::Null));
}

#[tokio::test]
async fn columns_are_written() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let selection = format!("column {{ id title kind color wipLimit wipPolicy }} {EVENT}");
    let input = json!({"boardId": board, "title": "Review", "color": "TEAL", "wipLimit": 1,
        "wipPolicy": "BLOCK", "afterId": columns[0]});
    let made = ann.write("createColumn", &selection, input).await;
    let review = text(&made["column"]["id"]);
    assert_eq!(made["column"]["kind"], "ACTIVE", "guessed from the title");
    assert_eq!(made["event"]["changes"][0]["fields"], json!(["*"]));

    ann.card(&review, "One").await;
    let input = json!({"columnId": review, "title": "Two"});
    assert_eq!(ann.user_error("createCard", input).await.0, "WIP_LIMIT");
    let input = json!({"columnId": review, "wipLimit": null, "title": null});
    assert_eq!(
        ann.user_error("updateColumn", input).await,
        ("REQUIRED".to_owned(), json!(["title"]))
    );
    let input = json!({"columnId": review, "wipLimit": null});
    let changed = ann.write("updateColumn", &selection, input).await;
    assert_eq!(changed["column"]["wipLimit"], Value::Null);
    assert_eq!(changed["event"]["changes"][0]["old"], json!({"wipLimit": 1}));

    ann.write("moveColumn", "column { rank }", json!({"columnId": review})).await;
    let order = "query($id: ID!) { board(id: $id) { columns { id cardCount board { id } } } }";
    let order = ann.ask(order, json!({"id": board})).await;
    assert_eq!(
        order["board"]["columns"][0],
        json!({"id": review, "cardCount": 1, "board": {"id": board}})
    );

    let refused = ann.user_error("deleteColumn", json!({"columnId": review})).await;
    assert_eq!(refused, ("REQUIRED".to_owned(), json!(["moveCardsTo"])));
    let input = json!({"columnId": review, "moveCardsTo": columns[2]});
    let deleted = ann.write("deleteColumn", &format!("deletedId {EVENT}"), input).await;
    assert_eq!(deleted["deletedId"], json!(review));
    assert_eq!(kinds(&deleted), ["CardChanged", "ColumnDeleted"]);
    assert_eq!(deleted["event"]["changes"][0]["card"]["column"]["id"], json!(columns[2]));
}

#[tokio::test]
async fn cards_are_written() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let label = json!({"boardId": board, "name": "urgent"});
    let label = text(&ann.write("createLabel", "label { id }", label).await["label"]["id"]);
    let selection = format!(
        "card {{ id key number version description hasDescription dueOn estimate checklist {{ done total }}
            labels {{ id }} assignees {{ id }} createdBy {{ ... on User {{ username }} }}
            column {{ title }} board {{ key }} commentCount milestone {{ id }} archivedAt }} {EVENT}"
    );
    let input = json!({
        "clientMutationId": "card-1", "columnId": columns[0], "title": "Ship", "description": "- [x] a",
        "labelIds": [label], "assigneeIds": [ann.id()], "dueOn": "2026-12-01", "estimate": 2.5,
    });
    let made = ann.write("createCard", &selection, input.clone()).await;
    assert_eq!(made["card"]["key"], "RL-1");
    assert_eq!(made["card"]["dueOn"], "2026-12-01");
    assert_eq!(made["card"]["checklist"], json!({"done": 1, "total": 1}));
    assert_eq!(made["card"]["createdBy"]["username"], "ann");
    assert_eq!(made["card"]["board"]["key"], "RL");
    assert_eq!(made["card"]["version"], made["event"]["seq"]);
    assert_eq!(ann.write("createCard", &selection, input).await, made);

    let card = text(&made["card"]["id"]);
    let version = made["card"]["version"].clone();
    let input = json!({"cardId": card, "title": "Ship it", "dueOn": null, "removeLabelIds": [label],
        "expectedVersion": version});
    let changed = ann.write("updateCard", &selection, input.clone()).await;
    assert_eq!(changed["card"]["dueOn"], Value::Null);
    assert_eq!(changed["card"]["description"], "- [x] a", "read though it is not in the event");
    let mut fields: Vec<String> =
        serde_json::from_value(changed["event"]["changes"][0]["fields"].clone()).unwrap();
    fields.sort();
    assert_eq!(fields, ["dueOn", "labels", "title"]);
    assert_eq!(
        ann.user_error("updateCard", input).await,
        ("CONFLICT".to_owned(), json!(["expectedVersion"]))
    );

    let other = ann.card(&columns[1], "Other").await;
    let input = json!({"cardId": card, "columnId": columns[1], "beforeId": other});
    let moved = ann.write("moveCard", &selection, input).await;
    assert_eq!(moved["card"]["column"]["title"], "Doing");
    assert_eq!(moved["event"]["changes"][0]["fields"], json!(["column", "rank"]));

    let archived = ann.write("archiveCard", &selection, json!({"cardId": card})).await;
    assert_eq!(archived["event"]["changes"][0]["fields"], json!(["archivedAt"]));
    let input = json!({"cardId": card, "title": "Nope"});
    assert_eq!(ann.user_error("updateCard", input).await.0, "ARCHIVED");
    ann.write("restoreCard", "card { id }", json!({"cardId": card})).await;
    let deleted =
        ann.write("deleteCard", &format!("deletedId {EVENT}"), json!({"cardId": card})).await;
    assert_eq!(kinds(&deleted), ["CardDeleted"]);
    let input = json!({"cardId": card, "title": "Gone"});
    assert_eq!(
        ann.user_error("updateCard", input).await,
        ("NOT_FOUND".to_owned(), json!(["cardId"]))
    );
    let input = json!({"cardId": board, "title": "Foreign"});
    assert_eq!(
        ann.user_error("updateCard", input).await,
        ("NOT_FOUND".to_owned(), json!(["cardId"]))
    );
}

#[tokio::test]
async fn labels_milestones_and_comments_are_written() {
    let world = World::new().await;
    let ann = world.person("ann").await;
    let (board, columns) = ann.board("RL").await;
    let card = ann.card(&columns[0], "One").await;

    let input = json!({"boardId": board, "name": "urgent", "color": "RED"});
    let made =
        ann.write("createLabel", "label { id name color board { id } }", input.clone()).await;
    let label = text(&made["label"]["id"]);
    assert_eq!(made["label"]["board"]["id"], json!(board));
    assert_eq!(ann.user_error("createLabel", input).await, ("TAKEN".to_owned(), json!(["name"])));
    let input = json!({"labelId": label, "name": "Blocker"});
    let changed = ann.write("updateLabel", "label { name color }", input).await;
    assert_eq!(changed["label"], json!({"name": "Blocker", "color": "RED"}));
    ann.write("updateCard", "", json!({"cardId": card, "addLabelIds": [label]})).await;
    let deleted = ann.write("deleteLabel", EVENT, json!({"labelId": label})).await;
    assert_eq!(kinds(&deleted), ["CardChanged", "LabelDeleted"]);
    assert_eq!(deleted["event"]["changes"][0]["card"]["labels"], json!([]));

    let input = json!({"boardId": board, "title": "1.0", "dueOn": "2026-12-01"});
    let made =
        ann.write("createMilestone", "milestone { id state progress { total } }", input).await;
    assert_eq!(made["milestone"]["progress"]["total"], 0);
    let milestone = text(&made["milestone"]["id"]);
    ann.write("updateCard", "", json!({"cardId": card, "milestoneId": milestone})).await;
    let input = json!({"milestoneId": milestone, "state": "CLOSED", "dueOn": null});
    let selection = "milestone { state dueOn startOn description title
        progress { total done active estimateTotal estimateDone } }";
    let changed = ann.write("updateMilestone", selection, input).await;
    assert_eq!(changed["milestone"]["state"], "CLOSED");
    assert_eq!(changed["milestone"]["progress"]["total"], 1);
    let deleted = ann.write("deleteMilestone", EVENT, json!({"milestoneId": milestone})).await;
    assert_eq!(kinds(&deleted), ["CardChanged", "MilestoneDeleted"]);

    let input = json!({"cardId": card, "body": "Well done"});
    let selection = format!(
        "comment {{ id body editedAt author {{ ... on User {{ username }} }} card {{ key commentCount }} }} {EVENT}"
    );
    let made = ann.write("addComment", &selection, input).await;
    assert_eq!(made["comment"]["author"]["username"], "ann");
    assert_eq!(made["comment"]["card"], json!({"key": "RL-1", "commentCount": 1}));
    let comment = text(&made["comment"]["id"]);
    let input = json!({"commentId": comment, "body": "Very well done"});
    let changed = ann.write("updateComment", "comment { body editedAt }", input).await;
    assert_eq!(changed["comment"]["editedAt"], "2026-11-22T12:00:00.000Z");
    let deleted = ann.write("deleteComment", EVENT, json!({"commentId": comment})).await;
    assert_eq!(
        deleted["event"]["changes"][0],
        json!({"__typename": "CommentDeleted",
        "commentId": comment, "cardId": card})
    );
}

#[tokio::test]
async fn members_and_tokens_are_written() {
    let world = World::new().await;
    let (ann, bob) = (world.person("ann").await, world.person("bob").await);
    let (board, _) = ann.board("RL").await;
    let input = json!({"boardId": board, "username": "BOB", "role": "EDITOR"});
    let made = ann
        .write("setBoardMember", &format!("member {{ role user {{ id }} }} {EVENT}"), input)
        .await;
    assert_eq!(made["member"], json!({"role": "EDITOR", "user": {"id": bob.id()}}));
    assert_eq!(kinds(&made), ["MemberChanged"]);
    let both = json!({"boardId": board, "username": "bob", "userId": bob.id(), "role": "VIEWER"});
    assert_eq!(ann.user_error("setBoardMember", both).await.0, "INVALID");
    let lowered = json!({"boardId": board, "userId": ann.id(), "role": "VIEWER"});
    assert_eq!(ann.user_error("setBoardMember", lowered).await.0, "CONFLICT");
    let input = json!({"boardId": board, "userId": bob.id()});
    let removed = bob.write("removeBoardMember", &format!("deletedId {EVENT}"), input).await;
    assert_eq!(removed["deletedId"], json!(bob.id()));
    assert_eq!(kinds(&removed), ["MemberRemoved"]);

    let input = json!({"clientMutationId": "t", "name": "laptop"});
    let made =
        ann.write("createApiToken", "token { id name lastUsedAt } secret", input.clone()).await;
    assert!(text(&made["secret"]).starts_with("cairn_"));
    let again = ann.write("createApiToken", "token { id } secret", input).await;
    assert_eq!((&again["token"]["id"], &again["secret"]), (&made["token"]["id"], &Value::Null));
    let tokens =
        ann.ask("{ viewer { username isAdmin apiTokens { id name createdAt } } }", json!({})).await;
    assert_eq!(tokens["viewer"]["apiTokens"][0]["name"], "laptop");
    let input = json!({"tokenId": made["token"]["id"]});
    assert_eq!(bob.user_error("revokeApiToken", input.clone()).await.0, "NOT_FOUND");
    let revoked = ann.write("revokeApiToken", "deletedId event { seq }", input).await;
    assert_eq!(revoked["deletedId"], made["token"]["id"]);
}
