//! `cairn token`.

use cairn_domain::{Actor, WriteRequest, accounts::people};
use clap::{Args, Subcommand};

use super::{
    Failure,
    open_domain::{open_domain, told},
};
use crate::config::Config;

/// Personal API tokens.
#[derive(Debug, Args)]
pub struct Token {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Make a token that speaks for a person, and print it. It is not shown again.
    Add(Add),
}

#[derive(Debug, Args)]
struct Add {
    /// The name that the person signs in with.
    name: String,
    /// What the token is called in the person's list.
    #[arg(long = "name", value_name = "LABEL", default_value = "command line")]
    label: String,
}

impl Token {
    /// Does it, beside a running server or without one.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        let Command::Add(add) = self.command;
        add.run(&config).await
    }
}

impl Add {
    async fn run(self, config: &Config) -> Result<(), Failure> {
        let Self { name, label } = self;
        let domain = open_domain(config, 2).await?;
        let person = people::by_username(&domain.latest(), &name).await.map_err(told)?;
        let person = person.ok_or_else(|| format!("there is no user {name}"))?;
        let request =
            WriteRequest { actor: Actor::by_command_line(&person), client_mutation_id: None };
        let created = domain.accounts().create_token(&request, &label).await.map_err(told)?;
        let secret = created.secret.ok_or("the token was not told")?;
        println!("{}", secret.expose());
        Ok(())
    }
}
