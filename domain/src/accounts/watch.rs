//! Ends credentials here that ended elsewhere: on another node, by the command line, or by time.
//!
//! Every two seconds the database is asked about all credentials in use, with one statement for
//! sessions and one for tokens. While it does not answer, credentials are believed for a minute;
//! then they end, because nobody can say any more that they hold.

use std::time::Duration;

use cairn_entities::{SessionId, TokenId, api_token, session};
use chrono::{DateTime, Utc};
use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, EntityTrait, QueryFilter, QuerySelect};
use tokio::time::{Instant, timeout};

use super::CredentialId;
use crate::{Domain, Error};

/// How often the database is asked; half of what promise P6 allows for other nodes.
const POLL: Duration = Duration::from_secs(2);
/// The longest wait between two questions while the database does not answer.
const LONGEST_WAIT: Duration = Duration::from_secs(8);
/// How long the database may take to answer.
const ANSWER_TIME: Duration = Duration::from_secs(8);
/// How long a credential is believed without an answer.
const BELIEVED: Duration = Duration::from_mins(1);
/// How many credentials one statement asks about; both databases take more parameters.
const CHUNK: usize = 1_000;
/// How often sessions that are over are deleted.
const CLEAN_EVERY: Duration = Duration::from_hours(1);

impl Domain {
    /// Watches the credentials in use until it is dropped; a serving process runs it beside requests.
    pub async fn watch_credentials(self) {
        let mut wait = POLL;
        let mut cleaned_at: Option<Instant> = None;
        loop {
            tokio::select! {
                () = tokio::time::sleep(wait) => {}
                () = self.credentials.rechecked() => {}
            }
            match self.check_credentials().await {
                Ok(()) => {
                    if wait > POLL {
                        tracing::info!("credentials are checked again");
                    }
                    wait = POLL;
                    self.write_down_uses().await;
                    if cleaned_at.is_none_or(|at| at.elapsed() >= CLEAN_EVERY) {
                        self.forget_sessions_that_are_over().await;
                        cleaned_at = Some(Instant::now());
                    }
                }
                Err(error) => {
                    wait = (wait * 2).min(LONGEST_WAIT);
                    self.end_unbelieved(&error, wait);
                }
            }
        }
    }

    /// Asks the database about all credentials in use and ends those that no longer hold.
    pub async fn check_credentials(&self) -> Result<(), Error> {
        match timeout(ANSWER_TIME, self.check_all()).await {
            Ok(result) => result,
            Err(elapsed) => Err(Error::Unavailable(elapsed.into())),
        }
    }

    async fn check_all(&self) -> Result<(), Error> {
        let (mut sessions, mut tokens) = (Vec::new(), Vec::new());
        for id in self.credentials.held() {
            match id {
                CredentialId::Session(id) => sessions.push(id),
                CredentialId::Token(id) => tokens.push(id),
                CredentialId::Local => {}
            }
        }
        for chunk in sessions.chunks(CHUNK) {
            let asked_at = Instant::now();
            let holding = self.holding_sessions(chunk).await?;
            let asked = chunk.iter().copied().map(CredentialId::Session);
            self.settle(asked, &holding, asked_at);
        }
        for chunk in tokens.chunks(CHUNK) {
            let asked_at = Instant::now();
            let holding = self.holding_tokens(chunk).await?;
            self.settle(chunk.iter().copied().map(CredentialId::Token), &holding, asked_at);
        }
        Ok(())
    }

    async fn holding_sessions(&self, ids: &[SessionId]) -> Result<Vec<CredentialId>, Error> {
        let rows: Vec<(SessionId, DateTime<Utc>)> = session::Entity::find()
            .select_only()
            .columns([session::Column::Id, session::Column::ExpiresAt])
            .filter(session::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(self.database.reader())
            .await?;
        let now = self.clock.now();
        let holding = rows.into_iter().filter(|(_, expires_at)| *expires_at > now);
        Ok(holding.map(|(id, _)| CredentialId::Session(id)).collect())
    }

    async fn holding_tokens(&self, ids: &[TokenId]) -> Result<Vec<CredentialId>, Error> {
        let rows: Vec<TokenId> = api_token::Entity::find()
            .select_only()
            .column(api_token::Column::Id)
            .filter(api_token::Column::Id.is_in(ids.iter().copied()))
            .into_tuple()
            .all(self.database.reader())
            .await?;
        Ok(rows.into_iter().map(CredentialId::Token).collect())
    }

    /// Confirms those that hold and ends the others.
    fn settle(
        &self,
        asked: impl Iterator<Item = CredentialId>,
        holding: &[CredentialId],
        asked_at: Instant,
    ) {
        self.credentials.confirm(holding, asked_at);
        let holding: std::collections::HashSet<_> = holding.iter().collect();
        let over: Vec<_> = asked.filter(|id| !holding.contains(id)).collect();
        if !over.is_empty() {
            let ended = self.credentials.end_found_over(&over);
            tracing::info!(credentials = ended, "credentials ended elsewhere or ran out");
        }
    }

    /// Ends what would be believed for too long before the database is asked again.
    fn end_unbelieved(&self, error: &Error, next_in: Duration) {
        let rest = BELIEVED.saturating_sub(next_in + ANSWER_TIME);
        let ended = Instant::now()
            .checked_sub(rest)
            .map_or(0, |deadline| self.credentials.end_unconfirmed_since(deadline));
        tracing::warn!(%error, credentials.ended = ended, "credentials cannot be checked, trying again");
    }

    /// Writes down when tokens were last used. Never fails: a lost time of last use is no loss.
    pub async fn write_down_uses(&self) {
        let used = self.credentials.take_used();
        for chunk in used.chunks(CHUNK) {
            let written = api_token::Entity::update_many()
                .col_expr(api_token::Column::LastUsedAt, Expr::value(self.clock.now()))
                .filter(api_token::Column::Id.is_in(chunk.iter().copied()))
                .exec(self.database.writer())
                .await;
            if let Err(error) = written {
                tracing::warn!(%error, "the last use of tokens was not written down");
                return;
            }
        }
    }

    async fn forget_sessions_that_are_over(&self) {
        let deleted = session::Entity::delete_many()
            .filter(session::Column::ExpiresAt.lte(self.clock.now()))
            .exec(self.database.writer())
            .await;
        if let Err(error) = deleted {
            tracing::warn!(%error, "sessions that are over were not deleted, will try again");
        }
    }
}
