//! How often somebody may try to sign in.
//!
//! Attempts count by the client's address, and wrong ones more. Wrong ones count by username too, so
//! that many addresses together do not guess faster; but that must lock nobody out, so an address
//! from which the person has signed in before is not asked about it.

use std::{
    collections::HashSet,
    hash::{BuildHasher, RandomState},
    net::IpAddr,
    sync::{
        Mutex, PoisonError,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use cairn_domain::accounts::username_key;

use super::allowance::{Allowance, UsedUp};
use crate::http::ClientAddress;

/// Where people have signed in; forgotten all at once when there are more.
const MAX_KNOWN: usize = 50_000;

/// Who may still try.
#[derive(Debug)]
pub struct Guesses {
    attempts: Allowance<IpAddr>,
    wrong_by_address: Allowance<IpAddr>,
    wrong_by_username: Allowance<u64>,
    known: Mutex<HashSet<(IpAddr, u64)>>,
    hasher: RandomState,
    refused: AtomicU64,
    forgotten: AtomicU64,
}

/// What is remembered of those who tried to sign in: each pair is how much now, and how much at most.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuessFigures {
    /// Addresses that tried.
    pub attempts: (usize, usize),
    /// Addresses that were wrong.
    pub wrong_by_address: (usize, usize),
    /// Usernames that were guessed at.
    pub wrong_by_username: (usize, usize),
    /// Where people have signed in.
    pub known: (usize, usize),
    /// How many attempts came too soon.
    pub refused: u64,
    /// How many places were forgotten for newer ones.
    pub forgotten: u64,
}

impl Default for Guesses {
    fn default() -> Self {
        Self {
            attempts: Allowance::new(60, Duration::from_secs(1)),
            wrong_by_address: Allowance::new(10, Duration::from_secs(6)),
            wrong_by_username: Allowance::new(20, Duration::from_secs(3)),
            known: Mutex::default(),
            hasher: RandomState::new(),
            refused: AtomicU64::new(0),
            forgotten: AtomicU64::new(0),
        }
    }
}

/// One attempt, wrong until somebody says that it was right.
#[derive(Debug)]
pub struct Guess<'a> {
    guesses: &'a Guesses,
    address: IpAddr,
    username: Option<u64>,
}

impl Guesses {
    /// Whether a request of `client` may be looked at; the username comes with [`Guess::of`].
    pub fn begin(&self, client: ClientAddress) -> Result<Guess<'_>, UsedUp> {
        let (address, now) = (client.counted(), Instant::now());
        let taken = self.attempts.take(&address, now);
        let taken = taken.and_then(|()| self.wrong_by_address.take(&address, now));
        self.counted(taken)?;
        Ok(Guess { guesses: self, address, username: None })
    }

    /// How much is remembered.
    pub fn figures(&self) -> GuessFigures {
        let known = self.known.lock().unwrap_or_else(PoisonError::into_inner).len();
        GuessFigures {
            attempts: self.attempts.keys(),
            wrong_by_address: self.wrong_by_address.keys(),
            wrong_by_username: self.wrong_by_username.keys(),
            known: (known, MAX_KNOWN),
            refused: self.refused.load(Ordering::Relaxed),
            forgotten: self.forgotten.load(Ordering::Relaxed),
        }
    }

    fn counted(&self, taken: Result<(), UsedUp>) -> Result<(), UsedUp> {
        taken.inspect_err(|_| {
            self.refused.fetch_add(1, Ordering::Relaxed);
        })
    }

    fn is_known(&self, place: (IpAddr, u64)) -> bool {
        self.known.lock().unwrap_or_else(PoisonError::into_inner).contains(&place)
    }

    fn remember(&self, place: (IpAddr, u64)) {
        let mut known = self.known.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= MAX_KNOWN {
            self.forgotten.fetch_add(known.len() as u64, Ordering::Relaxed);
            known.clear();
        }
        known.insert(place);
    }
}

impl Guess<'_> {
    /// Whether the password of this username may be guessed.
    pub fn of(&mut self, username: &str) -> Result<(), UsedUp> {
        let username = self.guesses.hasher.hash_one(username_key(username));
        if self.guesses.is_known((self.address, username)) {
            self.username = Some(username);
            return Ok(());
        }
        let taken = self.guesses.wrong_by_username.take(&username, Instant::now());
        self.guesses.counted(taken)?;
        self.username = Some(username);
        Ok(())
    }

    /// It was right, and does not count as wrong.
    pub fn was_right(self) {
        self.was_no_guess();
        if let Some(username) = self.username {
            self.guesses.remember((self.address, username));
        }
    }

    /// Nothing was guessed: the request was refused for another reason.
    pub fn was_no_guess(&self) {
        self.guesses.wrong_by_address.give_back(&self.address);
        if let Some(username) = self.username
            && !self.guesses.is_known((self.address, username))
        {
            self.guesses.wrong_by_username.give_back(&username);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn client(address: &str) -> ClientAddress {
        ClientAddress(address.parse().unwrap())
    }

    fn wrong(guesses: &Guesses, address: &str, username: &str) -> Result<(), UsedUp> {
        guesses.begin(client(address))?.of(username)
    }

    fn right(guesses: &Guesses, address: &str, username: &str) -> Result<(), UsedUp> {
        let mut guess = guesses.begin(client(address))?;
        guess.of(username)?;
        guess.was_right();
        Ok(())
    }

    #[test]
    fn an_address_has_ten_wrong_guesses() {
        let guesses = Guesses::default();
        for number in 0..10 {
            wrong(&guesses, "192.0.2.1", &number.to_string()).unwrap();
        }
        let used_up = wrong(&guesses, "192.0.2.1", "ann").unwrap_err();
        assert!((5..=6).contains(&used_up.wait.as_secs()), "{used_up:?}");
        wrong(&guesses, "192.0.2.2", "ann").unwrap();
        let GuessFigures { attempts, wrong_by_username, known, refused, .. } = guesses.figures();
        assert_eq!((attempts.0, wrong_by_username.0, known.0, refused), (2, 11, 0, 1));
    }

    #[test]
    fn an_ipv6_network_counts_as_one() {
        let guesses = Guesses::default();
        for number in 0..10 {
            wrong(&guesses, &format!("2001:db8::{number}"), "ann").unwrap();
        }
        wrong(&guesses, "2001:db8::ffff", "ann").unwrap_err();
        wrong(&guesses, "2001:db8:0:1::1", "ann").unwrap();
    }

    #[test]
    fn right_guesses_do_not_count_as_wrong() {
        let guesses = Guesses::default();
        for _ in 0..40 {
            right(&guesses, "192.0.2.1", "ann").unwrap();
        }
        wrong(&guesses, "192.0.2.1", "ann").unwrap();
    }

    #[test]
    fn many_addresses_together_do_not_guess_faster_nor_lock_the_person_out() {
        let guesses = Guesses::default();
        right(&guesses, "198.51.100.7", "Ann").unwrap();
        let outcomes: Vec<_> =
            (0..30).map(|host| wrong(&guesses, &format!("192.0.2.{host}"), "ann")).collect();
        assert_eq!(outcomes.iter().filter(|outcome| outcome.is_ok()).count(), 20);
        wrong(&guesses, "192.0.2.99", "ANN").unwrap_err();
        right(&guesses, "198.51.100.7", "ann").unwrap();
        wrong(&guesses, "192.0.2.99", "bob").unwrap();
    }
}
