//! Ids on the wire.

use std::str::FromStr;

use async_graphql::ID;
use cairn_domain::entities::{
    BoardId, BotId, CardId, ColumnId, CommentId, LabelId, MilestoneId, TeamId, TokenId, UserId,
};
use uuid::Uuid;

/// An id type that has a value which nothing ever has.
pub(crate) trait WireId: FromStr {
    /// The id of nothing.
    const NOTHING: Self;
}

macro_rules! wire_ids {
    ($($name:ident),* $(,)?) => {$(
        impl WireId for $name {
            const NOTHING: Self = Self(Uuid::nil());
        }
    )*};
}

wire_ids!(
    BoardId,
    BotId,
    CardId,
    ColumnId,
    CommentId,
    LabelId,
    MilestoneId,
    TeamId,
    TokenId,
    UserId
);

/// Reads an id. A malformed one, and one of another kind, become the id of nothing: they are
/// answered like an unknown one.
pub(crate) fn parse<T: WireId>(id: &ID) -> T {
    id.parse().unwrap_or(T::NOTHING)
}

/// Reads several ids, as [`parse`] does.
pub(crate) fn parse_all<T: WireId>(ids: Option<Vec<ID>>) -> Vec<T> {
    ids.unwrap_or_default().iter().map(parse).collect()
}

/// Reads an id that may be absent, as [`parse`] does.
pub(crate) fn parse_some<T: WireId>(id: Option<ID>) -> Option<T> {
    id.map(|id| parse(&id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_id_of_the_kind_is_the_id_of_nothing() {
        let card = CardId(Uuid::from_u128(7));
        assert_eq!(parse::<CardId>(&card.to_string().into()), card);
        for text in ["", "nonsense", "column_00000000000000000000000000000007"] {
            assert_eq!(parse::<CardId>(&text.into()), CardId::NOTHING);
        }
    }
}
