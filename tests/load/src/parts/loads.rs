//! Loading boards: as they were, and with a change before each load.

use std::sync::Arc;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::stage::Stage;
use crate::failure::Result;
use crate::http::{self, Connection};
use crate::load::{
    Sample, Side, Target, histogram, median_sample, micros, percentile, refuse_failure, take_turns,
};
use crate::plan::Plan;
use crate::process::{Running, start_ceiling};
use crate::report::{Goal, Report};
use crate::world::{Board, fresh_id, move_request};

/// Connections where nothing changes.
const CONNECTIONS: usize = 8;

/// What the web app wants of each card at first, 1,000 cards a page.
const LOAD: &str = "query($id: ID!, $after: String) { board(id: $id) { seq epoch \
    cards(first: 1000, after: $after) { pageInfo { endCursor hasNextPage } nodes { \
    id key title rank version dueOn commentCount column { id } labels { id } assignees { id } \
    } } } }";

/// A page as Cairn gave it.
struct Page {
    /// The cursor that asks for it.
    after: Value,
    body: Vec<u8>,
    etag: Option<String>,
}

/// Both boards, unchanged and changed.
pub async fn measure(plan: &Plan, stage: &Stage, report: &mut Report) -> Result<()> {
    let server = stage.cairn.start(None).await?;
    let boards = [Some(&stage.thousand), stage.many.as_ref()];
    for board in boards.into_iter().flatten() {
        let cell = Cell { plan, server: server.target, token: &stage.cairn.token, board };
        let pages = cell.pages(&[]).await?;
        let raw = cell.raw(stage, &pages, None).await?;
        cell.unchanged(&pages, &raw, report).await?;
        if pages.len() == 1 {
            cell.not_modified(&pages[0], &raw, report).await?;
            cell.compressed(stage, report).await?;
        }
        cell.changed(&pages, &raw, report).await?;
        raw.stop().await?;
    }
    server.stop().await
}

struct Cell<'a> {
    plan: &'a Plan,
    server: Target,
    token: &'a str,
    board: &'a Board,
}

impl Cell<'_> {
    fn name(&self) -> String {
        format!("load of {} cards", self.board.cards.len())
    }

    fn variables(&self, after: &Value) -> Value {
        json!({ "id": self.board.id, "after": after })
    }

    fn get(&self, after: &Value, headers: &[&str]) -> Vec<u8> {
        let variables = http::encoded(&self.variables(after).to_string());
        let path = format!("/graphql?query={}&variables={variables}", http::encoded(LOAD));
        http::get(&path, self.token, headers)
    }

    fn post(&self, after: &Value) -> Vec<u8> {
        let body = json!({ "query": LOAD, "variables": self.variables(after) }).to_string();
        http::post("/graphql", self.token, body.as_bytes())
    }

    /// All pages, each by the cursor at the end of the one before.
    async fn pages(&self, headers: &[&str]) -> Result<Vec<Page>> {
        let mut connection = Connection::open(self.server.address).await?;
        let (mut pages, mut after) = (Vec::new(), Value::Null);
        loop {
            let answer = connection.send(&self.get(&after, headers)).await?;
            refuse_failure(answer.status, answer.body)?;
            let body = answer.body.to_vec();
            // A compressed page is asked for alone.
            let parsed: Value = serde_json::from_slice(&body).unwrap_or_default();
            let info = &parsed["data"]["board"]["cards"]["pageInfo"];
            pages.push(Page { after, body, etag: answer.etag });
            if info["hasNextPage"] != true {
                return Ok(pages);
            }
            after = info["endCursor"].clone();
        }
    }

    /// A raw server that has the pages in memory.
    async fn raw(&self, stage: &Stage, pages: &[Page], encoding: Option<&str>) -> Result<Running> {
        let folder = stage.file(&format!("pages-{}", fresh_id()));
        std::fs::create_dir(&folder)?;
        for (number, page) in pages.iter().enumerate() {
            std::fs::write(folder.join(format!("{number}.body")), &page.body)?;
        }
        let folder = folder.display().to_string();
        match encoding {
            Some(encoding) => start_ceiling(["bytes", &folder, "--encoding", encoding]).await,
            None => start_ceiling(["bytes", &folder]).await,
        }
    }

    async fn turns(
        &self,
        ours: Vec<Vec<u8>>,
        raw: Target,
        its: Vec<Vec<u8>>,
    ) -> Result<[Sample; 2]> {
        let side = |target, requests: Vec<Vec<u8>>| Side {
            target,
            requests: Arc::new(move |_| requests.clone()),
        };
        let sides = [&side(self.server, ours), &side(raw, its)];
        take_turns(self.plan.rounds(), self.plan.turn(), CONNECTIONS, sides).await
    }

    async fn unchanged(&self, pages: &[Page], raw: &Running, report: &mut Report) -> Result<()> {
        let goal = (pages.len() == 1).then_some(Goal::RatioAtLeast(0.80));
        for method in ["GET", "POST"] {
            let get = method == "GET";
            let ours = pages
                .iter()
                .map(|page| if get { self.get(&page.after, &[]) } else { self.post(&page.after) });
            let its = (0..pages.len()).map(|number| {
                let path = format!("/bytes/{number}");
                if get { http::get(&path, "", &[]) } else { http::post(&path, "", LOAD.as_bytes()) }
            });
            let [ours, its] = self.turns(ours.collect(), raw.target, its.collect()).await?;
            let name = format!("{}, unchanged, {method}", self.name());
            report.add(&name, "loads/s", ours.rate, its.rate, goal);
            report.add(format!("{name}, p99"), "ms", ours.p99, its.p99, None);
            report.add(format!("{name}, server CPU"), "us/load", ours.cpu, its.cpu, None);
        }
        Ok(())
    }

    /// Faster than the whole answer, or it is not worth having.
    async fn not_modified(&self, page: &Page, raw: &Running, report: &mut Report) -> Result<()> {
        let name = format!("{}, If-None-Match -> 304", self.name());
        let Some(etag) = &page.etag else {
            report.add(name, "answers/s", None, None, Goal::AtLeast(1.0));
            return Ok(());
        };
        let header = format!("if-none-match: {etag}");
        let ours = self.get(&page.after, &[&header]);
        let mut connection = Connection::open(self.server.address).await?;
        if connection.send(&ours).await?.status != 304 {
            report.add(name, "answers/s", None, None, Goal::AtLeast(1.0));
            return Ok(());
        }
        let whole = vec![self.get(&page.after, &[])];
        let its = vec![http::get("/bytes/0", "", &["if-none-match: \"raw\""])];
        let [ours, its] = self.turns(vec![ours], raw.target, its).await?;
        let [whole, _] =
            self.turns(whole, raw.target, vec![http::get("/bytes/0", "", &[])]).await?;
        report.add(name, "answers/s", ours.rate, its.rate, Goal::AtLeast(whole.rate));
        Ok(())
    }

    async fn compressed(&self, stage: &Stage, report: &mut Report) -> Result<()> {
        let accept = "accept-encoding: gzip";
        let pages = self.pages(&[accept]).await?;
        let name = format!("{}, unchanged, GET, gzip", self.name());
        if pages[0].body.starts_with(b"{") {
            report.add(name, "loads/s", None, None, None);
            return Ok(());
        }
        let raw = self.raw(stage, &pages, Some("gzip")).await?;
        let ours = vec![self.get(&Value::Null, &[accept])];
        let its = vec![http::get("/bytes/0", "", &[accept])];
        let [ours, its] = self.turns(ours, raw.target, its).await?;
        report.add(name, "loads/s", ours.rate, its.rate, None);
        raw.stop().await
    }

    /// One connection; the change is not part of the time.
    async fn changed(&self, pages: &[Page], raw: &Running, report: &mut Report) -> Result<()> {
        let load: Vec<_> = pages.iter().map(|page| self.get(&page.after, &[])).collect();
        let change = || move_request(self.board, self.token, &fresh_id());
        let rows: Vec<_> =
            (0..pages.len()).map(|number| http::get(&format!("/rows/{number}"), "", &[])).collect();
        let raw_change = || http::post("/change", "", b"{}");
        let (mut ours, mut its) = (Vec::new(), Vec::new());
        let time = self.plan.turn();
        for _ in 0..self.plan.rounds() {
            ours.push(drive_changed(self.server, time, &change, &load).await?);
            its.push(drive_changed(raw.target, time, &raw_change, &rows).await?);
        }
        let (ours, its) = (median_sample(&ours), median_sample(&its));
        let goal = (pages.len() == 1).then_some(Goal::RatioAtLeast(0.50));
        let name = format!("{}, changed before each", self.name());
        report.add(&name, "loads/s", ours.rate, its.rate, goal);
        report.add(format!("{name}, p50"), "ms", ours.p50, its.p50, None);
        report.add(format!("{name}, p99"), "ms", ours.p99, its.p99, None);
        Ok(())
    }
}

/// Loads in a second of loading, with a change before each.
async fn drive_changed(
    target: Target,
    time: Duration,
    change: &impl Fn() -> Vec<u8>,
    load: &[Vec<u8>],
) -> Result<Sample> {
    let mut connection = Connection::open(target.address).await?;
    let (began, mut loading, mut times) = (Instant::now(), Duration::ZERO, histogram());
    while began.elapsed() < time || times.len() < 3 {
        let changed = connection.send(&change()).await?;
        refuse_failure(changed.status, changed.body)?;
        let start = Instant::now();
        for request in load {
            let answer = connection.send(request).await?;
            refuse_failure(answer.status, answer.body)?;
        }
        loading += start.elapsed();
        times.saturating_record(micros(start.elapsed()));
    }
    #[expect(clippy::cast_precision_loss, reason = "counts of a few seconds")]
    let rate = times.len() as f64 / loading.as_secs_f64();
    Ok(Sample { rate, p50: percentile(&times, 0.5), p99: percentile(&times, 0.99), cpu: 0.0 })
}
