//! `cairn watch`, against a real server that comes and goes.

use std::process::{ExitStatus, Stdio};
use std::time::Duration;

use serde_json::{Value, json};
use tokio::io::{AsyncBufReadExt, AsyncReadExt, BufReader, Lines};
use tokio::process::{Child, ChildStderr, ChildStdout, Command};
use tokio::time::sleep;

use crate::support::soon;
use crate::world::{Board, Cairn, Person};

/// A watcher and what it prints.
struct Watcher {
    process: Child,
    lines: Lines<BufReader<ChildStdout>>,
    notices: Lines<BufReader<ChildStderr>>,
}

impl Watcher {
    fn start(server: &Cairn, person: &Person, arguments: &[&str]) -> Self {
        let mut command = server.command();
        command.arg("watch").args(arguments).env_remove("CAIRN_TOKEN");
        // It would be told of as a variable that no setting reads.
        command.env_remove("CAIRN_TEST_POSTGRES_URL");
        if let Some(authorization) = person.authorization() {
            command.env("CAIRN_TOKEN", authorization.trim_start_matches("Bearer "));
        }
        let mut process = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .unwrap();
        let lines = BufReader::new(process.stdout.take().unwrap()).lines();
        let notices = BufReader::new(process.stderr.take().unwrap()).lines();
        Self { process, lines, notices }
    }

    async fn line(&mut self) -> String {
        soon(self.lines.next_line()).await.unwrap().expect("the watcher has ended")
    }

    async fn event(&mut self) -> Value {
        serde_json::from_str(&self.line().await).unwrap()
    }

    async fn notice(&mut self) -> String {
        soon(self.notices.next_line()).await.unwrap().expect("the watcher has ended")
    }

    /// The exit status, and all notices that were not read yet.
    async fn end(mut self) -> (ExitStatus, String) {
        let status = soon(self.process.wait()).await.unwrap();
        let mut rest = String::new();
        self.notices.into_inner().read_to_string(&mut rest).await.unwrap();
        (status, rest)
    }

    async fn signal(&self, name: &str) {
        let id = self.process.id().unwrap().to_string();
        Command::new("kill").args([name, &id]).status().await.unwrap();
    }
}

struct Stage {
    server: Cairn,
    board: Board,
    ann: Person,
}

impl Stage {
    async fn set() -> Self {
        let server = Cairn::start().await;
        let ann = server.person("ann").await;
        let board = Board::new(&ann, "RL").await;
        Self { server, board, ann }
    }

    async fn move_card(&self, card: &str, column: usize) {
        let input = json!({ "cardId": card, "columnId": self.board.columns[column] });
        self.ann.write("moveCard", "", input).await;
    }
}

#[tokio::test]
async fn people_read_what_happens_in_words() {
    let stage = Stage::set().await;
    let card = stage.board.card(0, "Fix the login\u{202e} loop").await;
    let mut watcher = Watcher::start(&stage.server, &stage.ann, &["rl", "--after", "1"]);
    let made = watcher.line().await;
    assert!(made.ends_with("  #2  ann made RL-1 \"Fix the login loop\" in To do"), "{made}");
    stage.move_card(&card, 1).await;
    let moved = watcher.line().await;
    let words = "  #3  ann moved RL-1 \"Fix the login loop\" from To do to Doing";
    assert!(moved.ends_with(words), "{moved}");
    let time = &moved[..moved.len() - words.len()];
    assert!(time.len() >= 8 && time.is_ascii(), "{time}");
    watcher.signal("-TERM").await;
    let (status, rest) = watcher.end().await;
    assert_eq!((status.code(), &*rest), (Some(0), ""));
}

#[tokio::test]
async fn without_a_number_only_what_comes_is_told() {
    let stage = Stage::set().await;
    let card = stage.board.card(0, "a").await;
    let mut watcher = Watcher::start(&stage.server, &stage.ann, &["RL"]);
    let told = async {
        // Whatever the watcher has not seen when it subscribes, it is told of later.
        loop {
            stage.move_card(&card, 1).await;
            stage.move_card(&card, 0).await;
            sleep(Duration::from_millis(50)).await;
        }
    };
    let first = tokio::select! {
        line = watcher.line() => line,
        () = told => unreachable!("moves go on"),
    };
    assert!(first.contains(" to Doing") || first.contains(" to To do"), "{first}");
    assert!(first.contains(" from "), "where the cards stood was looked up: {first}");
    watcher.signal("-INT").await;
    assert_eq!(watcher.end().await.0.code(), Some(0));
}

#[tokio::test]
async fn a_move_says_where_it_began_to_who_never_saw_the_card() {
    let stage = Stage::set().await;
    let card = stage.board.card(0, "a").await;
    stage.move_card(&card, 1).await;
    stage.move_card(&card, 0).await;
    let mut watcher = Watcher::start(&stage.server, &stage.ann, &["RL", "--after", "2"]);
    for words in ["from To do to Doing", "from Doing to To do"] {
        let line = watcher.line().await;
        assert!(line.ends_with(words), "{line}");
    }
    watcher.signal("-TERM").await;
    assert_eq!(watcher.end().await.0.code(), Some(0));
}

#[tokio::test]
async fn no_event_is_lost_or_told_twice_through_kills_and_restarts() {
    let mut stage = Stage::set().await;
    let arguments = ["RL", "--after", "0", "--json"];
    let mut watcher = Watcher::start(&stage.server, &stage.ann, &arguments);
    let mut expected = 1;
    for round in 0..3 {
        for number in 0..5 {
            stage.board.card(0, &format!("card {round}.{number}")).await;
        }
        let newest = stage.board.seq().await;
        while expected <= newest {
            let event = watcher.event().await;
            assert_eq!(event["seq"], expected, "{event}");
            expected += 1;
        }
        if round == 0 {
            stage.server.kill().await;
        } else {
            stage.server.terminate().await;
        }
        let notice = watcher.notice().await;
        assert!(notice.starts_with("cairn: no connection ("), "{notice}");
        stage.server.start_again().await;
        // Written before the watcher is back, or while it comes back.
        stage.board.card(1, "meanwhile").await;
        let notice = watcher.notice().await;
        assert_eq!(notice, format!("cairn: connected again, going on after #{}", expected - 1));
    }
    let event = watcher.event().await;
    assert_eq!(event["seq"], expected);
    let card = &event["changes"][0]["card"];
    assert_eq!(card["title"], "meanwhile");
    assert_eq!(event["actor"]["username"], "ann");
}

#[tokio::test]
async fn who_may_not_see_the_board_is_told_once() {
    let stage = Stage::set().await;
    let bob = stage.server.person("bob").await;
    let missing = "cairn: there is no board RL, or you may not see it\n";
    for person in [&bob, &stage.server.anybody()] {
        let (status, told) = Watcher::start(&stage.server, person, &["RL"]).end().await;
        assert_eq!((status.code(), &*told), (Some(1), missing));
    }
    let stranger = Person::with_token(stage.server.address, "x", Some("cairn_none".to_owned()));
    let (status, told) = Watcher::start(&stage.server, &stranger, &["RL"]).end().await;
    assert_eq!(status.code(), Some(1));
    assert_eq!(told, "cairn: the server does not accept the token, or no longer\n");
}

#[tokio::test]
async fn a_member_who_is_removed_stops_watching() {
    let stage = Stage::set().await;
    let bob = stage.server.person("bob").await;
    stage.board.admit(&bob, "VIEWER").await;
    let mut watcher = Watcher::start(&stage.server, &bob, &["RL", "--after", "1"]);
    let admitted = watcher.line().await;
    assert!(admitted.ends_with("ann added bob to the board (viewer)"), "{admitted}");
    let viewer = bob.send("{ viewer { id } }", json!({})).await;
    let input = json!({ "boardId": stage.board.id, "userId": viewer["viewer"]["id"] });
    stage.ann.write("removeBoardMember", "", input).await;
    let (status, told) = watcher.end().await;
    assert_eq!(status.code(), Some(1));
    assert_eq!(told, "cairn: there is no board RL, or you may not see it\n");
}

#[tokio::test]
async fn a_token_that_is_revoked_ends_the_watching() {
    let stage = Stage::set().await;
    let mut watcher = Watcher::start(&stage.server, &stage.ann, &["RL", "--after", "0"]);
    watcher.line().await;
    let tokens = stage.ann.send("{ viewer { apiTokens { id } } }", json!({})).await;
    let input = json!({ "tokenId": tokens["viewer"]["apiTokens"][0]["id"] });
    stage.ann.write("revokeApiToken", "", input).await;
    let (status, told) = watcher.end().await;
    assert_eq!(status.code(), Some(1));
    assert_eq!(told, "cairn: the server does not accept the token, or no longer\n");
}

#[tokio::test]
async fn a_number_that_the_log_has_not_reached_is_corrected() {
    let stage = Stage::set().await;
    let mut watcher = Watcher::start(&stage.server, &stage.ann, &["RL", "--after", "900"]);
    let notice = watcher.notice().await;
    assert!(notice.ends_with("; going on after #1"), "{notice}");
    stage.board.card(0, "next").await;
    let line = watcher.line().await;
    assert!(line.contains("#2  ann made RL-1"), "{line}");
}

#[tokio::test]
async fn an_event_that_is_too_long_is_told_in_brief() {
    let server = Cairn::start_with(&[("CAIRN_LIMITS_SOCKET_QUEUE_BYTES", "8192")]).await;
    let ann = server.person("ann").await;
    let columns: Vec<String> = (0..90).map(|number| format!("Column {number}")).collect();
    let input = json!({ "key": "RL", "title": "Wide", "columns": columns });
    let made = ann.write("createBoard", "board { columns { id } }", input).await;
    let input = json!({ "columnId": made["board"]["columns"][0]["id"], "title": "a" });
    ann.write("createCard", "", input).await;
    let mut watcher = Watcher::start(&server, &ann, &["RL", "--after", "0"]);
    let brief = watcher.line().await;
    assert!(brief.ends_with("  #1  ann changed 92 things at once"), "{brief}");
    let whole = watcher.line().await;
    assert!(whole.ends_with("  #2  ann made RL-1 \"a\" in Column 0"), "{whole}");
    watcher.signal("-TERM").await;
    assert_eq!(watcher.end().await, (ExitStatus::default(), String::new()));
}

#[tokio::test]
async fn it_ends_quietly_when_nobody_reads() {
    let stage = Stage::set().await;
    let watcher = Watcher::start(&stage.server, &stage.ann, &["RL", "--after", "0"]);
    let Watcher { mut process, mut lines, mut notices } = watcher;
    soon(lines.next_line()).await.unwrap().unwrap();
    drop(lines);
    stage.board.card(0, "nobody sees this").await;
    let status = soon(process.wait()).await.unwrap();
    assert_eq!(status.code(), Some(0));
    assert_eq!(notices.next_line().await.unwrap(), None);
}

#[tokio::test]
async fn a_server_that_is_not_there_is_waited_for() {
    let stage = Stage::set().await;
    let url = format!("https://{}", stage.server.address);
    let mut watcher = Watcher::start(&stage.server, &stage.ann, &["RL", "--url", &url]);
    let notice = watcher.notice().await;
    assert!(notice.starts_with("cairn: no connection ("), "TLS to a server without: {notice}");
    watcher.signal("-TERM").await;
    assert_eq!(watcher.end().await.0.code(), Some(0));
}
