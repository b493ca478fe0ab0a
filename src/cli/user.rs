//! `cairn user`.

use std::io::Read;

use cairn_domain::accounts::{NewUser, people};
use clap::{Args, Subcommand};

use super::{
    Failure,
    open_domain::{open_domain, told},
};
use crate::config::Config;

/// What of standard input is read at most: more is no password.
const STDIN_BYTES: u64 = 64 * 1024;

/// People with an account.
#[derive(Debug, Args)]
pub struct User {
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Add a person who signs in with a password.
    Add(Add),
    /// Give a person a new password, and end all their sessions.
    SetPassword(SetPassword),
}

#[derive(Debug, Args)]
struct Add {
    /// The name to sign in with: 1 to 64 letters, digits, dots, underscores and hyphens.
    name: String,
    /// The person administers the server.
    #[arg(long)]
    admin: bool,
    /// The name to show; without it, the name to sign in with.
    #[arg(long, value_name = "TEXT")]
    display_name: Option<String>,
    #[command(flatten)]
    password: PasswordFromStdin,
}

#[derive(Debug, Args)]
struct SetPassword {
    /// The name that the person signs in with.
    name: String,
    #[command(flatten)]
    password: PasswordFromStdin,
}

/// A password in the arguments would be seen by everybody on the machine.
#[derive(Debug, Args)]
struct PasswordFromStdin {
    /// Read the password from standard input; one newline at its end does not count.
    #[arg(long, required = true)]
    password_stdin: bool,
}

impl User {
    /// Does it, beside a running server or without one.
    pub async fn run(self, config: Config) -> Result<(), Failure> {
        match self.command {
            Command::Add(add) => add.run(&config).await,
            Command::SetPassword(set_password) => set_password.run(&config).await,
        }
    }
}

impl Add {
    async fn run(self, config: &Config) -> Result<(), Failure> {
        let Self { name, admin, display_name, password } = self;
        let new = NewUser {
            username: name,
            display_name,
            password: Some(password.read()?),
            is_admin: admin,
        };
        let domain = open_domain(config, 2).await?;
        let person = domain.accounts().add_user(new).await.map_err(told)?;
        println!("{} was added.", person.username);
        Ok(())
    }
}

impl SetPassword {
    async fn run(self, config: &Config) -> Result<(), Failure> {
        let Self { name, password } = self;
        let password = password.read()?;
        let domain = open_domain(config, 2).await?;
        let person = people::by_username(&domain.latest(), &name).await.map_err(told)?;
        let person = person.ok_or_else(|| format!("there is no user {name}"))?;
        domain.accounts().set_password(person.id, &password).await.map_err(told)?;
        println!("{} has a new password.", person.username);
        Ok(())
    }
}

impl PasswordFromStdin {
    fn read(&self) -> Result<String, Failure> {
        let Self { password_stdin: _ } = self;
        let mut password = String::new();
        std::io::stdin()
            .take(STDIN_BYTES)
            .read_to_string(&mut password)
            .map_err(|error| format!("cannot read the password: {error}"))?;
        Ok(without_newline(&password).to_owned())
    }
}

fn without_newline(text: &str) -> &str {
    text.strip_suffix('\n').map_or(text, |text| text.strip_suffix('\r').unwrap_or(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_newline_is_not_part_of_the_password() {
        assert_eq!(without_newline("secret\n"), "secret");
        assert_eq!(without_newline("secret\r\n"), "secret");
        assert_eq!(without_newline("secret\n\n"), "secret\n");
        assert_eq!(without_newline("secret\r"), "secret\r");
        assert_eq!(without_newline(" secret "), " secret ");
    }
}
