//! A small WebSocket client that holds no buffers while nothing comes, so that thousands of them
//! cost the machine little beside the server.

use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::failure::{Failure, Result};

/// What a frame is, of those that matter here.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Text.
    Text,
    /// The end.
    Close,
    /// Wants a pong.
    Ping,
    /// Anything else.
    Other,
}

/// Connects and upgrades.
pub async fn open(address: SocketAddr) -> Result<TcpStream> {
    let mut stream = TcpStream::connect(address).await?;
    stream.set_nodelay(true)?;
    let request = "GET /graphql/ws HTTP/1.1\r\nhost: 127.0.0.1\r\nupgrade: websocket\r\n\
        connection: Upgrade\r\nsec-websocket-version: 13\r\n\
        sec-websocket-key: dGhlIHNhbXBsZSBub25jZQ==\r\n\
        sec-websocket-protocol: graphql-transport-ws\r\n\r\n";
    stream.write_all(request.as_bytes()).await?;
    // Byte by byte, for the first frame may come right behind.
    let mut head = Vec::with_capacity(512);
    while !head.ends_with(b"\r\n\r\n") {
        head.push(stream.read_u8().await?);
    }
    if head.starts_with(b"HTTP/1.1 101") {
        return Ok(stream);
    }
    Err(Failure::new(format!("no upgrade: {}", String::from_utf8_lossy(&head))))
}

/// Sends a text, masked with zeros as RFC 6455 wants it from clients.
pub async fn send_text(stream: &mut TcpStream, text: &str) -> Result<()> {
    Ok(stream.write_all(&masked(0x81, text.as_bytes())).await?)
}

/// The answer to a ping.
pub fn pong(payload: &[u8]) -> Vec<u8> {
    masked(0x8A, payload)
}

fn masked(opcode: u8, payload: &[u8]) -> Vec<u8> {
    let mut frame = vec![opcode];
    match payload.len() {
        short @ 0..126 => frame.push(0x80 | u8::try_from(short).unwrap_or(0)),
        long => {
            frame.push(0xFE);
            frame.extend_from_slice(&u16::try_from(long).unwrap_or(u16::MAX).to_be_bytes());
        }
    }
    frame.extend_from_slice(&[0; 4]);
    frame.extend_from_slice(payload);
    frame
}

/// The first whole frame of `bytes`: its kind, its payload, and its length with the header.
pub fn first_frame(bytes: &[u8]) -> Option<(Kind, &[u8], usize)> {
    let (opcode, short) = (*bytes.first()?, *bytes.get(1)? & 0x7F);
    let (start, length): (usize, usize) = match short {
        126 => (4, usize::from(u16::from_be_bytes(bytes.get(2..4)?.try_into().ok()?))),
        127 => (
            10,
            usize::try_from(u64::from_be_bytes(bytes.get(2..10)?.try_into().ok()?))
                .unwrap_or(usize::MAX),
        ),
        short => (2, usize::from(short)),
    };
    let end = start.checked_add(length)?;
    let kind = match opcode & 0x0F {
        1 => Kind::Text,
        8 => Kind::Close,
        9 => Kind::Ping,
        _ => Kind::Other,
    };
    Some((kind, bytes.get(start..end)?, end))
}

/// Reads one text frame; for the few messages before events come.
pub async fn read_text(stream: &mut TcpStream) -> Result<String> {
    let mut bytes = Vec::new();
    loop {
        bytes.push(stream.read_u8().await?);
        if let Some((kind, payload, _)) = first_frame(&bytes) {
            if kind == Kind::Text {
                return Ok(String::from_utf8_lossy(payload).into_owned());
            }
            bytes.clear();
        }
    }
}
