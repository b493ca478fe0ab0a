//! A crowd that follows one board over `graphql-transport-ws`, and checks what comes.
//!
//! Each subscriber wants every number once and in order. When an event was asked for stands in its
//! `clientMutationId`, so each receipt can be timed without a table.

use std::cell::RefCell;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering::Relaxed};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use serde_json::json;
use tokio::io::AsyncWriteExt;
use tokio::net::TcpStream;
use tokio::sync::{Notify, Semaphore};
use tokio::task::JoinSet;

use crate::failure::{Failure, Result};
use crate::load::{histogram, micros};
use crate::socket::{self, Kind};
use crate::world::Board;

/// What stands before an event's number.
pub const SEQ: &str = "\"seq\":";
/// What stands before the time in a `clientMutationId`.
pub const MARK: &str = "bench-";
/// The digits of the time: microseconds since the bench began.
pub const MARK_DIGITS: usize = 16;

/// The subscription, about what the web app selects: what an event tells, with nothing that has to be read.
const FOLLOW: &str = "subscription($board: ID!, $after: Int!, $epoch: ID) { \
    boardEvents(boardId: $board, after: $after, epoch: $epoch) { __typename \
    ... on BoardEvent { seq clientMutationId at actor { ... on User { id } } \
    changes { __typename ... on CardChanged { fields card { id key title rank version dueOn \
    updatedAt column { id } labels { id } assignees { id } } } } } \
    ... on BoardReset { reason } } }";

/// Bytes read at once.
const SCRATCH: usize = 64 * 1024;
/// Histograms; subscribers share them by number, so that they rarely wait for one another.
const SHARDS: usize = 32;
/// How long a subscriber waits before it connects again, at first, as the web app does; at random,
/// up to twice as long. Doubles with each failure.
const RETRY: Duration = Duration::from_millis(100);

thread_local! {
    static SCRATCH_BYTES: RefCell<Vec<u8>> = RefCell::new(vec![0; SCRATCH]);
}

/// What the subscribers of a crowd share.
pub struct Tally {
    began: Instant,
    messages: AtomicU64,
    target: AtomicU64,
    reached: Notify,
    faults: AtomicU64,
    resets: AtomicU64,
    connected: AtomicU64,
    resumed: AtomicU64,
    coming_back: AtomicBool,
    times: Vec<Mutex<Histogram<u64>>>,
}

/// A crowd. Dropped, it disconnects.
pub struct Crowd {
    /// What it counts.
    pub tally: Arc<Tally>,
    /// How many.
    pub size: usize,
    address: SocketAddr,
    token: Arc<str>,
    board: Arc<Board>,
    seq: u64,
    tasks: JoinSet<()>,
}

struct Subscriber {
    address: SocketAddr,
    token: Arc<str>,
    board: Arc<Board>,
    number: usize,
    seq: u64,
    lost_connection: bool,
    tally: Arc<Tally>,
}

impl Crowd {
    /// Nobody yet; those who come have everything up to event `seq`.
    pub fn new(address: SocketAddr, token: &str, board: &Board, seq: u64, began: Instant) -> Self {
        Self {
            tally: Arc::new(Tally::new(began)),
            size: 0,
            address,
            token: token.into(),
            board: Arc::new(board.clone()),
            seq,
            tasks: JoinSet::new(),
        }
    }

    /// Connects more of them, before any event, so many at the same time.
    pub async fn grow_to(&mut self, size: usize, at_once: usize) -> Result<()> {
        let opening = Arc::new(Semaphore::new(at_once));
        for number in self.size..size {
            let subscriber = Subscriber {
                address: self.address,
                token: Arc::clone(&self.token),
                board: Arc::clone(&self.board),
                number,
                seq: self.seq,
                lost_connection: false,
                tally: Arc::clone(&self.tally),
            };
            self.tasks.spawn(subscriber.follow(Arc::clone(&opening)));
        }
        self.size = size;
        let deadline = Instant::now() + Duration::from_mins(1);
        while self.tally.connected.load(Relaxed) < size as u64 {
            if Instant::now() > deadline {
                return Err(Failure::new("the subscribers cannot all connect"));
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        Ok(())
    }

    /// Disconnects everybody.
    pub async fn leave(mut self) {
        self.tasks.shutdown().await;
    }
}

impl Tally {
    fn new(began: Instant) -> Self {
        Self {
            began,
            messages: AtomicU64::new(0),
            target: AtomicU64::new(u64::MAX),
            reached: Notify::new(),
            faults: AtomicU64::new(0),
            resets: AtomicU64::new(0),
            connected: AtomicU64::new(0),
            resumed: AtomicU64::new(0),
            coming_back: AtomicBool::new(false),
            times: (0..SHARDS).map(|_| Mutex::new(histogram())).collect(),
        }
    }

    /// The mark of an event that is asked for now.
    pub fn mark(&self) -> String {
        format!("{:0width$}", micros(self.began.elapsed()), width = MARK_DIGITS)
    }

    /// Events received so far, by all together.
    pub fn messages(&self) -> u64 {
        self.messages.load(Relaxed)
    }

    /// Numbers that were skipped, or came twice, or late.
    pub fn faults(&self) -> u64 {
        self.faults.load(Relaxed)
    }

    /// How often a subscriber was told to load the board again.
    pub fn resets(&self) -> u64 {
        self.resets.load(Relaxed)
    }

    /// Subscribers that lost their connection since, came back, and got the next event.
    pub fn resumed(&self) -> u64 {
        self.resumed.load(Relaxed)
    }

    /// From now on a lost connection is expected.
    pub fn expect_to_come_back(&self) {
        self.resumed.store(0, Relaxed);
        self.coming_back.store(true, Relaxed);
    }

    /// Waits until so many were received in all; false when that takes too long.
    pub async fn reach(&self, messages: u64, patience: Duration) -> bool {
        self.target.store(messages, Relaxed);
        let deadline = Instant::now() + patience;
        while self.messages() < messages {
            let left = deadline.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return false;
            }
            // A target reached between the check and the wait is seen a moment later.
            let _ = tokio::time::timeout(left.min(RETRY), self.reached.notified()).await;
        }
        true
    }

    /// Forgets all times.
    pub fn reset_times(&self) {
        for times in &self.times {
            times.lock().unwrap_or_else(PoisonError::into_inner).reset();
        }
    }

    /// All times since the last reset, in microseconds.
    pub fn times(&self) -> Histogram<u64> {
        let mut all = histogram();
        for times in &self.times {
            let times = times.lock().unwrap_or_else(PoisonError::into_inner);
            all.add(&*times).expect("both have the same bounds");
        }
        all
    }

    fn received(&self, number: usize, asked: Option<u64>) {
        if let Some(asked) = asked.filter(|asked| *asked > 0) {
            let time = micros(self.began.elapsed()).saturating_sub(asked);
            let times = &self.times[number % SHARDS];
            times.lock().unwrap_or_else(PoisonError::into_inner).saturating_record(time);
        }
        let before = self.messages.fetch_add(1, Relaxed);
        if before + 1 == self.target.load(Relaxed) {
            self.reached.notify_one();
        }
    }
}

impl Subscriber {
    /// Follows, and comes back whenever the connection is lost.
    async fn follow(mut self, opening: Arc<Semaphore>) {
        let mut wait = RETRY;
        loop {
            if let Ok(stream) = self.connect(&opening).await {
                wait = RETRY;
                self.tally.connected.fetch_add(1, Relaxed);
                // However it ends, the next connection goes on from the last number.
                let _ = self.listen(stream).await;
                self.tally.connected.fetch_sub(1, Relaxed);
                self.lost_connection = true;
                if !self.tally.coming_back.load(Relaxed) {
                    self.tally.faults.fetch_add(1, Relaxed);
                }
            }
            tokio::time::sleep(wait.mul_f64(rand::random_range(1.0..2.0))).await;
            wait = (wait * 2).min(RETRY * 10);
        }
    }

    async fn connect(&self, opening: &Semaphore) -> Result<TcpStream> {
        let _turn = opening.acquire().await?;
        let connect = async {
            let mut stream = socket::open(self.address).await?;
            let init = json!({
                "type": "connection_init",
                "payload": { "authorization": format!("Bearer {}", self.token) },
            });
            socket::send_text(&mut stream, &init.to_string()).await?;
            let ack = socket::read_text(&mut stream).await?;
            if !ack.contains("connection_ack") {
                return Err(Failure::new(ack));
            }
            let variables =
                json!({ "board": self.board.id, "after": self.seq, "epoch": self.board.epoch });
            let subscribe = json!({
                "type": "subscribe",
                "id": "1",
                "payload": { "query": FOLLOW, "variables": variables },
            });
            socket::send_text(&mut stream, &subscribe.to_string()).await?;
            Ok(stream)
        };
        tokio::time::timeout(Duration::from_secs(10), connect).await?
    }

    async fn listen(&mut self, mut stream: TcpStream) -> Result<()> {
        // What is left of a frame that has not come whole.
        let mut rest = Vec::new();
        loop {
            stream.readable().await?;
            let pongs =
                SCRATCH_BYTES.with_borrow_mut(|scratch| match stream.try_read(scratch) {
                    Ok(0) => Err(Failure::new("closed")),
                    Ok(length) => self.take(&mut rest, &scratch[..length]),
                    Err(error) if error.kind() == std::io::ErrorKind::WouldBlock => Ok(Vec::new()),
                    Err(error) => Err(error.into()),
                })?;
            if !pongs.is_empty() {
                stream.write_all(&pongs).await?;
            }
        }
    }

    /// Takes in what was read, and returns what is to be sent.
    fn take(&mut self, rest: &mut Vec<u8>, read: &[u8]) -> Result<Vec<u8>> {
        let joined = (!rest.is_empty()).then(|| [rest, read].concat());
        let mut bytes = joined.as_deref().unwrap_or(read);
        let mut pongs = Vec::new();
        while let Some((kind, payload, length)) = socket::first_frame(bytes) {
            match kind {
                Kind::Text => self.message(payload)?,
                Kind::Ping => pongs.extend(socket::pong(payload)),
                Kind::Close => return Err(Failure::new("closed")),
                Kind::Other => {}
            }
            bytes = &bytes[length..];
        }
        *rest = bytes.to_vec();
        Ok(pongs)
    }

    fn message(&mut self, text: &[u8]) -> Result<()> {
        let Some(seq) = number_after(text, SEQ.as_bytes()) else {
            if memchr::memmem::find(text, b"BoardReset").is_some() {
                self.tally.resets.fetch_add(1, Relaxed);
            }
            return Err(Failure::new(String::from_utf8_lossy(text)));
        };
        if seq != self.seq + 1 {
            self.tally.faults.fetch_add(1, Relaxed);
        }
        self.seq = seq;
        if std::mem::take(&mut self.lost_connection) {
            self.tally.resumed.fetch_add(1, Relaxed);
        }
        self.tally.received(self.number, number_after(text, MARK.as_bytes()));
        Ok(())
    }
}

fn number_after(text: &[u8], what: &[u8]) -> Option<u64> {
    let start = memchr::memmem::find(text, what)? + what.len();
    let digits = text[start..].iter().take_while(|byte| byte.is_ascii_digit());
    digits.fold(None, |number: Option<u64>, digit| {
        Some(number.unwrap_or(0).wrapping_mul(10).wrapping_add(u64::from(digit - b'0')))
    })
}

/// One event's frame as a subscriber gets it: the first after `seq`.
pub async fn example_frame(
    address: SocketAddr,
    token: &str,
    board: &Board,
    seq: u64,
) -> Result<String> {
    let subscriber = Subscriber {
        address,
        token: token.into(),
        board: Arc::new(board.clone()),
        number: 0,
        seq,
        lost_connection: false,
        tally: Arc::new(Tally::new(Instant::now())),
    };
    let mut stream = subscriber.connect(&Semaphore::new(1)).await?;
    socket::read_text(&mut stream).await
}
