//! A move as raw servers are told of it.

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use crate::failure::{Failure, Result};

/// The body of `POST /move`; ids in Cairn's form.
#[derive(Debug, Deserialize)]
pub struct Body {
    #[serde(rename = "boardId")]
    board: String,
    #[serde(rename = "cardId")]
    card: String,
    #[serde(rename = "columnId")]
    column: String,
    #[serde(rename = "clientMutationId")]
    client_mutation: String,
}

/// A move, parsed.
#[derive(Debug)]
pub struct Move {
    /// The board.
    pub board: Uuid,
    /// The card.
    pub card: Uuid,
    /// Where to.
    pub column: Uuid,
    /// The new rank: any short text costs the same.
    pub rank: String,
    /// The client's id.
    pub id: String,
}

/// What a move came to.
#[derive(Debug, Serialize)]
pub struct Moved {
    /// The event.
    pub seq: i64,
    /// The card's new rank.
    pub rank: String,
}

impl TryFrom<Body> for Move {
    type Error = Failure;

    fn try_from(body: Body) -> Result<Self> {
        let rank = format!("a{:05x}", rand::random_range(0..0x10_0000));
        Ok(Self {
            board: uuid(&body.board)?,
            card: uuid(&body.card)?,
            column: uuid(&body.column)?,
            rank,
            id: body.client_mutation,
        })
    }
}

fn uuid(id: &str) -> Result<Uuid> {
    let (_, digits) = id.split_once('_').ok_or_else(|| Failure::new("an id without kind"))?;
    Ok(Uuid::parse_str(digits)?)
}
