//! The table and the file.

use std::fmt::Write as _;

use serde::Serialize;

use crate::failure::Result;

/// What a figure should reach.
#[derive(Clone, Copy, Debug)]
pub enum Goal {
    /// Ours is at least this share of the ceiling.
    RatioAtLeast(f64),
    /// Ours is at most this many times the ceiling.
    RatioAtMost(f64),
    /// Ours is at least this.
    AtLeast(f64),
    /// Ours is at most this.
    AtMost(f64),
}

/// One figure.
#[derive(Debug, Serialize)]
pub struct Row {
    name: String,
    ours: Option<f64>,
    ceiling: Option<f64>,
    ratio: Option<f64>,
    unit: &'static str,
    #[serde(skip)]
    goal: Option<Goal>,
}

/// All figures of a run.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<Row>,
}

impl Row {
    fn met(&self) -> Option<bool> {
        let goal = self.goal?;
        Some(match goal {
            Goal::RatioAtLeast(least) => self.ratio.is_some_and(|ratio| ratio >= least),
            Goal::RatioAtMost(most) => self.ratio.is_some_and(|ratio| ratio <= most),
            Goal::AtLeast(least) => self.ours.is_some_and(|ours| ours >= least),
            Goal::AtMost(most) => self.ours.is_some_and(|ours| ours <= most),
        })
    }
}

impl Report {
    /// Adds a figure beside its ceiling. Without `ours` it could not be measured.
    pub fn add(
        &mut self,
        name: impl Into<String>,
        unit: &'static str,
        ours: impl Into<Option<f64>>,
        ceiling: impl Into<Option<f64>>,
        goal: impl Into<Option<Goal>>,
    ) {
        let (name, ours, ceiling) = (name.into(), ours.into(), ceiling.into());
        let ratio = ours.zip(ceiling).map(|(ours, ceiling)| ours / ceiling);
        let ratio = ratio.filter(|ratio| ratio.is_finite());
        let row = Row { name, ours, ceiling, ratio, unit, goal: goal.into() };
        eprintln!("  {}", line(&row));
        self.rows.push(row);
    }

    /// A figure that was added before.
    pub fn ours(&self, name: &str) -> Option<f64> {
        self.rows.iter().find(|row| row.name == name)?.ours
    }

    /// The table, for people.
    pub fn table(&self) -> String {
        let mut table = format!(
            "\n{:<58} {:>11} {:>11} {:>7}  {:<15} {:<10} \n",
            "name", "ours", "ceiling", "ratio", "unit", "goal"
        );
        for row in &self.rows {
            table.push_str(&line(row));
            table.push('\n');
        }
        let goals = self.rows.iter().filter_map(Row::met);
        let (met, not): (Vec<bool>, Vec<bool>) = goals.partition(|met| *met);
        // Writing to a string cannot fail.
        let _ = writeln!(table, "\n{} goals met, {} not met", met.len(), not.len());
        table
    }

    /// The figures, for programs: an array of `{name, ours, ceiling, ratio, unit}`.
    pub fn json(&self) -> Result<String> {
        Ok(serde_json::to_string_pretty(&self.rows)? + "\n")
    }
}

fn line(row: &Row) -> String {
    let goal = match row.goal {
        Some(Goal::RatioAtLeast(least)) => format!("ratio>={least}"),
        Some(Goal::RatioAtMost(most)) => format!("ratio<={most}"),
        Some(Goal::AtLeast(least)) => format!(">={}", number(Some(least))),
        Some(Goal::AtMost(most)) => format!("<={}", number(Some(most))),
        None => String::new(),
    };
    let met = match row.met() {
        Some(true) => "met",
        Some(false) => "NOT MET",
        None => "",
    };
    let ratio = row.ratio.map_or_else(|| "-".to_owned(), |ratio| format!("{ratio:.2}"));
    let line = format!(
        "{:<58} {:>11} {:>11} {ratio:>7}  {:<15} {goal:<11} {met}",
        row.name,
        number(row.ours),
        number(row.ceiling),
        row.unit,
    );
    line.trim_end().to_owned()
}

fn number(value: Option<f64>) -> String {
    match value {
        None => "-".to_owned(),
        Some(value) if value == 0.0 || value.abs() >= 1000.0 => format!("{value:.0}"),
        Some(value) if value.abs() >= 100.0 => format!("{value:.1}"),
        Some(value) => format!("{value:.2}"),
    }
}
