//! From what a write names to the right to change it.

use cairn_entities::BoardId;

use crate::access::{BoardAccess, BoardRef, Capability, board_access};
use crate::request::Write;
use crate::{Error, Refusal};

impl Write {
    /// The right to do `C` on the board of the thing that input `field` names. A thing that is not
    /// there (`None`) and one that the actor may not see are refused alike.
    pub(crate) async fn access<C: Capability>(
        &self,
        board: Option<BoardId>,
        field: &str,
        what: &str,
    ) -> Result<BoardAccess<C>, Error> {
        let refusal = || Error::from(Refusal::not_found(field, what));
        let board = board.ok_or_else(refusal)?;
        let connection = self.domain.database.reader();
        match board_access(connection, &self.actor, BoardRef::Id(board)).await {
            Err(Error::NotFound { .. }) => Err(refusal()),
            result => result,
        }
    }
}
