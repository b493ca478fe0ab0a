//! The demo community: what a newcomer looks at first, and what screenshots are made of.
//!
//! Its content is data below `demo/content/`, with times that count back from now. Everything is
//! written by the operations that people use too, each at its own moment of the last three weeks,
//! so the boards have a history that was never faked. Start reading at [`make`].

use std::collections::HashMap;
use std::fmt::Write as _;

use cairn_domain::accounts::{NewUser, people};
use cairn_domain::demo_mark::{self, Beginning};
use cairn_domain::{Actor, Clock, Domain, Error, Ids};
use futures_util::future::try_join_all;

mod content;
mod script;
mod stage;
mod when;

use content::{Content, Person};

/// Everybody's password. It is public, and printed wherever the demo is.
pub const PASSWORD: &str = "cairn-demo";

/// Why there is no demo community.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// It would get into the way of real people.
    #[error(
        "this server has people on it already; the demo is for an empty one (another --data-dir \
         makes one)"
    )]
    Occupied,
    /// The content has a mistake.
    #[error("the demo's content cannot be read: {0}")]
    Content(#[from] toml::de::Error),
    /// The content names what is not there.
    #[error("the demo's content knows no {what} called \u{201c}{name}\u{201d}")]
    Unknown {
        /// What was looked for.
        what: &'static str,
        /// Its name.
        name: String,
    },
    /// The rules refused a step, or the database failed.
    #[error(transparent)]
    Domain(#[from] Error),
}

/// What was made.
#[derive(Clone, Copy, Debug)]
pub struct Made {
    /// How many people.
    pub people: usize,
    /// How many boards.
    pub boards: usize,
    /// How many cards.
    pub cards: usize,
}

/// Makes the demo community on a server without people. What an interrupted attempt has left is
/// made anew.
pub async fn make(domain: &Domain) -> Result<Made, DemoError> {
    let content = Content::read()?;
    let beginning = demo_mark::begin(domain, &content.usernames()).await?;
    if beginning == Beginning::Occupied {
        return Err(DemoError::Occupied);
    }
    let now = domain.clock.now();
    let earliest = content.boards.iter().map(|board| board.at.before(now)).min().unwrap_or(now);
    let actors = add_people(&at(domain, earliest), &content.people).await?;
    for board in &content.boards {
        if beginning == Beginning::Again {
            stage::clear(domain, &actors, board).await?;
        }
        let began = board.at.before(now);
        let script = script::script(board, now);
        stage::play(at(domain, began), now.date_naive(), &actors, board, &script).await?;
    }
    demo_mark::finish(domain, &content.usernames()).await?;
    Ok(Made {
        people: content.people.len(),
        boards: content.boards.len(),
        cards: content.boards.iter().map(|board| board.cards.len()).sum(),
    })
}

/// How to sign in, a line for each of the demo people; `None` where there are none, or where
/// somebody has changed a password.
pub async fn ways_to_sign_in(domain: &Domain) -> Result<Option<String>, DemoError> {
    let content = Content::read()?;
    if !demo_mark::is_untouched(&domain.latest(), &content.usernames()).await? {
        return Ok(None);
    }
    let mut lines = format!("Sign in as one of these, all with the password {PASSWORD}:\n");
    for Person { username, name, about } in &content.people {
        let _infallible = writeln!(lines, "  {username:<9}{name} ({about})");
    }
    lines += "Everybody knows this password. Before others can reach this server, change it with \
              `cairn user set-password`\nor start again with an empty data directory.";
    Ok(Some(lines))
}

/// The same server at another moment, which stands until somebody moves it.
fn at(domain: &Domain, moment: chrono::DateTime<chrono::Utc>) -> Domain {
    let clock = Clock::held_at(moment);
    Domain::new(domain.database.clone(), clock.clone(), Ids::random(clock))
}

async fn add_people(
    domain: &Domain,
    people: &[Person],
) -> Result<HashMap<String, Actor>, DemoError> {
    let adding = people.iter().enumerate().map(async |(index, person)| {
        let reader = domain.latest();
        let added = if let Some(added) = people::by_username(&reader, &person.username).await? {
            added
        } else {
            let new = NewUser {
                username: person.username.clone(),
                display_name: Some(person.name.clone()),
                password: Some(PASSWORD.to_owned()),
                is_admin: index == 0,
            };
            domain.accounts().add_user(new).await?
        };
        Ok::<_, Error>((person.username.clone(), Actor::by_command_line(&added)))
    });
    Ok(try_join_all(adding).await?.into_iter().collect())
}
