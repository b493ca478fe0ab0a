//! What happens to a socket now and then, whatever its client and its operations do.

use std::time::Duration;

use futures_util::{
    FutureExt, StreamExt,
    future::{self, BoxFuture},
    stream::{self, BoxStream, SelectAll},
};
use tokio::time::{Instant, Interval, MissedTickBehavior, interval_at, sleep};
use tokio_util::sync::WaitForCancellationFutureOwned;

use super::close::End;
use crate::config::Limits;

/// Something to do.
#[derive(Debug, PartialEq, Eq)]
pub enum Occasion {
    /// The socket is to end.
    End(End),
    /// The client may be gone: ask it for a sign of life.
    Ping,
    /// The notice that a credential has ended may be lost: look whether it has.
    Recheck,
}

/// Waits for occasions.
///
/// A socket wakes for each message that it sends. What is waited for here wakes it rarely, and is
/// looked at only when it has: the set of one stream is there for that.
pub struct Occasions {
    waiting: SelectAll<BoxStream<'static, Occasion>>,
    /// Came while only an end was asked for.
    put_off: Vec<Occasion>,
}

impl Occasions {
    /// For a socket whose client has not said who it is.
    pub fn of_new_socket(stopping: WaitForCancellationFutureOwned, limits: &Limits) -> Self {
        let late = sleep(limits.socket_init_time()).map(|()| End::InitTimeout);
        Self::of(Clocks {
            stopping: stopping.boxed(),
            over: late.boxed(),
            pings: every(limits.socket_ping_time()),
            rechecks: None,
        })
    }

    /// For a socket whose client may use it until `revoked` ends.
    pub fn of_user(
        stopping: WaitForCancellationFutureOwned,
        revoked: BoxFuture<'static, ()>,
        limits: &Limits,
    ) -> Self {
        Self::of(Clocks {
            stopping: stopping.boxed(),
            over: revoked.map(|()| End::Unauthorized).boxed(),
            pings: every(limits.socket_ping_time()),
            rechecks: Some(every(limits.socket_recheck_time())),
        })
    }

    fn of(clocks: Clocks) -> Self {
        let all = stream::unfold(clocks, async |mut clocks| {
            let occasion = clocks.next().await;
            Some((occasion, clocks))
        });
        Self { waiting: stream::select_all([all.boxed()]), put_off: Vec::new() }
    }

    /// The next one.
    pub async fn next(&mut self) -> Occasion {
        match self.put_off.pop() {
            Some(occasion) => occasion,
            None => self.wait().await,
        }
    }

    /// The end, when it comes; everything else is put off.
    pub async fn end(&mut self) -> End {
        loop {
            match self.wait().await {
                Occasion::End(end) => return end,
                other if self.put_off.contains(&other) => {}
                other => self.put_off.push(other),
            }
        }
    }

    async fn wait(&mut self) -> Occasion {
        self.waiting.next().await.unwrap_or(Occasion::End(End::Internal))
    }
}

/// What is waited for.
struct Clocks {
    stopping: BoxFuture<'static, ()>,
    /// Ends when the client may not use the socket any longer.
    over: BoxFuture<'static, End>,
    pings: Interval,
    rechecks: Option<Interval>,
}

impl Clocks {
    async fn next(&mut self) -> Occasion {
        tokio::select! {
            biased;
            () = &mut self.stopping => Occasion::End(End::Restart),
            end = &mut self.over => Occasion::End(end),
            _ = self.pings.tick() => Occasion::Ping,
            () = tick(&mut self.rechecks) => Occasion::Recheck,
        }
    }
}

async fn tick(interval: &mut Option<Interval>) {
    match interval {
        Some(interval) => {
            interval.tick().await;
        }
        None => future::pending().await,
    }
}

fn every(period: Duration) -> Interval {
    let mut interval = interval_at(Instant::now() + period, period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Delay);
    interval
}
