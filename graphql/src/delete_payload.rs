//! What deleting something comes to.

use async_graphql::{ID, SimpleObject};

use crate::event::BoardEvent;
use crate::user_error::UserError;
use crate::write::Written;

/// What deleting something came to.
#[derive(SimpleObject)]
pub struct DeletePayload {
    /// The id that the client gave this write.
    client_mutation_id: Option<ID>,
    /// The id of what is gone; null when nothing was deleted.
    deleted_id: Option<ID>,
    /// The event that tells of it, where a board's log does. A deleted board takes its log with it,
    /// and a token is on no board: there is no event for these.
    event: Option<BoardEvent>,
    /// Why nothing was deleted; empty when it was.
    user_errors: Vec<UserError>,
}

impl From<Written> for DeletePayload {
    fn from(written: Written) -> Self {
        Self {
            deleted_id: written.subject(),
            event: written.event(),
            client_mutation_id: written.client_mutation_id,
            user_errors: written.user_errors,
        }
    }
}
