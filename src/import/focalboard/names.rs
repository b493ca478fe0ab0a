//! Which entry names an archive may have.

use super::error::{ArchiveError, shortened};

const MAX_NAME_BYTES: usize = 1024;

/// What an entry is, by its name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum EntryKind<'n> {
    /// `version.json`.
    Version,
    /// `<board>/board.jsonl`: the lines of a board.
    Lines {
        /// The folder.
        folder: &'n str,
    },
    /// `<board>/<name>`: an image or attachment.
    File {
        /// The folder.
        folder: &'n str,
        /// The name in the folder.
        name: &'n str,
    },
    /// A folder itself.
    Folder,
    /// Something that no archive of this kind has.
    Other,
}

/// Tells what an entry is. Nothing is ever written under its name, and still no name is accepted
/// that would leave a folder: who makes such names is up to no good.
pub(super) fn entry_kind(name: &str) -> Result<EntryKind<'_>, ArchiveError> {
    if let Some(why) = flaw(name) {
        return Err(ArchiveError::EntryName { name: shortened(name), why });
    }
    Ok(match name.split_once('/') {
        _ if name.ends_with('/') => EntryKind::Folder,
        None if name == "version.json" => EntryKind::Version,
        Some((folder, "board.jsonl")) => EntryKind::Lines { folder },
        Some((folder, name)) if !name.contains('/') => EntryKind::File { folder, name },
        _ => EntryKind::Other,
    })
}

fn flaw(name: &str) -> Option<&'static str> {
    let path = name.strip_suffix('/').unwrap_or(name);
    if name.len() > MAX_NAME_BYTES {
        Some("it is too long")
    } else if name.starts_with('/') {
        Some("it is absolute")
    } else if name.contains('\\') {
        Some("it has a backslash")
    } else if name.chars().any(char::is_control) {
        Some("it has control characters")
    } else if path.as_bytes().get(1) == Some(&b':') {
        Some("it begins with a drive")
    } else if path.split('/').any(|segment| matches!(segment, "" | "." | "..")) {
        Some("it has empty or dotted segments")
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_an_archive_are_known() {
        let kinds = [
            ("version.json", EntryKind::Version),
            ("b1/board.jsonl", EntryKind::Lines { folder: "b1" }),
            ("b1/7x.png", EntryKind::File { folder: "b1", name: "7x.png" }),
            ("b1/", EntryKind::Folder),
            ("readme.txt", EntryKind::Other),
            ("b1/deep/board.jsonl", EntryKind::Other),
        ];
        for (name, kind) in kinds {
            assert_eq!(entry_kind(name).unwrap(), kind, "{name}");
        }
    }

    #[test]
    fn names_that_leave_a_folder_are_refused() {
        let names = [
            "",
            "/",
            "/etc/passwd",
            "../board.jsonl",
            "b1/../../x",
            "b1/./board.jsonl",
            "b1//board.jsonl",
            "b1\\board.jsonl",
            "C:/board.jsonl",
            "b1/board.jsonl\0.png",
        ];
        for name in names {
            let refused = matches!(entry_kind(name), Err(ArchiveError::EntryName { .. }));
            assert!(refused, "{name:?}");
        }
        assert!(entry_kind(&"n".repeat(MAX_NAME_BYTES + 1)).is_err());
    }
}
