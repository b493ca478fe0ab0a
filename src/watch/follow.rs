//! Goes on, whatever happens to the connection.

use std::time::Duration;

use cairn_domain::Clock;
use chrono::{DateTime, Local, Utc};
use serde::Deserialize;
use serde_json::{Value, json};
use tokio::{
    io::{AsyncWrite, AsyncWriteExt},
    time::{Instant, sleep},
};

use super::{
    WatchError, Watching,
    backoff::Backoff,
    connection::{Connection, Ended, Item},
    event::{BoardPosition, Card, Column, Event, Update},
    message::Problem,
    places::Places,
    plain::{plain_json, shortened},
    queries, words,
};

/// A connection that lasted so long was a good one: the next wait is short again.
const GOOD: Duration = Duration::from_secs(10);
/// How many pages of a thousand cards are looked at for where cards stand.
const PAGES: usize = 10;
/// The most characters of the server's words in a line.
const WORDS: usize = 200;

/// Prints what happens on a board to `output`, and what happens to the connection to standard
/// error, until the board cannot be followed any more.
pub async fn follow<W: AsyncWrite + Unpin>(
    watching: Watching,
    output: W,
) -> Result<std::convert::Infallible, WatchError> {
    let mut follower =
        Follower { watching, output, clock: Clock::system(), at: None, places: Places::default() };
    let mut backoff = Backoff::default();
    let mut is_lost = false;
    loop {
        let began = Instant::now();
        let ended = follower.connect(&mut is_lost).await;
        match ended {
            Err(Ended::Final(error)) => return Err(error),
            Err(Ended::Passing(reason)) => {
                if began.elapsed() >= GOOD {
                    backoff.reset();
                }
                if !is_lost {
                    let reason = shortened(&reason, WORDS);
                    eprintln!("cairn: no connection ({reason}); trying again");
                }
                is_lost = true;
                sleep(backoff.next()).await;
            }
            Ok(never) => match never {},
        }
    }
}

struct Follower<W> {
    watching: Watching,
    output: W,
    clock: Clock,
    /// The last printed event; none before the board was found.
    at: Option<BoardPosition>,
    places: Places,
}

impl<W: AsyncWrite + Unpin> Follower<W> {
    /// Follows over one connection, to its end.
    async fn connect(&mut self, is_lost: &mut bool) -> Result<std::convert::Infallible, Ended> {
        let Watching { address, token, .. } = &self.watching;
        let mut connection = Connection::open(address, token.as_ref()).await?;
        let mut idle = Backoff::default();
        loop {
            let at = self.find(&mut connection).await?;
            if std::mem::take(is_lost) {
                eprintln!("cairn: connected again, going on after #{}", at.seq);
            }
            connection.start(queries::EVENTS, variables(&at)).await?;
            match self.read_on(&mut connection).await? {
                Read::Something => idle.reset(),
                Read::Nothing => sleep(idle.next()).await,
                Read::TooMuch => self.read_in_brief(&mut connection).await?,
            }
        }
    }

    /// Looks the board up: whether it is still there, and on the first time from where to go on.
    async fn find(&mut self, connection: &mut Connection) -> Result<BoardPosition, Ended> {
        let key = &self.watching.board;
        let begins_here = self.at.is_none() && self.watching.after.is_none();
        let query = if begins_here { queries::BOARD_AND_CARDS } else { queries::BOARD };
        let item = connection.ask(query, json!({ "key": key })).await?;
        let data = answer(connection, item, || self.no_board())?;
        let found: Option<BoardPosition> = read(connection, &data["board"])?;
        let found = found.ok_or_else(|| self.no_board())?;
        let columns: Vec<Column> = read(connection, &data["board"]["columns"])?;
        let at = match self.at.take() {
            Some(at) if at.id == found.id => at,
            Some(_) => {
                eprintln!("cairn: the board is another one now, going on after #{}", found.seq);
                self.places = Places::default();
                found
            }
            None => {
                if let Some(seq) = self.watching.after {
                    BoardPosition { seq, ..found }
                } else {
                    self.learn_places(connection, &found.id, &data["board"]["cards"]).await?;
                    found
                }
            }
        };
        for column in &columns {
            self.places.learn_column(column);
        }
        self.at = Some(at.clone());
        Ok(at)
    }

    /// Learns where the cards stand, from the `first` page on. What is missing makes lines shorter
    /// and nothing else.
    async fn learn_places(
        &mut self,
        connection: &mut Connection,
        board: &str,
        first: &Value,
    ) -> Result<(), Ended> {
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct Page {
            nodes: Vec<Card>,
            page_info: PageInfo,
        }
        #[derive(Deserialize)]
        #[serde(rename_all = "camelCase")]
        struct PageInfo {
            has_next_page: bool,
            end_cursor: Option<String>,
        }
        let mut page = Page::deserialize(first);
        for _ in 1..PAGES {
            let Ok(Page { nodes, page_info }) = page else { return Ok(()) };
            for card in &nodes {
                self.places.learn(card);
            }
            if !page_info.has_next_page {
                return Ok(());
            }
            let variables = json!({ "board": board, "after": page_info.end_cursor });
            let Item::Answer(next) = connection.ask(queries::CARDS, variables).await? else {
                return Ok(());
            };
            page = Page::deserialize(&next.data["board"]["cards"]);
        }
        if let Ok(Page { nodes, .. }) = page {
            for card in &nodes {
                self.places.learn(card);
            }
        }
        Ok(())
    }

    /// Prints events until the subscription ends.
    async fn read_on(&mut self, connection: &mut Connection) -> Result<Read, Ended> {
        let mut read_so_far = Read::Nothing;
        loop {
            let item = match connection.next().await? {
                Item::Complete => return Ok(read_so_far),
                Item::Refused(problems) if problems.iter().any(Problem::is_too_much) => {
                    return Ok(Read::TooMuch);
                }
                // Looking the board up again says why.
                Item::Refused(problems) if problems.iter().any(Problem::is_no_access) => {
                    return Ok(Read::Nothing);
                }
                item => item,
            };
            let data = answer(connection, item, || self.no_board())?;
            let json = &data["boardEvents"];
            match read(connection, json)? {
                Update::BoardEvent(event) => self.take(event, json, None).await?,
                Update::BoardReset { epoch, seq, reason } => self.reset(epoch, seq, &reason),
            }
            read_so_far = Read::Something;
        }
    }

    /// Prints the next event, which is too long to be told whole.
    async fn read_in_brief(&mut self, connection: &mut Connection) -> Result<(), Ended> {
        let Some(at) = &self.at else { return Ok(()) };
        connection.start(queries::EVENT_IN_BRIEF, variables(at)).await?;
        let item = connection.next().await?;
        let data = answer(connection, item, || self.no_board())?;
        let json = &data["boardEvents"];
        let mut event = json.clone();
        let changes = event["changes"].take().as_array().map_or(0, Vec::len);
        event["changes"] = json!([]);
        match read(connection, &event)? {
            Update::BoardEvent(event) => {
                // Where cards stand now was among what is not told.
                self.places = Places::default();
                self.take(event, json, Some(changes)).await?;
            }
            Update::BoardReset { epoch, seq, reason } => self.reset(epoch, seq, &reason),
        }
        connection.stop().await
    }

    fn reset(&mut self, epoch: String, seq: i64, reason: &str) {
        let reason = shortened(reason, WORDS);
        eprintln!("cairn: events are missing ({reason}); going on after #{seq}");
        self.places = Places::default();
        if let Some(at) = &mut self.at {
            *at = BoardPosition { id: std::mem::take(&mut at.id), epoch, seq };
        }
    }

    fn no_board(&self) -> WatchError {
        WatchError::NoBoard { key: shortened(&self.watching.board, WORDS) }
    }

    /// Prints the next event, or how many `changes` it has where it is only told in brief. One that
    /// was printed is not printed again; before one that is too far ahead, what is missing is asked
    /// for.
    async fn take(
        &mut self,
        event: Event,
        json: &Value,
        changes: Option<usize>,
    ) -> Result<(), Ended> {
        let Some(at) = &mut self.at else { return Ok(()) };
        if event.seq <= at.seq {
            return Ok(());
        }
        if event.seq > at.seq + 1 {
            return Err(Ended::Passing(format!("event #{} did not come", at.seq + 1)));
        }
        at.seq = event.seq;
        at.epoch.clone_from(&event.epoch);
        let line = if self.watching.json {
            plain_json(&json.to_string())
        } else {
            let words = match changes {
                Some(changes) => words::brief_line(&event, changes),
                None => words::line(&event, &mut self.places),
            };
            format!("{}  {words}", time(event.at, self.clock.now()))
        };
        self.print(line).await.map_err(|error| Ended::Final(error.into()))
    }

    async fn print(&mut self, mut line: String) -> std::io::Result<()> {
        line.push('\n');
        self.output.write_all(line.as_bytes()).await?;
        self.output.flush().await
    }
}

/// What was read of a subscription that has ended.
enum Read {
    Something,
    Nothing,
    /// Something, perhaps, and then an event that is too long.
    TooMuch,
}

fn variables(at: &BoardPosition) -> Value {
    json!({ "board": at.id, "after": at.seq, "epoch": at.epoch })
}

/// The data of an answer that has no errors.
fn answer(
    connection: &Connection,
    item: Item,
    no_access: impl Fn() -> WatchError,
) -> Result<Value, Ended> {
    let (data, problems) = match item {
        Item::Answer(answer) => (answer.data, answer.errors),
        Item::Refused(problems) => (Value::Null, problems),
        Item::Complete => (Value::Null, Vec::new()),
    };
    let Some(problem) = problems.first() else { return Ok(data) };
    let message = shortened(&problem.message, WORDS);
    if problem.may_pass() {
        Err(Ended::Passing(message))
    } else if problem.is_no_access() {
        Err(no_access().into())
    } else {
        Err(connection.stranger(&message))
    }
}

fn read<'v, T: Deserialize<'v>>(connection: &Connection, value: &'v Value) -> Result<T, Ended> {
    T::deserialize(value).map_err(|_| connection.stranger("it answers otherwise than was asked"))
}

/// The time of day where the terminal is; the day too unless it is today.
fn time(at: DateTime<Utc>, now: DateTime<Utc>) -> String {
    let (at, now) = (at.with_timezone(&Local), now.with_timezone(&Local));
    let format = if at.date_naive() == now.date_naive() { "%H:%M:%S" } else { "%Y-%m-%d %H:%M:%S" };
    at.format(format).to_string()
}
