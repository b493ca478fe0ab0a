//! Several people on one board, with everything that can go wrong between them and the server.
//!
//! A plan, made from a seed, says what each client does, when its socket is dropped and when the
//! server is killed. At the end all clients, a fresh snapshot and the log replayed by the server
//! must be equal, each acknowledged write must be in the log once, and the log must have no gap.
//! The seed also says how much the server may keep in memory.
//!
//! `CAIRN_SIM_SEED` runs another seed, `CAIRN_SIM_STEPS` a longer plan, and `CAIRN_SIM_PLAN` a plan
//! that a failure left behind.

mod client;
mod documents;
mod plan;
mod replica;

use std::sync::Arc;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::Mutex;
use tokio_util::task::TaskTracker;

use crate::support::soon;
use crate::world::{Board, Cairn, Memory, Person};
use client::Client;
use plan::{Plan, Trouble};
use replica::Replica;

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn everybody_ends_with_the_same_board_whatever_happens() {
    if let Ok(path) = std::env::var("CAIRN_SIM_PLAN") {
        let plan = std::fs::read_to_string(path).unwrap();
        return run(serde_json::from_str(&plan).unwrap()).await;
    }
    let number = |name| std::env::var(name).ok().map(|text: String| text.parse::<u64>().unwrap());
    let steps = number("CAIRN_SIM_STEPS").unwrap_or(50);
    let seeds = number("CAIRN_SIM_SEED").map_or(vec![1, 2, 3], |seed| vec![seed]);
    for seed in seeds {
        run(Plan::from_seed(seed, usize::try_from(steps).unwrap())).await;
    }
}

async fn run(plan: Plan) {
    let path = format!("{}/simulation-{}.json", env!("CARGO_TARGET_TMPDIR"), plan.seed);
    std::fs::write(&path, serde_json::to_string_pretty(&plan).unwrap()).unwrap();
    eprintln!("simulation: seed {}, the plan is in {path}", plan.seed);

    let seed = usize::try_from(plan.seed % 3).unwrap();
    let mut server = Cairn::start_with(Memory::ALL[seed].settings()).await;
    let owner = server.person("owner").await;
    let board = Board::new(&owner, "SIM").await;
    let mut clients = Vec::new();
    for (index, steps) in plan.clients.iter().enumerate() {
        let person = server.person(&format!("client{index}")).await;
        board.admit(&person, "EDITOR").await;
        clients.push(Client::start(person, &board.id, steps.clone()).await);
    }
    let done = Arc::new(Mutex::new(0_usize));
    let tasks = TaskTracker::new();
    let working: Vec<_> =
        clients.iter().map(|client| tasks.spawn(client.clone().work(Arc::clone(&done)))).collect();
    for Trouble { after_writes, kind } in &plan.troubles {
        wait_for(&done, *after_writes, &working).await;
        match kind {
            plan::TroubleKind::Kill => server.kill().await,
            plan::TroubleKind::Terminate => assert!(server.terminate().await.success()),
        }
        tokio::time::sleep(Duration::from_millis(100)).await;
        server.start_again().await;
    }
    for work in working {
        tokio::time::timeout(Duration::from_mins(2), work).await.unwrap().unwrap();
    }

    let log = whole_log(&owner, &board.id).await;
    let seq = check_log(&log, &clients);
    let snapshot = Replica::load(&owner, &board.id, None).await;
    assert_eq!(snapshot.seq, seq);
    let rebuilt = Replica::load(&owner, &board.id, Some(seq)).await;
    assert_equal("the board rebuilt from its log", &rebuilt, &snapshot);
    for client in &clients {
        let replica = soon(client.reach(seq)).await;
        assert_equal(client.name(), &replica, &snapshot);
        client.stop();
    }
}

async fn wait_for(done: &Mutex<usize>, wanted: usize, working: &[tokio::task::JoinHandle<()>]) {
    while *done.lock().await < wanted && !working.iter().all(tokio::task::JoinHandle::is_finished) {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

async fn whole_log(person: &Person, board: &str) -> Vec<Value> {
    let mut log: Vec<Value> = Vec::new();
    let mut after = Value::Null;
    loop {
        let variables = json!({ "id": board, "after": after });
        let mut data = person.send(documents::LOG, variables).await;
        let page = data["board"]["events"].take();
        log.extend(page["nodes"].as_array().unwrap().iter().cloned());
        if !page["pageInfo"]["hasNextPage"].as_bool().unwrap() {
            return log;
        }
        after = page["pageInfo"]["endCursor"].clone();
    }
}

/// No gaps, no write twice, and every acknowledged write where its acknowledgement said.
fn check_log(log: &[Value], clients: &[Client]) -> i64 {
    let seqs: Vec<i64> = log.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    let last = i64::try_from(log.len()).unwrap();
    assert_eq!(seqs, (1..=last).collect::<Vec<_>>(), "the log has a gap");
    let ids: Vec<&str> =
        log.iter().filter_map(|event| event["clientMutationId"].as_str()).collect();
    let distinct: std::collections::HashSet<_> = ids.iter().collect();
    assert_eq!(ids.len(), distinct.len(), "a write was applied twice");
    for client in clients {
        for (id, seq) in client.acknowledged() {
            let event = &log[usize::try_from(seq - 1).unwrap()];
            assert_eq!(event["clientMutationId"], id, "an acknowledged write is lost");
        }
    }
    last
}

fn assert_equal(who: &str, found: &Replica, wanted: &Replica) {
    for (kind, found, wanted) in found.beside(wanted) {
        for (id, thing) in wanted {
            assert_eq!(found.get(id), Some(thing), "{who}: {kind} {id}");
        }
        for id in found.keys() {
            assert!(wanted.contains_key(id), "{who}: {kind} {id} should not be there");
        }
    }
}
