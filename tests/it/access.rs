//! Who may do what: every write, every role, on a private and on a public board, in one table.

use serde_json::{Value, json};

use crate::world::{Board, Cairn, Memory, Person, id_of, with_each_memory};

/// What somebody is to the board, from nobody to its administrator.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Role {
    Anonymous,
    Stranger,
    Viewer,
    Commenter,
    Editor,
    Admin,
}
use Role::{Admin, Anonymous, Commenter, Editor, Stranger, Viewer};

const ROLES: [Role; 6] = [Anonymous, Stranger, Viewer, Commenter, Editor, Admin];

/// Every write to a board, and the least role that may. Of comments, the table's are others'.
const WRITES: &[(&str, Role)] = &[
    ("updateBoard", Admin),
    ("archiveBoard", Admin),
    ("restoreBoard", Admin),
    ("deleteBoard", Admin),
    ("createColumn", Editor),
    ("updateColumn", Editor),
    ("moveColumn", Editor),
    ("deleteColumn", Editor),
    ("createCard", Editor),
    ("updateCard", Editor),
    ("moveCard", Editor),
    ("archiveCard", Editor),
    ("restoreCard", Editor),
    ("deleteCard", Editor),
    ("createLabel", Editor),
    ("updateLabel", Editor),
    ("deleteLabel", Editor),
    ("createMilestone", Editor),
    ("updateMilestone", Editor),
    ("deleteMilestone", Editor),
    ("addComment", Commenter),
    ("deleteComment", Admin),
    ("setBoardMember", Admin),
    ("removeBoardMember", Admin),
];

/// Writes that no role on a board decides over: the first needs an account, `updateComment` is the
/// author's alone, and tokens are their owner's.
const OTHER_WRITES: &[&str] = &["createBoard", "updateComment", "createApiToken", "revokeApiToken"];

with_each_memory!(
    the_access_table,
    what_is_private_cannot_be_told_from_what_is_not_there,
    anybody_reads_a_public_board_and_follows_it,
);

async fn the_access_table(memory: Memory) {
    let server = Cairn::start_with(memory.settings()).await;
    let cast = Cast::arrive(&server).await;
    let mut wrong = Vec::new();
    for public in [false, true] {
        for (write, least) in WRITES {
            for role in ROLES {
                let board = cast.board(public, write, role).await;
                let input = input_for(write, &board, &cast).await;
                let before = board.seq().await;
                let found = cast.person(role).verdict(write, input).await;
                let wanted = wanted(role, *least, public);
                if found != wanted {
                    wrong
                        .push(format!("public {public}, {role:?}, {write}: {found}, not {wanted}"));
                }
                if wanted != "ok" {
                    assert_eq!(board.seq().await, before, "{role:?} {write} left something behind");
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{wrong:#?}");
}

fn wanted(role: Role, least: Role, public: bool) -> &'static str {
    match role {
        role if role >= least => "ok",
        Anonymous => "UNAUTHENTICATED",
        Stranger if !public => "NOT_FOUND",
        _ => "FORBIDDEN",
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_table_has_every_mutation() {
    let server = Cairn::start().await;
    let schema = "{ __schema { mutationType { fields { name } } } }";
    let data = server.anybody().send(schema, json!({})).await;
    let fields = data["__schema"]["mutationType"]["fields"].as_array().unwrap();
    let mut mutations: Vec<&str> =
        fields.iter().map(|field| field["name"].as_str().unwrap()).collect();
    let mut listed: Vec<&str> =
        WRITES.iter().map(|(name, _)| *name).chain(OTHER_WRITES.iter().copied()).collect();
    mutations.sort_unstable();
    listed.sort_unstable();
    assert_eq!(mutations, listed);
}

async fn what_is_private_cannot_be_told_from_what_is_not_there(memory: Memory) {
    let server = Cairn::start_with(memory.settings()).await;
    let cast = Cast::arrive(&server).await;
    let board = cast.board(false, "reads", Viewer).await;
    let card = board.card(0, "Secret").await;
    let nothing = "00000000000000000000000000000000";
    for role in [Anonymous, Stranger] {
        let person = cast.person(role);
        for (query, real, missing) in [
            ("query ($id: ID!) { board(id: $id) { id } }", &*board.id, "board"),
            ("query ($id: ID!) { card(id: $id) { id } }", &*card, "card"),
            ("query ($id: ID!) { node(id: $id) { id } }", &*card, "card"),
        ] {
            // What a member was told just before is not for the others.
            for member in [&cast.owner, cast.person(Viewer)] {
                member.send(query, json!({ "id": real })).await;
            }
            let missing = format!("{missing}_{nothing}");
            let real = person.try_send(query, &json!({ "id": real })).await.unwrap();
            let missing = person.try_send(query, &json!({ "id": missing })).await.unwrap();
            assert_eq!(real, missing, "{role:?} {query}");
            assert_eq!(real["errors"][0]["extensions"]["code"], "NOT_FOUND");
        }
        let lists = "{ boards { totalCount nodes { id } } search(query: \"secret\") { totalCount nodes { __typename } } }";
        let data = person.send(lists, json!({})).await;
        assert_eq!(data["boards"], json!({ "totalCount": 0, "nodes": [] }));
        assert_eq!(data["search"], json!({ "totalCount": 0, "nodes": [] }));
        let mut socket = person.socket().await;
        let follow = format!(
            "subscription {{ boardEvents(boardId: \"{}\", after: 0) {{ __typename }} }}",
            board.id
        );
        socket.subscribe("1", &follow).await;
        let message = socket.next().await;
        // As the reference server does: an answer with errors and no data, and then the end.
        assert_eq!(message["payload"]["errors"][0]["extensions"]["code"], "NOT_FOUND");
        assert_eq!(message["payload"]["data"], Value::Null);
        assert_eq!(socket.next().await["type"], "complete");
    }
}

async fn anybody_reads_a_public_board_and_follows_it(memory: Memory) {
    let server = Cairn::start_with(memory.settings()).await;
    let cast = Cast::arrive(&server).await;
    let board = cast.board(true, "reads", Viewer).await;
    let anybody = server.anybody();
    let mut socket = anybody.socket().await;
    let follow = format!(
        "subscription {{ boardEvents(boardId: \"{}\", after: {}) {{ ... on BoardEvent {{ seq }} }} }}",
        board.id,
        board.seq().await
    );
    socket.subscribe("1", &follow).await;
    board.card(0, "For everybody").await;
    let seq = board.seq().await;
    assert_eq!(socket.next().await["payload"]["data"]["boardEvents"]["seq"], seq);
    let query = "query ($id: ID!) { board(id: $id) { viewerRole cards { nodes { title } } } }";
    let data = anybody.send(query, json!({ "id": board.id })).await;
    assert_eq!(data["board"]["viewerRole"], Value::Null);
    assert_eq!(data["board"]["cards"]["nodes"][0]["title"], "For everybody");
}

/// One person for each role.
struct Cast {
    people: Vec<(Role, Person)>,
    owner: Person,
    /// A member to whom things are done.
    bystander: Person,
}

impl Cast {
    async fn arrive(server: &Cairn) -> Self {
        let mut people = vec![(Anonymous, server.anybody())];
        for role in &ROLES[1..] {
            people.push((*role, server.person(&format!("{role:?}")).await));
        }
        let (owner, bystander) = (server.person("owner").await, server.person("bystander").await);
        Self { people, owner, bystander }
    }

    fn person(&self, role: Role) -> &Person {
        &self.people.iter().find(|(known, _)| *known == role).unwrap().1
    }

    /// A board of its own for one row of the table.
    async fn board(&self, public: bool, write: &str, role: Role) -> Board {
        let key = key_of(&format!("{public}{write}{role:?}"));
        let board = Board::new(&self.owner, &key).await;
        for role in [Viewer, Commenter, Editor, Admin] {
            board.admit(self.person(role), &format!("{role:?}").to_uppercase()).await;
        }
        if public {
            let input = json!({ "boardId": board.id, "visibility": "PUBLIC" });
            self.owner.write("updateBoard", "", input).await;
        }
        board
    }
}

/// A key for a name: the same name, the same key.
fn key_of(name: &str) -> String {
    use std::hash::{DefaultHasher, Hash, Hasher};
    let mut hasher = DefaultHasher::new();
    name.hash(&mut hasher);
    format!("K{:09}", hasher.finish() % 1_000_000_000)
}

/// What the write is done to, made by the owner.
async fn input_for(write: &str, board: &Board, cast: &Cast) -> Value {
    let owner = &board.owner;
    let board_id = json!({ "boardId": board.id });
    match write {
        "updateBoard" => json!({ "boardId": board.id, "title": "Other" }),
        "archiveBoard" | "deleteBoard" => board_id,
        "restoreBoard" => {
            owner.write("archiveBoard", "", board_id.clone()).await;
            board_id
        }
        "createColumn" => json!({ "boardId": board.id, "title": "More" }),
        "updateColumn" => json!({ "columnId": board.columns[0], "title": "Other" }),
        "moveColumn" => json!({ "columnId": board.columns[1], "afterId": null }),
        "deleteColumn" => json!({ "columnId": board.columns[2] }),
        "createCard" => json!({ "columnId": board.columns[0], "title": "New" }),
        "updateCard" => json!({ "cardId": board.card(0, "Card").await, "title": "Other" }),
        "moveCard" => {
            json!({ "cardId": board.card(0, "Card").await, "columnId": board.columns[1] })
        }
        "archiveCard" | "deleteCard" => json!({ "cardId": board.card(0, "Card").await }),
        "restoreCard" => {
            let input = json!({ "cardId": board.card(0, "Card").await });
            owner.write("archiveCard", "", input.clone()).await;
            input
        }
        "createLabel" => json!({ "boardId": board.id, "name": "new" }),
        "updateLabel" | "deleteLabel" => {
            let input = json!({ "boardId": board.id, "name": "old" });
            let label = id_of(&owner.write("createLabel", "label { id }", input).await, "label");
            match write {
                "updateLabel" => json!({ "labelId": label, "name": "other" }),
                _ => json!({ "labelId": label }),
            }
        }
        "createMilestone" => json!({ "boardId": board.id, "title": "New" }),
        "updateMilestone" | "deleteMilestone" => {
            let input = json!({ "boardId": board.id, "title": "Old" });
            let made = owner.write("createMilestone", "milestone { id }", input).await;
            let milestone = id_of(&made, "milestone");
            match write {
                "updateMilestone" => json!({ "milestoneId": milestone, "title": "Other" }),
                _ => json!({ "milestoneId": milestone }),
            }
        }
        "addComment" => json!({ "cardId": board.card(0, "Card").await, "body": "Well" }),
        "deleteComment" => {
            let input = json!({ "cardId": board.card(0, "Card").await, "body": "Mine" });
            let made = owner.write("addComment", "comment { id }", input).await;
            json!({ "commentId": id_of(&made, "comment") })
        }
        "setBoardMember" => {
            let name = &cast.person(Stranger).name;
            json!({ "boardId": board.id, "username": name, "role": "VIEWER" })
        }
        "removeBoardMember" => {
            board.admit(&cast.bystander, "EDITOR").await;
            let name = &cast.bystander.name;
            let query = "query ($id: ID!) { board(id: $id) { members { nodes { user { id username } } } } }";
            let data = owner.send(query, json!({ "id": board.id })).await;
            let members = data["board"]["members"]["nodes"].as_array().unwrap();
            let member = members.iter().find(|member| member["user"]["username"] == *name).unwrap();
            json!({ "boardId": board.id, "userId": member["user"]["id"] })
        }
        other => panic!("the table has no input for {other}"),
    }
}
