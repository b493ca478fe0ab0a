//! A small HTTP/1.1 client for one keep-alive connection: what it costs, it costs on both sides.

use std::fmt::Write as _;
use std::net::SocketAddr;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::failure::{Failure, Result};

/// Bytes that the read buffer begins with; it grows to the largest answer and stays.
const BUFFER: usize = 64 * 1024;

/// One connection.
pub struct Connection {
    stream: TcpStream,
    buffer: Vec<u8>,
    /// A body that came in chunks, put together.
    joined: Vec<u8>,
}

/// What came back.
pub struct Answer<'a> {
    /// The status.
    pub status: u16,
    /// The `ETag`, with its quotes.
    pub etag: Option<String>,
    /// The body.
    pub body: &'a [u8],
}

impl Connection {
    /// Connects.
    pub async fn open(address: SocketAddr) -> Result<Self> {
        let stream = TcpStream::connect(address).await?;
        stream.set_nodelay(true)?;
        Ok(Self { stream, buffer: Vec::with_capacity(BUFFER), joined: Vec::new() })
    }

    /// Sends a request and reads its whole answer.
    pub async fn send(&mut self, request: &[u8]) -> Result<Answer<'_>> {
        self.stream.write_all(request).await?;
        self.buffer.clear();
        let head = loop {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(Failure::new("the server closed the connection"));
            }
            if let Some(end) = memchr::memmem::find(&self.buffer, b"\r\n\r\n") {
                break end + 4;
            }
        };
        let text = String::from_utf8_lossy(&self.buffer[..head]).into_owned();
        let header = |name: &str| {
            text.lines()
                .filter_map(|line| line.split_once(':'))
                .find(|(found, _)| found.eq_ignore_ascii_case(name))
                .map(|(_, value)| value.trim().to_owned())
        };
        let status = text
            .get(9..12)
            .and_then(|status| status.parse().ok())
            .ok_or_else(|| Failure::new("no HTTP answer"))?;
        let length = match header("content-length") {
            Some(length) => length.parse()?,
            None if status == 304 || status == 204 => 0,
            None => {
                self.join_chunks(head).await?;
                return Ok(Answer { status, etag: header("etag"), body: &self.joined });
            }
        };
        self.buffer.reserve((head + length).saturating_sub(self.buffer.len()));
        self.fill(head + length).await?;
        Ok(Answer { status, etag: header("etag"), body: &self.buffer[head..] })
    }

    /// Reads until the buffer holds so many bytes.
    async fn fill(&mut self, length: usize) -> Result<()> {
        while self.buffer.len() < length {
            if self.stream.read_buf(&mut self.buffer).await? == 0 {
                return Err(Failure::new("the server closed the connection"));
            }
        }
        Ok(())
    }

    /// Reads a body in chunks, which begins at `start`.
    async fn join_chunks(&mut self, start: usize) -> Result<()> {
        self.joined.clear();
        let mut chunk = start;
        loop {
            let Some(line) = memchr::memmem::find(&self.buffer[chunk..], b"\r\n") else {
                self.fill(self.buffer.len() + 1).await?;
                continue;
            };
            let digits = std::str::from_utf8(&self.buffer[chunk..chunk + line])?;
            let length = usize::from_str_radix(digits, 16)?;
            let bytes = chunk + line + 2;
            self.fill(bytes + length + 2).await?;
            self.joined.extend_from_slice(&self.buffer[bytes..bytes + length]);
            if length == 0 {
                return Ok(());
            }
            chunk = bytes + length + 2;
        }
    }
}

/// A POST of JSON; `token` goes into `Authorization`.
pub fn post(path: &str, token: &str, body: &[u8]) -> Vec<u8> {
    let mut request = format!(
        "POST {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n\
         content-type: application/json\r\ncontent-length: {}\r\n\r\n",
        body.len()
    )
    .into_bytes();
    request.extend_from_slice(body);
    request
}

/// A GET with more header lines, each `name: value`.
pub fn get(path: &str, token: &str, headers: &[&str]) -> Vec<u8> {
    let mut request =
        format!("GET {path} HTTP/1.1\r\nhost: 127.0.0.1\r\nauthorization: Bearer {token}\r\n");
    for header in headers {
        request.push_str(header);
        request.push_str("\r\n");
    }
    request.push_str("\r\n");
    request.into_bytes()
}

/// Text as a part of a URL's query.
pub fn encoded(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}
