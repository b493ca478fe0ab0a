//! HTTP/1.1 byte by byte, for requests that no proper client would send.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpStream,
};

use super::soon;

/// An answer.
#[derive(Debug, Clone)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// The headers, names in lower case.
    pub headers: Vec<(String, String)>,
    /// The body, without chunks.
    pub body: Vec<u8>,
}

impl Reply {
    /// A header's value.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(given, _)| given == name).map(|(_, value)| value.as_str())
    }

    /// The body as JSON; null when it is none.
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_default()
    }

    /// The code of the first error.
    pub fn code(&self) -> String {
        self.json()["errors"][0]["extensions"]["code"].as_str().unwrap_or_default().to_owned()
    }

    fn parse(bytes: &[u8]) -> Self {
        let end = bytes.windows(4).position(|four| four == b"\r\n\r\n").expect("no whole head");
        let head = String::from_utf8_lossy(&bytes[..end]).into_owned();
        let mut lines = head.split("\r\n");
        let status = lines.next().and_then(|line| line.split(' ').nth(1)).unwrap().parse().unwrap();
        let headers: Vec<(String, String)> = lines
            .filter_map(|line| line.split_once(':'))
            .map(|(name, value)| (name.to_ascii_lowercase(), value.trim().to_owned()))
            .collect();
        let body = &bytes[end + 4..];
        let is_chunked = headers.iter().any(|pair| pair.0 == "transfer-encoding");
        let body = if is_chunked { dechunk(body) } else { body.to_vec() };
        Self { status, headers, body }
    }
}

/// Sends a request with these headers, and the usual ones where they are not among them.
pub async fn send(address: SocketAddr, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Reply {
    raw(address, &request(address, line, headers, body)).await
}

/// `POST /graphql` with a document.
pub async fn graphql(address: SocketAddr, document: &str) -> Reply {
    post(address, &[], &serde_json::json!({ "query": document })).await
}

/// `POST /graphql` with JSON.
pub async fn post(address: SocketAddr, headers: &[(&str, &str)], body: &Value) -> Reply {
    let mut headers = headers.to_vec();
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("content-type")) {
        headers.push(("content-type", "application/json"));
    }
    send(address, "POST /graphql", &headers, body.to_string().as_bytes()).await
}

/// Sends bytes, and reads the answer to the end of the connection.
pub async fn raw(address: SocketAddr, bytes: &[u8]) -> Reply {
    let stream = TcpStream::connect(address).await.unwrap();
    exchange(stream, bytes).await
}

/// Sends bytes while it reads the answer: the server may answer before it has read all.
pub async fn exchange(stream: TcpStream, bytes: &[u8]) -> Reply {
    let (mut reading, mut writing) = stream.into_split();
    let mut answer = Vec::new();
    let sending = async {
        // A server that has answered may not want the rest.
        let _ = writing.write_all(bytes).await;
        std::future::pending::<()>().await;
    };
    let receiving = async {
        // A reset after the answer is the end as well.
        let _ = reading.read_to_end(&mut answer).await;
    };
    soon(async {
        tokio::select! {
            () = sending => {}
            () = receiving => {}
        }
    })
    .await;
    Reply::parse(&answer)
}

/// A whole request as bytes.
pub fn request(address: SocketAddr, line: &str, headers: &[(&str, &str)], body: &[u8]) -> Vec<u8> {
    let mut head = vec![format!("{line} HTTP/1.1"), "connection: close".to_owned()];
    if !headers.iter().any(|(name, _)| name.eq_ignore_ascii_case("host")) {
        head.push(format!("host: {address}"));
    }
    if !body.is_empty() {
        head.push(format!("content-length: {}", body.len()));
    }
    head.extend(headers.iter().map(|(name, value)| format!("{name}: {value}")));
    let head = head.join("\r\n") + "\r\n\r\n";
    [head.as_bytes(), body].concat()
}

fn dechunk(mut bytes: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = bytes.windows(2).position(|two| two == b"\r\n") {
        let length = std::str::from_utf8(&bytes[..end]).unwrap();
        let length = usize::from_str_radix(length, 16).unwrap();
        if length == 0 {
            break;
        }
        body.extend_from_slice(&bytes[end + 2..end + 2 + length]);
        bytes = &bytes[end + 2 + length + 2..];
    }
    body
}
