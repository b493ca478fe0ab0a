//! Who the people of an archive are, as the command line says it.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;
use std::str::FromStr;

use crate::cli::Failure;

/// One person of an archive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Author {
    /// The id that the archive knows them by.
    pub(super) id: String,
    /// Their username here, or a name to show.
    pub(super) name: String,
}

impl FromStr for Author {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        author(text, '=').ok_or("it must be ID=NAME")
    }
}

/// Reads lines of `ID,NAME`. The name may stand in double quotes; blank lines, lines that begin
/// with `#` and a first line `id,name` are skipped.
pub(super) fn read_file(file: &Path) -> Result<BTreeMap<String, String>, Failure> {
    let text = fs::read_to_string(file)
        .map_err(|error| format!("cannot read {}: {error}", file.display()))?;
    parse(&text).map_err(|line| format!("{}, line {line}: not ID,NAME", file.display()).into())
}

/// The authors, or the number of the first line that is none.
fn parse(text: &str) -> Result<BTreeMap<String, String>, usize> {
    let mut authors = BTreeMap::new();
    for (number, line) in (1_usize..).zip(text.trim_start_matches('\u{feff}').lines()) {
        let line = line.trim();
        if line.is_empty() || line.starts_with('#') {
            continue;
        }
        let Author { id, name } = author(line, ',').ok_or(number)?;
        if number > 1 || !id.eq_ignore_ascii_case("id") {
            authors.insert(id, name);
        }
    }
    Ok(authors)
}

fn author(text: &str, separator: char) -> Option<Author> {
    let (id, name) = text.split_once(separator)?;
    let (id, name) = (unquoted(id), unquoted(name));
    let is_whole = !id.is_empty() && !name.is_empty();
    is_whole.then(|| Author { id: id.to_owned(), name: name.replace("\"\"", "\"") })
}

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text).trim()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_authors_is_read() {
        let text = "\u{feff}ID,Name\r\n# people\n\nu1,ann\nu2 , \"Smith, Bob \"\"B\"\"\"\n";
        let expected = [("u1", "ann"), ("u2", "Smith, Bob \"B\"")];
        let authors = parse(text).unwrap();
        assert!(authors.iter().map(|(id, name)| (id.as_str(), name.as_str())).eq(expected));
        assert_eq!(parse("u1,ann\nnobody\n"), Err(2));
        assert_eq!(parse("u1,\n"), Err(1));
    }

    #[test]
    fn an_author_on_the_command_line_is_read() {
        let author: Author = "u1=Ann = A".parse().unwrap();
        assert_eq!((author.id.as_str(), author.name.as_str()), ("u1", "Ann = A"));
        assert!("u1".parse::<Author>().is_err());
        assert!("=ann".parse::<Author>().is_err());
    }
}
