//! A connection whose writing side can be lent.
//!
//! Thousands of sockets may be given the same bytes at the same moment. Waking a task for each costs
//! more than the write, so whoever has the bytes may write them itself, while the owner says that
//! nothing of its own is half written.

use std::{
    io::{self, IoSlice},
    pin::Pin,
    sync::{Mutex, MutexGuard, PoisonError},
    task::{Context, Poll, Waker, ready},
};

use bytes::{Buf, Bytes, BytesMut};
use smallvec::SmallVec;
use tokio::{
    io::{AsyncRead, AsyncWrite, ReadBuf},
    net::{
        TcpStream,
        tcp::{OwnedReadHalf, OwnedWriteHalf},
    },
};

/// Messages of so few bytes together are copied into one, which is cheaper than to have the kernel gather
/// them.
const COPIED: usize = 4096;

/// The writing side of a connection.
#[derive(Debug)]
pub struct Wire(Mutex<Writing>);

#[derive(Debug)]
struct Writing {
    /// `None` when the owner is gone.
    half: Option<OwnedWriteHalf>,
    /// Whether others may write. Once they could, each write is taken whole, so that theirs never
    /// comes between its parts.
    lent: Option<bool>,
    /// What was taken, and has not left.
    rest: BytesMut,
    /// Who is to see that it leaves.
    owner: Option<Waker>,
    /// How many messages others have sent.
    sent: u64,
}

impl Wire {
    fn new(half: OwnedWriteHalf) -> Self {
        let (half, rest) = (Some(half), BytesMut::new());
        Self(Mutex::new(Writing { half, lent: None, rest, owner: None, sent: 0 }))
    }

    /// Lets others write, between any two of the owner's writes. From now on, the owner's writes are
    /// taken whole.
    pub fn lend(&self) {
        self.writing().lent = Some(true);
    }

    /// Lets nobody write but the owner.
    pub fn take_back(&self) {
        self.writing().lent = Some(false);
    }

    /// Writes `messages` for the owner, if it lets others write and the network takes some of it at once.
    /// Whether it did; the owner then sees that the rest leaves.
    pub fn send(&self, messages: &[Bytes]) -> bool {
        let mut writing = self.writing();
        if writing.lent != Some(true) || !writing.rest.is_empty() {
            return false;
        }
        let Some(half) = &writing.half else { return false };
        let written = match messages {
            [message] => half.try_write(message),
            _ if messages.iter().map(Bytes::len).sum::<usize>() <= COPIED => {
                let mut together = SmallVec::<[u8; COPIED]>::new();
                for message in messages {
                    together.extend_from_slice(message);
                }
                half.try_write(&together)
            }
            _ => {
                let slices: SmallVec<[_; 4]> =
                    messages.iter().map(|message| IoSlice::new(message)).collect();
                half.try_write_vectored(&slices)
            }
        };
        // The owner will find out why.
        let Ok(mut written @ 1..) = written else { return false };
        for message in messages {
            let of_this = written.min(message.len());
            writing.rest.extend_from_slice(&message[of_this..]);
            written -= of_this;
        }
        writing.sent += messages.len() as u64;
        if !writing.rest.is_empty() {
            writing.owner.take().into_iter().for_each(Waker::wake);
        }
        true
    }

    /// How many messages others have sent.
    pub fn sent(&self) -> u64 {
        self.writing().sent
    }

    /// How many bytes were taken and have not left.
    pub fn rest(&self) -> usize {
        self.writing().rest.len()
    }

    /// Waits until something was taken that has not left: whoever waits here flushes it.
    pub async fn blocked(&self) {
        std::future::poll_fn(|context| {
            let mut writing = self.writing();
            if !writing.rest.is_empty() {
                return Poll::Ready(());
            }
            let waker = context.waker();
            if !writing.owner.as_ref().is_some_and(|owner| owner.will_wake(waker)) {
                writing.owner = Some(waker.clone());
            }
            Poll::Pending
        })
        .await;
    }

    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Writing {
    fn poll_write(&mut self, context: &mut Context<'_>, bytes: &[u8]) -> Poll<io::Result<usize>> {
        ready!(self.poll_rest(context))?;
        let written = ready!(self.half()?.poll_write(context, bytes))?;
        if self.lent.is_none() {
            return Poll::Ready(Ok(written));
        }
        self.rest.extend_from_slice(&bytes[written..]);
        Poll::Ready(Ok(bytes.len()))
    }

    fn half(&mut self) -> io::Result<Pin<&mut OwnedWriteHalf>> {
        self.half.as_mut().map(Pin::new).ok_or_else(|| io::ErrorKind::BrokenPipe.into())
    }

    fn poll_rest(&mut self, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        while !self.rest.is_empty() {
            let rest = self.rest.split();
            let written = self.half()?.poll_write(context, &rest);
            self.rest = rest;
            let written = ready!(written)?;
            if written == 0 {
                return Poll::Ready(Err(io::ErrorKind::WriteZero.into()));
            }
            self.rest.advance(written);
            if self.rest.is_empty() {
                self.rest = BytesMut::new();
            }
        }
        Poll::Ready(Ok(()))
    }
}

/// The connection of a [`Wire`], as its owner reads and writes it. `W` leads to the wire.
#[derive(Debug)]
pub struct Wired<W: AsRef<Wire>> {
    reading: OwnedReadHalf,
    wire: W,
}

impl<W: AsRef<Wire> + Clone> Wired<W> {
    /// Splits a connection into what its owner uses, and what `hold` keeps the wire in.
    pub fn split(stream: TcpStream, hold: impl FnOnce(Wire) -> W) -> (Self, W) {
        let (reading, half) = stream.into_split();
        let wire = hold(Wire::new(half));
        (Self { reading, wire: wire.clone() }, wire)
    }
}

impl<W: AsRef<Wire>> Wired<W> {
    fn writing(&self) -> MutexGuard<'_, Writing> {
        self.wire.as_ref().writing()
    }
}

/// The connection is closed, whoever still has its wire.
impl<W: AsRef<Wire>> Drop for Wired<W> {
    fn drop(&mut self) {
        self.writing().half = None;
    }
}

impl<W: AsRef<Wire> + Unpin> AsyncRead for Wired<W> {
    fn poll_read(
        mut self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        Pin::new(&mut self.reading).poll_read(context, buffer)
    }
}

impl<W: AsRef<Wire> + Unpin> AsyncWrite for Wired<W> {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        self.writing().poll_write(context, bytes)
    }

    fn poll_write_vectored(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        slices: &[IoSlice<'_>],
    ) -> Poll<io::Result<usize>> {
        let mut writing = self.writing();
        if writing.lent.is_some() {
            let first = slices.iter().find(|slice| !slice.is_empty());
            return writing.poll_write(context, first.map_or(&[], |slice| slice));
        }
        writing.half()?.poll_write_vectored(context, slices)
    }

    fn is_write_vectored(&self) -> bool {
        true
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        self.writing().poll_rest(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        let mut writing = self.writing();
        ready!(writing.poll_rest(context))?;
        writing.half()?.poll_shutdown(context)
    }
}

#[cfg(test)]
mod tests {
    use std::{sync::Arc, time::Duration};

    use futures_util::future::join;
    use tokio::{
        io::{AsyncReadExt, AsyncWriteExt},
        net::TcpListener,
        time::timeout,
    };

    use super::*;

    #[derive(Debug, Clone)]
    struct Held(Arc<Wire>);

    impl AsRef<Wire> for Held {
        fn as_ref(&self) -> &Wire {
            &self.0
        }
    }

    /// The owner's side, the wire, and the peer.
    async fn connection() -> (Wired<Held>, Held, TcpStream) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let peer = TcpStream::connect(listener.local_addr().unwrap()).await.unwrap();
        let (stream, _) = listener.accept().await.unwrap();
        let (owner, wire) = Wired::split(stream, |wire| Held(Arc::new(wire)));
        (owner, wire, peer)
    }

    fn message(byte: u8, length: usize) -> Bytes {
        vec![byte; length].into()
    }

    async fn soon<T>(what: impl Future<Output = T>) -> T {
        timeout(Duration::from_secs(10), what).await.expect("it comes in time")
    }

    async fn read(peer: &mut TcpStream, length: usize) -> Vec<u8> {
        let mut bytes = vec![0; length];
        soon(peer.read_exact(&mut bytes)).await.unwrap();
        bytes
    }

    #[tokio::test]
    async fn others_write_only_what_is_lent() {
        let (mut owner, Held(wire), mut peer) = connection().await;
        assert!(!wire.send(&[message(b'a', 1)]));
        wire.lend();
        assert!(wire.send(&[message(b'b', 2)]));
        assert!(wire.send(&[message(b'c', 1), message(b'd', 2), message(b'e', 0)]));
        wire.take_back();
        assert!(!wire.send(&[message(b'f', 1)]));
        owner.write_all(b"gg").await.unwrap();
        assert_eq!(read(&mut peer, 7).await, b"bbcddgg");
        assert_eq!((wire.sent(), wire.rest()), (4, 0));
    }

    #[tokio::test]
    async fn what_does_not_leave_at_once_is_the_owners_to_flush_before_anything_else() {
        let (mut owner, Held(wire), mut peer) = connection().await;
        wire.lend();
        let mut sent = Vec::new();
        // Until the peer, which reads nothing, can hold no more.
        for byte in 0.. {
            let messages = [message(byte, 100_000), message(byte, 99_999)];
            if !wire.send(&messages) {
                break;
            }
            sent.extend(messages.concat());
        }
        assert!(wire.rest() > 0 && wire.rest() < 200_000);
        soon(wire.blocked()).await;
        wire.take_back();
        sent.push(b'!');
        let writing = async {
            owner.write_all(b"!").await.unwrap();
            owner.flush().await.unwrap();
        };
        let ((), received) = soon(join(writing, read(&mut peer, sent.len()))).await;
        assert!(received == sent, "whole, and in order");
        assert_eq!(wire.rest(), 0);
    }

    #[tokio::test]
    async fn whoever_waits_is_woken_when_something_is_left() {
        let (_owner, Held(wire), _peer) = connection().await;
        wire.lend();
        let fill = async {
            while wire.send(&[message(0, 100_000)]) {
                tokio::task::yield_now().await;
            }
        };
        soon(join(wire.blocked(), fill)).await;
        assert!(wire.rest() > 0);
    }

    #[tokio::test]
    async fn the_owners_writes_are_taken_whole_once_it_has_lent() {
        let (mut owner, Held(wire), _peer) = connection().await;
        wire.lend();
        wire.take_back();
        let large = vec![0; 64 * 1024 * 1024];
        assert_eq!(soon(owner.write(&large)).await.unwrap(), large.len());
        assert!(wire.rest() > 0);
    }

    #[tokio::test]
    async fn a_connection_ends_with_its_owner() {
        let (owner, Held(wire), mut peer) = connection().await;
        wire.lend();
        drop(owner);
        assert!(!wire.send(&[message(b'a', 1)]));
        assert_eq!(soon(peer.read(&mut [0])).await.unwrap(), 0);
    }
}
