//! Passwords: their rules, and Argon2id without letting it eat the machine.
//!
//! Hashing takes 19 MiB and some 20 ms of one core by design. So it runs beside the request loop, on
//! as many cores as there are, and those who would wait too long are told to come again.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};
use argon2::{Algorithm, Argon2, Params, Version};
use tokio::sync::{OwnedSemaphorePermit, Semaphore, TryAcquireError};

use crate::{Error, Refusal};

/// The shortest password, in characters.
const SHORTEST: usize = 8;
/// The longest password, in bytes: more would only cost hashing time.
const LONGEST: usize = 1024;
/// Memory of one hash, in KiB, as OWASP advises beside two passes on one lane.
const MEMORY_KIB: u32 = 19_456;
const PASSES: u32 = 2;
const LANES: u32 = 1;
/// How many may wait for a core: about a second on two cores.
const WAITING: usize = 64;
/// Verified against when there is nothing to verify against.
const NO_SALT: &[u8] = b"nobody-has-this!";

/// The place where passwords are hashed.
#[derive(Clone, Debug)]
pub struct Passwords {
    /// Those who hash and those who wait.
    room: Arc<Semaphore>,
    /// Those who hash.
    cores: Arc<Semaphore>,
    places: usize,
    turned_away: Arc<AtomicU64>,
}

/// Those who hash a password and those who wait to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct HashingFigures {
    /// How many there are now.
    pub inside: usize,
    /// How many there may be.
    pub most: usize,
    /// How many were turned away.
    pub turned_away: u64,
}

/// Too many wait for a password to be hashed.
#[derive(Debug, thiserror::Error)]
#[error("too many passwords wait to be hashed")]
struct Crowded;

/// What comparing came to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    /// It is another password, or there is none.
    Wrong,
    /// It is the password.
    Right,
    /// It is the password, and it rests under parameters that are no longer ours.
    RightButOutdated,
}

impl Default for Passwords {
    fn default() -> Self {
        Self::with_room_for(std::thread::available_parallelism().map_or(2, usize::from), WAITING)
    }
}

impl Passwords {
    fn with_room_for(cores: usize, waiting: usize) -> Self {
        Self {
            room: Arc::new(Semaphore::new(cores + waiting)),
            cores: Arc::new(Semaphore::new(cores)),
            places: cores + waiting,
            turned_away: Arc::default(),
        }
    }

    pub(crate) fn figures(&self) -> HashingFigures {
        HashingFigures {
            inside: self.places - self.room.available_permits(),
            most: self.places,
            turned_away: self.turned_away.load(Ordering::Relaxed),
        }
    }

    /// The PHC string of `password` under a fresh `salt`.
    pub(super) async fn hash(&self, password: &str, salt: [u8; 16]) -> Result<String, Error> {
        let password = password.to_owned();
        self.run(move || {
            let hash = hasher().hash_password_with_salt(password.as_bytes(), &salt);
            hash.map(|hash| hash.to_string()).map_err(Error::internal)
        })
        .await?
    }

    /// Compares. The work is the same for those who have no password, so that the time does not
    /// tell who has one.
    pub(super) async fn verify(
        &self,
        password: &str,
        stored: Option<String>,
    ) -> Result<Verdict, Error> {
        let password = password.to_owned();
        self.run(move || verify(password.as_bytes(), stored.as_deref())).await
    }

    async fn run<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> T + Send + 'static,
    ) -> Result<T, Error> {
        let place = match Arc::clone(&self.room).try_acquire_owned() {
            Ok(place) => place,
            Err(TryAcquireError::NoPermits) => {
                self.turned_away.fetch_add(1, Ordering::Relaxed);
                return Err(Error::Unavailable(Crowded.into()));
            }
            Err(TryAcquireError::Closed) => return Err(Error::internal("hashing has stopped")),
        };
        let core = Arc::clone(&self.cores).acquire_owned().await.map_err(Error::internal)?;
        // The permits go along: when the request is given up meanwhile, the core is still busy.
        let permits: [OwnedSemaphorePermit; 2] = [place, core];
        let working = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(permits);
            result
        });
        working.await.map_err(Error::internal)
    }
}

/// Whether `password` may be one.
pub(super) fn check(password: &str) -> Result<(), Refusal> {
    const FIELD: &str = "password";
    if password.is_empty() {
        return Err(Refusal::required(FIELD));
    }
    if password.chars().count() < SHORTEST {
        let reason = format!("the password is too short: it needs at least {SHORTEST} characters");
        return Err(Refusal::invalid(FIELD, reason));
    }
    if is_too_long(password) {
        let unit = "bytes".to_owned();
        return Err(Refusal::TooLong { field: FIELD.to_owned(), max: LONGEST, unit });
    }
    Ok(())
}

/// Whether nobody can have this password, so that it is not hashed at all.
pub(super) fn is_too_long(password: &str) -> bool {
    password.len() > LONGEST
}

fn hasher() -> Argon2<'static> {
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params())
}

fn params() -> Params {
    Params::new(MEMORY_KIB, PASSES, LANES, None).expect("the parameters are within Argon2's ranges")
}

fn verify(password: &[u8], stored: Option<&str>) -> Verdict {
    let Some(stored) = stored.and_then(|stored| PasswordHash::new(stored).ok()) else {
        let mut nothing = [0; Params::DEFAULT_OUTPUT_LEN];
        let hashed = hasher().hash_password_into(password, NO_SALT, &mut nothing);
        // Looking at the result keeps the work from being left out.
        std::hint::black_box((hashed.is_ok(), nothing));
        return Verdict::Wrong;
    };
    if hasher().verify_password(password, &stored).is_err() {
        Verdict::Wrong
    } else if is_current(&stored) {
        Verdict::Right
    } else {
        Verdict::RightButOutdated
    }
}

fn is_current(stored: &PasswordHash) -> bool {
    let of_ours = stored.algorithm == Algorithm::Argon2id.ident()
        && stored.version == Some(Version::V0x13.into());
    of_ours
        && Params::try_from(stored).is_ok_and(|params| {
            (params.m_cost(), params.t_cost(), params.p_cost()) == (MEMORY_KIB, PASSES, LANES)
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    const SALT: [u8; 16] = [7; 16];

    #[tokio::test]
    async fn a_password_is_known_again() {
        let passwords = Passwords::default();
        let hash = passwords.hash("correct horse", SALT).await.unwrap();
        assert!(hash.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{hash}");
        let verify = async |password: &str, hash: Option<&str>| {
            passwords.verify(password, hash.map(str::to_owned)).await.unwrap()
        };
        assert_eq!(verify("correct horse", Some(&hash)).await, Verdict::Right);
        assert_eq!(verify("correct horsf", Some(&hash)).await, Verdict::Wrong);
        assert_eq!(verify("correct horse", None).await, Verdict::Wrong);
        assert_eq!(verify("correct horse", Some("not a hash")).await, Verdict::Wrong);
    }

    #[test]
    fn a_hash_of_other_parameters_is_outdated() {
        let weaker = Argon2::from(Params::new(8_192, 1, 1, None).unwrap());
        let stored = weaker.hash_password_with_salt(b"correct horse", &SALT).unwrap().to_string();
        assert_eq!(verify(b"correct horse", Some(&stored)), Verdict::RightButOutdated);
        assert_eq!(verify(b"wrong horse", Some(&stored)), Verdict::Wrong);
    }

    #[tokio::test]
    async fn those_who_would_wait_too_long_are_turned_away() {
        let passwords = Passwords::with_room_for(1, 1);
        let attempts = (0..5).map(|_| passwords.verify("correct horse", None));
        let results = futures_util::future::join_all(attempts).await;
        let turned_away =
            results.iter().filter(|result| matches!(result, Err(Error::Unavailable(_)))).count();
        assert_eq!(turned_away, 3);
        assert_eq!(passwords.figures().turned_away, 3);
        assert!(passwords.verify("correct horse", None).await.is_ok(), "the room is free again");
    }

    #[test]
    fn short_and_giant_passwords_are_refused() {
        assert!(check("").is_err());
        assert!(check("1234567").is_err());
        assert!(check("12345678").is_ok());
        assert!(check(&"x".repeat(1024)).is_ok());
        assert!(check(&"x".repeat(1025)).is_err());
    }
}
