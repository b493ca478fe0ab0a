//! What Linux knows of a process: its time and its memory.

use std::time::Duration;

use crate::failure::{Failure, Result};

/// Sockets of both sides, and some files.
const FILES: u64 = 40_000;

/// Memory of a process, in KiB.
#[derive(Clone, Copy, Debug, Default)]
pub struct Memory {
    /// In RAM, shared file pages among it.
    pub resident: f64,
    /// In RAM and its own: no file backs it.
    pub anonymous: f64,
}

/// CPU time that a process has used so far, in user and kernel mode; in steps of 10 ms.
pub fn cpu_time(pid: u32) -> Result<Duration> {
    let stat = std::fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let fields = stat.rsplit_once(')').map_or("", |(_, fields)| fields);
    // utime and stime are the 14th and 15th field; the state, right after the name, is the 3rd.
    let ticks: u64 = fields
        .split_whitespace()
        .skip(11)
        .take(2)
        .filter_map(|text| text.parse::<u64>().ok())
        .sum();
    Ok(Duration::from_millis(ticks * 1000 / rustix::param::clock_ticks_per_second()))
}

/// Memory that a process has now.
pub fn memory(pid: u32) -> Result<Memory> {
    let rollup = std::fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))?;
    let read = |name: &str| {
        rollup
            .lines()
            .find_map(|line| line.strip_prefix(name))
            .and_then(|rest| rest.split_whitespace().next())
            .and_then(|text| text.parse().ok())
            .ok_or_else(|| Failure::new(format!("no {name} in smaps_rollup")))
    };
    Ok(Memory { resident: read("Rss:")?, anonymous: read("Anonymous:")? })
}

/// Raises the limit of open files as far as is needed and allowed; children inherit it.
pub fn raise_file_limit() {
    use rustix::process::{Resource, getrlimit, setrlimit};
    let mut limit = getrlimit(Resource::Nofile);
    let wanted = limit.maximum.map_or(FILES, |maximum| maximum.min(FILES));
    if limit.current.is_some_and(|current| current < wanted) {
        limit.current = Some(wanted);
        // Where it fails, connecting says so.
        let _ = setrlimit(Resource::Nofile, limit);
    }
}

/// How many open files this process may have.
pub fn file_limit() -> u64 {
    use rustix::process::{Resource, getrlimit};
    getrlimit(Resource::Nofile).current.unwrap_or(u64::MAX)
}
