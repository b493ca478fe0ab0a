//! The data directory: whether it can be used, by whom, and for how long.

use std::{
    fs::{self, Metadata, OpenOptions},
    io,
    os::unix::fs::MetadataExt,
    path::Path,
};

use super::{Config, Finding};

const CHECK: &str = "data directory";
/// With less space than this, somebody should look soon.
const LITTLE: u64 = 1024 * 1024 * 1024;
/// With less space than this, writes may fail at any moment.
const HARDLY_ANY: u64 = 100 * 1024 * 1024;
/// What members of the group and strangers may do.
const OTHERS: u32 = 0o077;

/// Looks at the data directory of `config`.
pub(super) fn look(config: &Config) -> Vec<Finding> {
    let path = &config.data_dir;
    let shown = path.display();
    let metadata = match fs::metadata(path) {
        Ok(metadata) if metadata.is_dir() => metadata,
        Ok(_) => {
            let found = format!("{shown} is a file");
            return vec![Finding::fail(CHECK, found, "choose another data_dir")];
        }
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            let found = format!("{shown} does not exist yet");
            return vec![Finding::warn(CHECK, found, "`cairn serve` makes it at its first start")];
        }
        Err(error) => {
            let found = format!("{shown} cannot be looked at: {error}");
            return vec![Finding::fail(CHECK, found, "run this as the user that runs the server")];
        }
    };
    match try_to_write(path) {
        Ok(ours) => vec![owner(path, &metadata, &ours), space(path)],
        Err(error) => {
            let found = format!("{shown} cannot be written to: {error}");
            let advice = "give it to the user that runs the server, and run this as that user";
            vec![Finding::fail(CHECK, found, advice)]
        }
    }
}

/// Makes a file and takes it away; what the file was like.
fn try_to_write(directory: &Path) -> io::Result<Metadata> {
    let path = directory.join(format!(".doctor-{}", std::process::id()));
    let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
    let metadata = file.metadata();
    fs::remove_file(&path)?;
    metadata
}

fn owner(path: &Path, directory: &Metadata, ours: &Metadata) -> Finding {
    let shown = path.display();
    if directory.uid() != ours.uid() {
        let found = format!("{shown} belongs to another user than the one who asks");
        return Finding::warn(CHECK, found, "run this as the user that runs the server");
    }
    if directory.mode() & OTHERS != 0 {
        let found = format!("other users of this machine may look into {shown}");
        return Finding::warn(CHECK, found, format!("chmod 700 {shown}"));
    }
    Finding::ok(CHECK, format!("{shown} can be written to, and only by its owner"))
}

fn space(path: &Path) -> Finding {
    const CHECK: &str = "free space";
    let free = match rustix::fs::statvfs(path) {
        Ok(volume) => volume.f_bavail.saturating_mul(volume.f_frsize),
        Err(error) => {
            let found = format!("cannot be told: {error}");
            return Finding::warn(CHECK, found, "look with `df`");
        }
    };
    let found = format!("{} MiB", free / 1024 / 1024);
    match free {
        HARDLY_ANY.. if free >= LITTLE => Finding::ok(CHECK, found),
        HARDLY_ANY.. => Finding::warn(CHECK, found, "make room soon"),
        _ => Finding::fail(CHECK, found, "make room now: writes are about to fail"),
    }
}
