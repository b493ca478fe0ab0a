//! `cairn doctor`.

use std::fmt::Write as _;

use clap::Args;
use serde_json::json;

use super::Failure;
use crate::{
    config::Flags,
    doctor::{Finding, Verdict, examine},
};

/// Look the server over, and say what to do.
#[derive(Debug, Args)]
pub struct Doctor {
    /// Rebuild every board from its log and compare, rather than those that changed last.
    #[arg(long)]
    deep: bool,
    /// Print the findings as JSON.
    #[arg(long)]
    json: bool,
}

impl Doctor {
    /// Prints what was found; fails when something does not work or promises are broken.
    pub async fn run(self, flags: &Flags) -> Result<(), Failure> {
        let Self { deep, json } = self;
        let findings = examine(flags, deep).await;
        let failed = findings.iter().filter(|finding| finding.verdict == Verdict::Fail).count();
        if json {
            println!("{}", json!({ "ok": failed == 0, "findings": findings }));
        } else {
            print!("{}", lines(&findings));
        }
        match failed {
            0 => Ok(()),
            1 => Err("1 check failed".into()),
            count => Err(format!("{count} checks failed").into()),
        }
    }
}

fn lines(findings: &[Finding]) -> String {
    let mut text = String::new();
    for Finding { check, verdict, found, advice } in findings {
        let verdict = match verdict {
            Verdict::Ok => "ok",
            Verdict::Warn => "warn",
            Verdict::Fail => "fail",
        };
        let advice = advice.as_ref().map(|advice| format!(" -> {advice}")).unwrap_or_default();
        // Errors of the system may have several lines.
        let found = found.replace('\n', " ");
        let _ = writeln!(text, "{verdict:<5} {check:<15} {found}{advice}");
    }
    text
}
