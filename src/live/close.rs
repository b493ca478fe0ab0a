//! Why a socket ends, as the protocol's close codes tell it.

use axum::extract::ws::CloseFrame;

/// The end of a socket.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum End {
    /// The client closed, or is gone.
    Client,
    /// The connection broke, or was used against RFC 6455.
    Broken,
    /// The client did not answer two pings.
    Silent,
    /// The client took too long to take a message.
    Slow,
    /// The server stops; the client comes back at once.
    Restart,
    /// A message is longer than messages may be.
    TooBig,
    /// What came is not a message of the protocol.
    Invalid(&'static str),
    /// An operation before `connection_init` was accepted, or after the credential has ended.
    Unauthorized,
    /// The credential in `connection_init` does not hold.
    Forbidden,
    /// The client speaks another subprotocol.
    Subprotocol,
    /// No `connection_init` came in time.
    InitTimeout,
    /// An operation with the id of a running one.
    DuplicateId(String),
    /// A second `connection_init`.
    SecondInit,
    /// Credentials cannot be checked now.
    Unavailable,
    /// Something of ours broke.
    Internal,
}

impl End {
    /// The close code; `None` when there is nobody to tell.
    pub fn code(&self) -> Option<u16> {
        match self {
            Self::Client | Self::Broken | Self::Silent | Self::Slow => None,
            Self::TooBig => Some(1009),
            Self::Internal => Some(1011),
            Self::Restart => Some(1012),
            Self::Unavailable => Some(1013),
            Self::Invalid(_) => Some(4400),
            Self::Unauthorized => Some(4401),
            Self::Forbidden => Some(4403),
            Self::Subprotocol => Some(4406),
            Self::InitTimeout => Some(4408),
            Self::DuplicateId(_) => Some(4409),
            Self::SecondInit => Some(4429),
        }
    }

    /// A few words for the log and for the close frame, whose reason has at most 123 bytes.
    pub fn reason(&self) -> String {
        match self {
            Self::Client => "Closed by the client".to_owned(),
            Self::Broken => "Connection lost".to_owned(),
            Self::Silent => "No answer to pings".to_owned(),
            Self::Slow => "The client reads too slowly".to_owned(),
            Self::Restart => "Service restart".to_owned(),
            Self::TooBig => "Message too big".to_owned(),
            Self::Invalid(what) => format!("Invalid message: {what}"),
            Self::Unauthorized => "Unauthorized".to_owned(),
            Self::Forbidden => "Forbidden".to_owned(),
            Self::Subprotocol => "Subprotocol not acceptable".to_owned(),
            Self::InitTimeout => "Connection initialisation timeout".to_owned(),
            Self::DuplicateId(id) => {
                let id: String = id.chars().filter(char::is_ascii).take(64).collect();
                format!("Subscriber for {id} already exists")
            }
            Self::SecondInit => "Too many initialisation requests".to_owned(),
            Self::Unavailable => "Try again later".to_owned(),
            Self::Internal => "Internal error".to_owned(),
        }
    }

    /// The close frame; `None` when there is nobody to tell.
    pub fn frame(&self) -> Option<CloseFrame> {
        Some(CloseFrame { code: self.code()?, reason: self.reason().into() })
    }
}
