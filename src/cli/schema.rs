//! `cairn schema`.

use std::io::Write;

use clap::Args;

use super::Failure;

/// Print the GraphQL schema.
#[derive(Debug, Args)]
pub struct Schema {}

impl Schema {
    /// Prints the schema in its definition language.
    pub fn run(self) -> Result<(), Failure> {
        let Self {} = self;
        let sdl = cairn_graphql::sdl();
        std::io::stdout().write_all(sdl.as_bytes())?;
        Ok(())
    }
}
