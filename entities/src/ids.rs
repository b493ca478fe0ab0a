//! Typed identifiers: a UUIDv7 in the database, `prefix_<32 hex digits>` everywhere else.
//!
//! A `CardId` cannot be passed where a `ColumnId` is wanted, and text of the wrong kind does not
//! parse, so a foreign id is answered like an unknown one.

use std::fmt;
use std::str::FromStr;

use sea_orm::prelude::*;
use sea_orm::{DbErr, DeriveValueType, TryFromU64};
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};

/// The text is not an id of the wanted kind.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAnId;

impl fmt::Display for NotAnId {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not an id of this kind")
    }
}

impl std::error::Error for NotAnId {}

macro_rules! id_types {
    ($($(#[$doc:meta])* $name:ident = $prefix:literal;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, DeriveValueType)]
        pub struct $name(pub Uuid);

        impl $name {
            /// The kind's prefix on the wire, with its underscore.
            pub const PREFIX: &'static str = concat!($prefix, "_");
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{}{}", Self::PREFIX, self.0.simple())
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(self, f)
            }
        }

        impl FromStr for $name {
            type Err = NotAnId;

            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse_with_prefix(text, Self::PREFIX).map(Self)
            }
        }

        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = <std::borrow::Cow<'de, str>>::deserialize(deserializer)?;
                text.parse().map_err(de::Error::custom)
            }
        }

        impl TryFromU64 for $name {
            fn try_from_u64(_: u64) -> Result<Self, DbErr> {
                Err(DbErr::ConvertFromU64(stringify!($name)))
            }
        }
    )*};
}

id_types! {
    /// A board.
    BoardId = "board";
    /// A column of a board.
    ColumnId = "column";
    /// A card.
    CardId = "card";
    /// A label of a board.
    LabelId = "label";
    /// A milestone of a board.
    MilestoneId = "milestone";
    /// A comment on a card.
    CommentId = "comment";
    /// A person with an account.
    UserId = "user";
    /// An actor that cannot sign in: a connector, or an author known by name only.
    BotId = "bot";
    /// A team.
    TeamId = "team";
    /// A signed-in browser.
    SessionId = "session";
    /// A personal API token.
    TokenId = "token";
    /// The record of an import.
    ImportId = "import";
    /// The lifetime of a board's log: another epoch is another log.
    Epoch = "epoch";
}

/// Only the one canonical spelling parses: lower-case, 32 digits, no hyphens.
fn parse_with_prefix(text: &str, prefix: &str) -> Result<Uuid, NotAnId> {
    let digits = text.strip_prefix(prefix).ok_or(NotAnId)?;
    let canonical = digits.len() == 32
        && digits.bytes().all(|byte| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte));
    if !canonical {
        return Err(NotAnId);
    }
    Uuid::try_parse(digits).map_err(|_| NotAnId)
}

/// Who did something: a person, or an actor that cannot sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(untagged)]
pub enum ActorRef {
    /// A person with an account.
    User(UserId),
    /// A connector, or an author known by name only.
    Bot(BotId),
}

impl ActorRef {
    /// From the pair of nullable columns that tables keep, of which one at most is set.
    #[must_use]
    pub fn from_columns(user: Option<UserId>, bot: Option<BotId>) -> Option<Self> {
        user.map(Self::User).or(bot.map(Self::Bot))
    }

    /// The value for a table's user column.
    #[must_use]
    pub fn user(self) -> Option<UserId> {
        match self {
            Self::User(id) => Some(id),
            Self::Bot(_) => None,
        }
    }

    /// The value for a table's bot column.
    #[must_use]
    pub fn bot(self) -> Option<BotId> {
        match self {
            Self::Bot(id) => Some(id),
            Self::User(_) => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_survives_the_wire() {
        let id = CardId(Uuid::from_u128(0x0123_4567_89ab_7def_8123_4567_89ab_cdef));
        assert_eq!(id.to_string(), "card_0123456789ab7def8123456789abcdef");
        assert_eq!(id.to_string().parse(), Ok(id));
    }

    #[test]
    fn other_kinds_and_other_spellings_are_not_ids() {
        for text in [
            "",
            "card_",
            "0123456789ab7def8123456789abcdef",
            "column_0123456789ab7def8123456789abcdef",
            "card_0123456789AB7DEF8123456789ABCDEF",
            "card_01234567-89ab-7def-8123-456789abcdef",
            "card_0123456789ab7def8123456789abcdef ",
        ] {
            assert_eq!(text.parse::<CardId>(), Err(NotAnId), "{text:?}");
        }
    }
}
