//! How an answer is made smaller on its way.

use std::io;

use async_compression::{
    Level,
    tokio::write::{BrotliEncoder, GzipEncoder, ZstdEncoder},
};
use futures_util::FutureExt;
use http::{HeaderMap, HeaderValue, header};
use tokio::io::{AsyncWrite, AsyncWriteExt};

/// Answers smaller than this are sent as they are.
pub const FROM_BYTES: usize = 1024;

/// A content coding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Coding {
    /// Zstandard.
    Zstd,
    /// Brotli.
    Brotli,
    /// gzip.
    Gzip,
}

/// What is made smaller once, and how often it is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A file, which is sent for as long as the server runs.
    File,
    /// An answer, for which somebody waits and which may be out of date with the next change.
    Answer,
}

impl Coding {
    /// The first of `choice` that the client takes.
    pub fn accepted(headers: &HeaderMap, choice: &[Self]) -> Option<Self> {
        let value = headers.get(header::ACCEPT_ENCODING)?.to_str().ok()?.to_ascii_lowercase();
        let takes = |name: &str| {
            value.split(',').any(|coding| {
                let mut parts = coding.split(';').map(str::trim);
                parts.next() == Some(name) && !parts.any(is_nothing)
            })
        };
        choice.iter().copied().find(|coding| takes(coding.name()))
    }

    /// Its name in headers.
    pub fn name(self) -> &'static str {
        match self {
            Self::Zstd => "zstd",
            Self::Brotli => "br",
            Self::Gzip => "gzip",
        }
    }

    /// `bytes` in this coding; `None` if the library fails. Takes milliseconds: not for a thread that
    /// others wait for.
    pub fn compress(self, bytes: &[u8], kind: Kind) -> Option<Vec<u8>> {
        let out = Vec::new();
        let level = |file, answer| Level::Precise(if kind == Kind::File { file } else { answer });
        // The encoder never waits: it writes into memory.
        let encoded = match self {
            Self::Zstd => {
                encode(ZstdEncoder::with_quality(out, level(12, 3)), bytes, ZstdEncoder::into_inner)
                    .now_or_never()
            }
            Self::Brotli => {
                let encoder = BrotliEncoder::with_quality(out, level(6, 4));
                encode(encoder, bytes, BrotliEncoder::into_inner).now_or_never()
            }
            Self::Gzip => {
                encode(GzipEncoder::with_quality(out, level(6, 4)), bytes, GzipEncoder::into_inner)
                    .now_or_never()
            }
        };
        encoded?.ok()
    }
}

/// Overlooks that a client takes no answer as it is (`identity;q=0`, or `*;q=0` with nothing else): a
/// mutation would be written and its answer then refused. RFC 9110, 12.5.3 lets a server answer so.
pub fn take_any_answer(headers: &mut HeaderMap) {
    let value = headers.get(header::ACCEPT_ENCODING).and_then(|value| value.to_str().ok());
    let taken = value.map(|value| {
        let is_refused = |coding: &&str| {
            let mut parts = coding.split(';').map(str::trim);
            matches!(parts.next(), Some("identity" | "*")) && parts.any(is_nothing)
        };
        let value = value.to_ascii_lowercase();
        value.split(',').filter(|coding| !is_refused(coding)).collect::<Vec<_>>().join(",")
    });
    if let Some(Ok(taken)) = taken.map(HeaderValue::try_from) {
        headers.insert(header::ACCEPT_ENCODING, taken);
    }
}

/// Whether a parameter says that a coding is not taken: a quality of 0, however many zeros it has.
fn is_nothing(parameter: &str) -> bool {
    parameter.strip_prefix("q=").is_some_and(|quality| quality.parse() == Ok(0.0_f32))
}

async fn encode<E: AsyncWrite + Unpin>(
    mut encoder: E,
    bytes: &[u8],
    finish: impl FnOnce(E) -> Vec<u8>,
) -> io::Result<Vec<u8>> {
    encoder.write_all(bytes).await?;
    encoder.shutdown().await?;
    Ok(finish(encoder))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_client_says_what_it_takes() {
        let coding = |accepted: &'static str| {
            let mut headers = HeaderMap::new();
            headers.insert(header::ACCEPT_ENCODING, HeaderValue::from_static(accepted));
            Coding::accepted(&headers, &[Coding::Zstd, Coding::Brotli, Coding::Gzip])
        };
        assert_eq!(coding("gzip, deflate, br, zstd"), Some(Coding::Zstd));
        assert_eq!(coding("br;q=0.000, zstd; q=0, GZIP;q=0.5"), Some(Coding::Gzip));
        assert_eq!(coding("identity"), None);
    }

    #[test]
    fn each_coding_makes_text_smaller() {
        let text = "a line of the web app\n".repeat(500);
        for (coding, start) in [
            (Coding::Gzip, &[0x1f, 0x8b][..]),
            (Coding::Zstd, &[0x28, 0xb5, 0x2f, 0xfd]),
            (Coding::Brotli, &[]),
        ] {
            for kind in [Kind::File, Kind::Answer] {
                let smaller = coding.compress(text.as_bytes(), kind).unwrap();
                assert!(smaller.starts_with(start) && smaller.len() < 500, "{}", smaller.len());
            }
        }
    }
}
