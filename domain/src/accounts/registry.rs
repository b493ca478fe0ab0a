//! The credentials in use on this node, and how their holders learn that they ended.
//!
//! Every holder of one session or token shares one signal. An entry lives as long as its last
//! holder, so the registry is as large as the requests and sockets there are. No lock is held
//! while a signal is given or an entry's holder goes: both may call back.

use std::collections::{HashMap, HashSet};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};

use cairn_entities::{TokenId, UserId};
use tokio::sync::{Notify, watch};
use tokio::time::Instant;
use tokio_util::sync::CancellationToken;

use super::{Credential, CredentialId};

/// How many tokens can wait for their last use to be written down.
const MAX_USED: usize = 10_000;

/// The credentials in use on this node.
#[derive(Clone, Debug, Default)]
pub struct Credentials {
    shared: Arc<Shared>,
}

#[derive(Debug, Default)]
struct Shared {
    state: Mutex<State>,
    recheck: Notify,
    /// Counts what was ended by name, for the bus that tells the other nodes.
    told: watch::Sender<u64>,
}

#[derive(Debug, Default)]
struct State {
    held: HashMap<CredentialId, Entry>,
    /// Counts the endings on this node; see [`Credentials::admit`].
    endings: u64,
    used: HashSet<TokenId>,
    not_noted: u64,
}

/// How much is remembered of credentials.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CredentialFigures {
    /// Different credentials in use: there are never more than requests and sockets.
    pub in_use: usize,
    /// Tokens whose last use waits to be written down.
    pub used: usize,
    /// How many can wait.
    pub most_used: usize,
    /// How many uses found no room.
    pub not_noted: u64,
}

#[derive(Debug)]
struct Entry {
    user: UserId,
    ended: CancellationToken,
    lease: Weak<Lease>,
    /// When the database was last asked and said that it holds.
    confirmed_at: Instant,
}

/// Held by all holders of one credential together; the last one takes the entry away.
#[derive(Debug)]
pub(super) struct Lease {
    id: CredentialId,
    registry: Weak<Shared>,
}

impl Drop for Lease {
    fn drop(&mut self) {
        if let Some(shared) = self.registry.upgrade() {
            let mut state = shared.state();
            // Another holder may have come between the last one's going and this line.
            if state.held.get(&self.id).is_some_and(|entry| entry.lease.strong_count() == 0) {
                state.held.remove(&self.id);
            }
        }
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Credentials {
    /// Looks at the database at once rather than at the next poll: another node hinted that
    /// something ended.
    pub fn recheck(&self) {
        self.shared.recheck.notify_one();
    }

    /// Changes whenever somebody ended a credential here, in use on this node or not.
    pub(crate) fn listen_to_ends(&self) -> watch::Receiver<u64> {
        self.shared.told.subscribe()
    }

    /// How many different credentials are in use.
    #[must_use]
    pub fn in_use(&self) -> usize {
        self.shared.state().held.len()
    }

    /// How much is remembered.
    #[must_use]
    pub fn figures(&self) -> CredentialFigures {
        let state = self.shared.state();
        CredentialFigures {
            in_use: state.held.len(),
            used: state.used.len(),
            most_used: MAX_USED,
            not_noted: state.not_noted,
        }
    }

    pub(super) async fn rechecked(&self) {
        self.shared.recheck.notified().await;
    }

    /// How often something ended on this node; ask before the database is read.
    pub(crate) fn endings(&self) -> u64 {
        self.shared.state().endings
    }

    /// A holder for a credential that the database, read after `endings` was asked for, says to
    /// hold. `None` when something ended meanwhile: read again, it may have been this one.
    pub(crate) fn admit(&self, id: CredentialId, user: UserId, endings: u64) -> Option<Credential> {
        let mut state = self.shared.state();
        if state.endings != endings {
            return None;
        }
        let now = Instant::now();
        if let Some(entry) = state.held.get_mut(&id)
            && let Some(lease) = entry.lease.upgrade()
        {
            entry.confirmed_at = now;
            return Some(Credential::watched(id, entry.ended.clone(), lease));
        }
        let lease = Arc::new(Lease { id, registry: Arc::downgrade(&self.shared) });
        let ended = CancellationToken::new();
        let entry =
            Entry { user, ended: ended.clone(), lease: Arc::downgrade(&lease), confirmed_at: now };
        state.held.insert(id, entry);
        Some(Credential::watched(id, ended, lease))
    }

    /// Every credential in use.
    pub(super) fn held(&self) -> Vec<CredentialId> {
        self.shared.state().held.keys().copied().collect()
    }

    /// The database, asked at `at`, says that these hold.
    pub(super) fn confirm(&self, ids: &[CredentialId], at: Instant) {
        let mut state = self.shared.state();
        for id in ids {
            if let Some(entry) = state.held.get_mut(id) {
                entry.confirmed_at = entry.confirmed_at.max(at);
            }
        }
    }

    /// Ends these, which were taken back here; their holders know when this returns.
    pub(crate) fn end(&self, ids: &[CredentialId]) {
        self.end_found_over(ids);
        if !ids.is_empty() {
            self.shared.told.send_modify(|told| *told += 1);
        }
    }

    /// Ends these, which the database no longer has; the other nodes find out themselves.
    pub(super) fn end_found_over(&self, ids: &[CredentialId]) -> usize {
        self.end_with(|held| ids.iter().filter_map(|id| held.remove(id)).collect())
    }

    /// Ends all sessions of a person.
    pub(super) fn end_sessions_of(&self, user: UserId) {
        let sessions_of_user = |id: &CredentialId, entry: &Entry| {
            entry.user == user && matches!(id, CredentialId::Session(_))
        };
        self.end_where(sessions_of_user);
        self.shared.told.send_modify(|told| *told += 1);
    }

    /// Ends those that the database did not confirm since `deadline`.
    pub(super) fn end_unconfirmed_since(&self, deadline: Instant) -> usize {
        self.end_where(|_, entry| entry.confirmed_at < deadline)
    }

    fn end_where(&self, is_over: impl Fn(&CredentialId, &Entry) -> bool) -> usize {
        self.end_with(|held| {
            held.extract_if(|id, entry| is_over(id, entry)).map(|(_, entry)| entry).collect()
        })
    }

    fn end_with(
        &self,
        take: impl FnOnce(&mut HashMap<CredentialId, Entry>) -> Vec<Entry>,
    ) -> usize {
        let over = {
            let mut state = self.shared.state();
            state.endings += 1;
            take(&mut state.held)
        };
        for entry in &over {
            entry.ended.cancel();
        }
        over.len()
    }

    /// Remembers that a token was used, for the next time that uses are written down.
    pub(super) fn note_used(&self, token: TokenId) {
        let mut state = self.shared.state();
        if state.used.len() < MAX_USED {
            state.used.insert(token);
        } else if !state.used.contains(&token) {
            state.not_noted += 1;
        }
    }

    /// The tokens that were used since this was last asked.
    pub(super) fn take_used(&self) -> Vec<TokenId> {
        self.shared.state().used.drain().collect()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use cairn_entities::SessionId;
    use uuid::Uuid;

    use super::*;

    fn uuid(number: u128) -> Uuid {
        Uuid::from_u128(number)
    }

    fn session(number: u128) -> CredentialId {
        CredentialId::Session(SessionId(uuid(number)))
    }

    fn admit(credentials: &Credentials, id: CredentialId, user: u128) -> Credential {
        credentials.admit(id, UserId(uuid(user)), credentials.endings()).unwrap()
    }

    #[test]
    fn all_holders_of_one_credential_learn_of_its_end() {
        let credentials = Credentials::default();
        let (first, second) =
            (admit(&credentials, session(1), 1), admit(&credentials, session(1), 1));
        let other = admit(&credentials, session(2), 1);
        assert_eq!(credentials.end_found_over(&[session(1)]), 1);
        assert!(first.has_ended() && second.has_ended() && !other.has_ended());
    }

    #[test]
    fn an_entry_goes_with_its_last_holder() {
        let credentials = Credentials::default();
        let first = admit(&credentials, session(1), 1);
        let second = first.clone();
        drop(first);
        assert_eq!(credentials.in_use(), 1);
        drop(second);
        assert_eq!(credentials.in_use(), 0);
    }

    #[test]
    fn a_late_holder_of_an_ended_credential_does_not_take_a_new_entry_away() {
        let credentials = Credentials::default();
        let ended = admit(&credentials, session(1), 1);
        credentials.end(&[session(1)]);
        let again = admit(&credentials, session(1), 1);
        drop(ended);
        assert_eq!(credentials.in_use(), 1);
        assert!(!again.has_ended());
    }

    #[test]
    fn what_was_read_before_an_ending_is_not_admitted() {
        let credentials = Credentials::default();
        let endings = credentials.endings();
        credentials.end(&[session(1)]);
        assert!(credentials.admit(session(1), UserId(uuid(1)), endings).is_none());
    }

    #[test]
    fn a_new_password_ends_sessions_but_not_tokens() {
        let credentials = Credentials::default();
        let token_id = CredentialId::Token(TokenId(uuid(3)));
        let (own, others, token) = (
            admit(&credentials, session(1), 1),
            admit(&credentials, session(2), 2),
            admit(&credentials, token_id, 1),
        );
        credentials.end_sessions_of(UserId(uuid(1)));
        assert!(own.has_ended() && !others.has_ended() && !token.has_ended());
    }

    #[tokio::test(start_paused = true)]
    async fn what_nobody_confirms_ends() {
        let credentials = Credentials::default();
        let (stale, fresh) =
            (admit(&credentials, session(1), 1), admit(&credentials, session(2), 1));
        tokio::time::advance(Duration::from_secs(61)).await;
        credentials.confirm(&[session(2)], Instant::now());
        let deadline = Instant::now().checked_sub(Duration::from_mins(1)).unwrap();
        assert_eq!(credentials.end_unconfirmed_since(deadline), 1);
        assert!(stale.has_ended() && !fresh.has_ended());
    }
}
