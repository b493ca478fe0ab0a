//! How much an archive may cost.

use serde::{Deserialize, Serialize};

const MIB: u64 = 1024 * 1024;

/// The bounds that hold while an archive is read; the defaults suit a command line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ArchiveLimits {
    /// Bytes of the file itself.
    pub file_bytes: u64,
    /// Bytes of everything in it, decompressed.
    pub decompressed_bytes: u64,
    /// Bytes of all lines together; lines are kept in memory, files are not.
    pub line_bytes_total: u64,
    /// Bytes of one line.
    pub line_bytes: u64,
    /// Lines.
    pub lines: u64,
    /// Entries of a zip file.
    pub entries: u64,
    /// Bytes read to find and read a zip file's directory.
    pub directory_bytes: u64,
    /// How many times its own size a file may decompress to.
    pub ratio: u64,
    /// Bytes that may be decompressed before `ratio` holds: a small file of one long text is
    /// compressed a thousandfold and harmless.
    pub ratio_free_bytes: u64,
}

impl Default for ArchiveLimits {
    fn default() -> Self {
        Self {
            file_bytes: 512 * MIB,
            decompressed_bytes: 1024 * MIB,
            line_bytes_total: 256 * MIB,
            line_bytes: 32 * MIB,
            lines: 1_000_000,
            entries: 20_000,
            directory_bytes: 16 * MIB,
            ratio: 200,
            ratio_free_bytes: 64 * MIB,
        }
    }
}
