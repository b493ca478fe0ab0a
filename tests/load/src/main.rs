//! The bench: Cairn's release binary beside raw servers that do the same work without GraphQL.
//!
//! Ours and the ceiling are measured in one run, round by round in turn, each in a process of its
//! own on loopback; this process is the client of both. It knows Cairn by its command line and its
//! public API only. `parts` says what is measured, `ceiling` what it is measured against, and
//! docs/performance.md how to read the table.

mod ceiling;
mod failure;
mod http;
mod load;
mod parts;
mod plan;
mod process;
mod procfs;
mod report;
mod socket;
mod subscribers;
mod world;

use clap::Parser;

use crate::failure::Result;
use crate::plan::Plan;

#[derive(Parser)]
#[command(about = "Measures Cairn beside its own ceilings")]
enum Command {
    /// Measures and prints the table.
    Run(Plan),
    /// A raw server to measure against; ends with its standard input.
    #[command(subcommand, hide = true)]
    Ceiling(ceiling::Ceiling),
}

#[tokio::main]
async fn main() -> std::process::ExitCode {
    let command = Command::parse();
    // The bench ends its raw servers so; a terminal's Ctrl-C goes to all of them.
    let may_be_ended = matches!(command, Command::Ceiling(_));
    let work = async {
        match command {
            Command::Run(plan) => run(&plan).await,
            Command::Ceiling(ceiling) => ceiling.serve().await,
        }
    };
    // Dropping the work ends the processes that it has started.
    let ended = tokio::select! {
        ended = work => ended,
        () = interrupted() => {
            if may_be_ended { Ok(()) } else { Err(failure::Failure::new("interrupted")) }
        }
    };
    match ended {
        Ok(()) => std::process::ExitCode::SUCCESS,
        Err(failure) => {
            eprintln!("cairn-load: {failure}");
            std::process::ExitCode::FAILURE
        }
    }
}

async fn run(plan: &Plan) -> Result<()> {
    procfs::raise_file_limit();
    let report = parts::measure(plan).await?;
    print!("{}", report.table());
    std::fs::write(&plan.output, report.json()?)?;
    println!("\nwritten to {}", plan.output.display());
    Ok(())
}

async fn interrupted() {
    use tokio::signal::unix::{SignalKind, signal};
    let Ok(mut terminate) = signal(SignalKind::terminate()) else {
        return std::future::pending().await;
    };
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        _ = terminate.recv() => {}
    }
}
