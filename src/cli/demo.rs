//! `cairn demo`.

use std::fs::File;

use clap::Args;
use tokio::task::spawn_blocking;

use super::{
    Failure,
    open_domain::{open_domain, told},
};
use crate::{
    config::Config,
    demo::{self, DemoError},
};

/// The steps come one after the other, and passwords are hashed beside them.
const CONNECTIONS: u32 = 4;

/// Make a demo community, to look at and to try things on.
#[derive(Debug, Args)]
pub struct Demo {
    /// Do nothing when there is anybody already.
    #[arg(long)]
    if_empty: bool,
}

impl Demo {
    /// Makes the demo community and says how to look at it.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let Self { if_empty } = self;
        let domain = open_domain(&config, CONNECTIONS).await?;
        let _alone = alone(&config).await?;
        let made = match demo::make(&domain).await {
            Ok(made) => made,
            Err(DemoError::Occupied) if if_empty => return Ok(()),
            Err(DemoError::Domain(error)) => return Err(told(error)),
            Err(error) => return Err(error.into()),
        };
        println!(
            "Made a demo community: {} people, {} boards and {} cards, with three weeks of history.",
            made.people, made.boards, made.cards
        );
        println!("`cairn serve` shows it at {}", config.reached_at(config.listen));
        if let Some(ways) = demo::ways_to_sign_in(&domain).await? {
            println!("{ways}");
        }
        Ok(())
    }
}

/// Waits until no other process makes a demo community from this data directory: what one has made so
/// far looks like what an interrupted one left behind. The system gives the lock back, however the
/// process ends.
async fn alone(config: &Config) -> Result<File, Failure> {
    let path = config.data_dir.join("demo.lock");
    let locked = spawn_blocking(move || {
        let file = File::create(path)?;
        file.lock()?;
        Ok::<_, std::io::Error>(file)
    });
    Ok(locked.await??)
}
