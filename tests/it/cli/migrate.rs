//! `cairn migrate`.

use std::process::{Command, Output};

fn migrate(directory: &std::path::Path) -> Output {
    Command::new(env!("CARGO_BIN_EXE_cairn"))
        .arg("migrate")
        .env_clear()
        .env("CAIRN_DATA_DIR", directory.join("data"))
        .env("CAIRN_LOG", "error")
        .output()
        .unwrap()
}

#[test]
fn it_says_how_many_ran() {
    let directory = tempfile::tempdir().unwrap();
    let first = migrate(directory.path());
    assert!(first.status.success(), "{first:?}");
    assert!(first.stdout.ends_with(b"migrations ran; the database is up to date.\n"), "{first:?}");
    let second = migrate(directory.path());
    assert!(second.status.success(), "{second:?}");
    assert_eq!(second.stdout, b"The database is up to date.\n");
}
