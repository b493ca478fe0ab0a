//! The figures that the server tells, and where.

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use cairn::config::{Config, Limits};
use serde_json::{Value, json};
use tokio::net::TcpStream;

use crate::doors::world_with;
use crate::support::http::send;
use crate::support::soon;
use crate::world::{Board, Cairn, Figures};

const OPEN: &str = "query ($id: ID!) { board(id: $id) { seq title cards { nodes { title } } } }";

/// Waits until the figures are as they should be.
async fn figures_when(server: &Cairn, is_so: impl Fn(&Figures) -> bool) -> Figures {
    soon(async {
        loop {
            let figures = server.figures().await;
            if is_so(&figures) {
                return figures;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    })
    .await
}

#[tokio::test]
async fn figures_are_told_nowhere_unless_an_address_is_set() {
    let world = world_with(|_| {}).await;
    assert_eq!(world.server.metrics, None);
    assert_eq!(send(world.server.address, "GET /metrics", &[], b"").await.status, 404);

    let world = world_with(|config| config.metrics_listen = "127.0.0.1:0".parse().ok()).await;
    assert_eq!(send(world.server.address, "GET /metrics", &[], b"").await.status, 404);
    let address = world.server.metrics.unwrap();
    let reply = send(address, "GET /metrics", &[], b"").await;
    assert_eq!(reply.status, 200);
    let media_type = "application/openmetrics-text; version=1.0.0; charset=utf-8";
    assert_eq!(reply.header("content-type"), Some(media_type));
    assert!(reply.body.ends_with(b"# EOF\n"));
}

#[tokio::test]
async fn nothing_else_is_there() {
    let world = world_with(|config| config.metrics_listen = "127.0.0.1:0".parse().ok()).await;
    let address = world.server.metrics.unwrap();
    for line in ["GET /", "GET /graphql", "GET /healthz", "GET /metrics/", "POST /graphql"] {
        assert_eq!(send(address, line, &[], b"").await.status, 404, "{line}");
    }
    for line in ["POST /metrics", "DELETE /metrics", "PUT /metrics", "OPTIONS /metrics"] {
        assert_eq!(send(address, line, &[], b"").await.status, 405, "{line}");
    }
}

#[tokio::test]
async fn those_who_ask_for_figures_are_bounded_and_do_not_take_peoples_places() {
    let world = world_with(|config| {
        config.metrics_listen = "127.0.0.1:0".parse().ok();
        config.limits.header_seconds = 1;
        config.limits.connections = 1;
    })
    .await;
    let address = world.server.metrics.unwrap();
    let mut idle = Vec::new();
    for _ in 0..8 {
        idle.push(TcpStream::connect(address).await.unwrap());
    }
    let began = Instant::now();
    assert_eq!(send(world.server.address, "GET /healthz", &[], b"").await.status, 200);
    assert!(began.elapsed() < Duration::from_millis(900));
    // The idle ones are given up after a second, and make room.
    assert_eq!(send(address, "GET /metrics", &[], b"").await.status, 200);
    assert!(began.elapsed() >= Duration::from_millis(900), "{:?}", began.elapsed());
}

#[tokio::test]
async fn a_board_that_is_opened_twice_is_a_hit() {
    let server = Cairn::start_measured(&[]).await;
    let ann = server.person("ann").await;
    let board = Board::new(&ann, "HIT").await;
    board.card(0, "One").await;
    let figures = async || {
        let figures = server.figures().await;
        ["boards", "answers", "documents"]
            .map(|cache| [figures.cache("hits_total", cache), figures.cache("misses_total", cache)])
    };
    let before = figures().await;
    assert_eq!(before[..2], [[0, 0]; 2]);
    let first = ann.send(OPEN, json!({ "id": board.id })).await;
    assert_eq!(figures().await[..2], [[0, 1]; 2]);
    assert_eq!(ann.send(OPEN, json!({ "id": board.id })).await, first);
    let after = figures().await;
    assert_eq!(after[..2], [[1, 1]; 2]);
    assert_eq!(after[2], [before[2][0] + 1, before[2][1] + 1]);

    board.card(0, "Two").await;
    ann.send(OPEN, json!({ "id": board.id })).await;
    assert_eq!(figures().await[1], [1, 2], "an answer to an older state is of no use");
    let figures = server.figures().await;
    assert_eq!(figures.get("cairn_board_advances_total"), 1);
    assert_eq!(figures.cache("entries", "boards"), 1);
    assert_eq!(figures.cache("entries", "answers"), 1);
    for cache in ["boards", "answers", "documents"] {
        assert!(figures.cache("bytes", cache) > 0, "{cache}");
        assert_eq!(figures.cache("evictions_total", cache), 0, "{cache}");
    }
}

#[tokio::test]
async fn two_who_follow_the_same_are_two_in_one_group() {
    let server = Cairn::start_measured(&[]).await;
    let ann = server.person("ann").await;
    let board = Board::new(&ann, "TWO").await;
    let document = format!(
        "subscription {{ boardEvents(boardId: \"{}\", after: {}) {{ ... on BoardEvent {{ seq }} }} }}",
        board.id,
        board.seq().await
    );
    let (mut one, mut two) = (ann.socket().await, ann.socket().await);
    for socket in [&mut one, &mut two] {
        socket.subscribe("1", &document).await;
    }
    let is_followed = |figures: &Figures| figures.get("cairn_fanout_subscribers") == 2;
    let figures = figures_when(&server, is_followed).await;
    for (name, value) in [
        ("cairn_fanout_groups", 1),
        ("cairn_followed_boards", 1),
        ("cairn_followers", 2),
        ("cairn_sockets", 2),
        ("cairn_socket_operations", 2),
        ("cairn_table_entries{table=\"sockets_by_address\"}", 1),
        ("cairn_events_sent_total{rendered=\"shared\"}", 0),
        ("cairn_credentials", 1),
    ] {
        assert_eq!(figures.get(name), value, "{name}");
    }
    board.card(0, "For both").await;
    for socket in [&mut one, &mut two] {
        assert_eq!(socket.next().await["type"], "next");
    }
    // What is sent is counted once it is, so it may have come before it is counted.
    let sent = "cairn_events_sent_total{rendered=\"shared\"}";
    let figures = figures_when(&server, |figures| figures.get(sent) == 2).await;
    assert_eq!(figures.get("cairn_events_sent_total{rendered=\"alone\"}"), 0);
    let events = ["hits_total", "misses_total", "entries"];
    assert_eq!(events.map(|figure| figures.cache(figure, "events")), [1; 3]);
    assert!(figures.cache("bytes", "events") > 0);
    assert!(figures.get("cairn_followed_event_bytes") > 0);

    drop((one, two));
    let of_open_sockets = [
        "cairn_sockets",
        "cairn_fanout_groups",
        "cairn_fanout_subscribers",
        "cairn_followers",
        "cairn_followed_event_bytes",
        "cairn_socket_operations",
        "cairn_socket_queued_bytes",
        "cairn_table_entries{table=\"sockets_by_address\"}",
    ];
    let is_over = |figures: &Figures| of_open_sockets.iter().all(|name| figures.get(name) == 0);
    let figures = figures_when(&server, is_over).await;
    assert_eq!(figures.cache("bytes", "events"), 0);
    let ended = "cairn_operations_total{kind=\"subscription\",outcome=\"ok\"}";
    assert_eq!(figures.get(ended), 2);
}

#[tokio::test]
async fn operations_are_counted_by_kind_and_outcome() {
    let server = Cairn::start_measured(&[]).await;
    let ann = server.person("ann").await;
    let board = Board::new(&ann, "OPS").await;
    ann.send("{ __typename }", json!({})).await;
    let missing = "board_00000000000000000000000000000000";
    ann.error_of(OPEN, json!({ "id": missing })).await;
    ann.error_of("{ nonsense }", json!({})).await;
    ann.error_of("{", json!({})).await;
    server.anybody().verdict("archiveBoard", json!({ "boardId": board.id })).await;
    let mut socket = ann.socket().await;
    socket.subscribe("1", "{ __typename }").await;
    assert_eq!(socket.next().await["type"], "next");
    assert_eq!(socket.next().await["type"], "complete");

    // The socket's is counted when it is over, which may be after its last message.
    let ok = "cairn_operations_total{kind=\"query\",outcome=\"ok\"}";
    let figures = figures_when(&server, |figures| figures.get(ok) == 2).await;
    for (kind, outcome, count) in [
        ("query", "refused", 2),
        ("query", "error", 0),
        ("mutation", "ok", 1),
        ("mutation", "refused", 1),
        ("unknown", "refused", 1),
    ] {
        let name = format!("cairn_operations_total{{kind=\"{kind}\",outcome=\"{outcome}\"}}");
        assert_eq!(figures.get(&name), count, "{name}\n{}", figures.text);
    }
    let durations = "cairn_operation_duration_seconds";
    assert_eq!(figures.get(&format!("{durations}_count{{kind=\"mutation\"}}")), 2);
    assert!(figures.seconds(&format!("{durations}_sum{{kind=\"mutation\"}}")) > 0.0);
    let all = format!("{durations}_bucket{{le=\"+Inf\",kind=\"mutation\"}}");
    assert_eq!(figures.get(&all), 2);
    // 2xx: what was executed; and who waited for the server to be ready.
    assert!(figures.get("cairn_http_requests_total{status=\"2xx\"}") >= 6);
    assert!(figures.get("cairn_connections") >= 1, "the socket's");
    if std::env::var("CAIRN_TEST_POSTGRES_URL").is_err() {
        assert!(figures.get("cairn_writes_total") >= 1);
        assert!(figures.get("cairn_point_reads_total") >= 1);
    }
    assert!(figures.get("cairn_database_connections") >= 1);
}

#[tokio::test]
async fn every_bound_is_told_beside_its_use() {
    let server = Cairn::start_measured(&[("CAIRN_LIMITS_CONNECTIONS", "321")]).await;
    let figures = server.figures().await;
    let config =
        Config { limits: Limits { connections: 321, ..Limits::default() }, ..Config::default() };
    let Value::Object(limits) = serde_json::to_value(&config.limits).unwrap() else { panic!() };
    for (key, value) in limits {
        let name = format!("cairn_configured_limit{{key=\"limits.{key}\"}}");
        assert_eq!(Some(figures.get(&name)), value.as_u64(), "{name}");
    }
    let bytes = [
        ("boards", config.board_memory_bytes, "board_memory_bytes"),
        ("answers", config.answer_memory_bytes, "answer_memory_bytes"),
        ("documents", config.limits.document_cache_bytes, "limits.document_cache_bytes"),
        ("events", config.limits.shared_event_bytes, "limits.shared_event_bytes"),
    ];
    for (cache, most, key) in bytes {
        let name = format!("cairn_configured_limit{{key=\"{key}\"}}");
        assert_eq!(figures.cache("max_bytes", cache), most as u64);
        assert_eq!(figures.get(&name), most as u64);
        for figure in ["entries", "bytes", "hits_total", "misses_total", "evictions_total"] {
            figures.cache(figure, cache);
        }
    }
    for cache in ["board_heads", "sessions", "tokens"] {
        let most = figures.cache("max_bytes", cache);
        assert!(most > 0 && most <= config.board_memory_bytes as u64, "{cache}");
        assert!(figures.cache("bytes", cache) <= most, "{cache}");
    }
    for table in [
        "places_signed_in_from",
        "questions_answered_alone",
        "sign_in_attempts_by_address",
        "sockets_by_address",
        "tokens_used_since_last_note",
        "wrong_passwords_by_address",
        "wrong_passwords_by_username",
    ] {
        figures.get(&format!("cairn_table_entries{{table=\"{table}\"}}"));
        assert!(figures.get(&format!("cairn_table_max_entries{{table=\"{table}\"}}")) >= 321);
    }
    for queue in ["doorbell", "followers", "own_events", "passwords", "writer"] {
        for figure in ["length", "max_length", "dropped_total"] {
            figures.get(&format!("cairn_queue_{figure}{{queue=\"{queue}\"}}"));
        }
    }
    for (name, value) in [
        ("cairn_connections_max", 321),
        ("cairn_socket_max_operations", config.limits.socket_operations),
        ("cairn_socket_max_queued_bytes", config.limits.socket_queue_bytes),
        ("cairn_sockets_max_per_address", config.limits.sockets_per_address),
    ] {
        assert_eq!(figures.get(name), value as u64);
    }
    for name in ["cairn_write_group_max_writes", "cairn_point_read_max_connections"] {
        figures.get(name);
    }
    assert!(figures.get("cairn_database_max_connections") > 0);
    assert!(figures.seconds("cairn_start_time_seconds") > 1.7e9);
    assert!(figures.seconds("cairn_uptime_seconds") >= 0.0);
}

#[tokio::test]
async fn figures_are_named_alike_and_tell_of_nobody() {
    let server = Cairn::start_measured(&[]).await;
    let ann = server.person("ann").await;
    let board = Board::new(&ann, "SECRET").await;
    let before = server.figures().await;
    let document = "query SecretName($id: ID!) { board(id: $id) { title } }";
    for _ in 0..2 {
        ann.send(document, json!({ "id": board.id })).await;
    }
    let mut socket = ann.socket().await;
    socket.subscribe("secret", &document.replace("($id: ID!)", "").replace("$id", "\"x\"")).await;
    socket.next().await;
    let figures = server.figures().await;
    for word in ["SECRET", "Secret", "secret", "ann", &*board.id, "127.0.0.1"] {
        assert!(!figures.text.contains(&format!("\"{word}\"")), "{word}\n{}", figures.text);
    }
    let names = |figures: &Figures| figures.names().map(str::to_owned).collect::<BTreeSet<_>>();
    assert_eq!(names(&before), names(&figures), "what is told does not grow with use");

    let mut described = BTreeSet::new();
    for line in figures.text.lines() {
        if let Some(rest) = line.strip_prefix("# HELP ") {
            let (name, help) = rest.split_once(' ').unwrap();
            assert!(help.len() > 10 && help.ends_with('.'), "{line}");
            assert!(described.insert(name.to_owned()), "{name} twice");
        }
    }
    for name in figures.names() {
        let name = name.split('{').next().unwrap();
        assert!(name.starts_with("cairn_"), "{name}");
        assert!(name.chars().all(|letter| letter.is_ascii_lowercase() || letter == '_'), "{name}");
        let family = ["_total", "_info", "_bucket", "_sum", "_count"]
            .iter()
            .find_map(|end| name.strip_suffix(end).filter(|name| described.contains(*name)));
        assert!(described.contains(name) || family.is_some(), "{name} has no help");
    }
}
