//! Full text over boards, cards and comments, kept by the database itself in the same transaction.
//!
//! PostgreSQL: a generated `tsvector` column and a GIN index on each table. SQLite: one contentless
//! FTS5 table, fed by triggers; `search_documents` gives each row a stable number there, because
//! the implicit rowid of a table with a UUID key may change in a VACUUM.

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_orm::DbBackend;

use crate::dialect::execute;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        if manager.get_database_backend() == DbBackend::Sqlite {
            execute(manager, SQLITE_TABLES).await?;
            for (table, kind, board, title, body) in [
                ("boards", "BOARD", "id", "title", "description"),
                ("cards", "CARD", "board_id", "title", "description"),
                ("comments", "COMMENT", "board_id", "''", "body"),
            ] {
                execute(manager, &sqlite_triggers(table, kind, board, title, body)).await?;
            }
            Ok(())
        } else {
            execute(manager, &search_words()).await?;
            execute(manager, POSTGRES).await
        }
    }
}

const SQLITE_TABLES: &str = r"
CREATE TABLE search_documents (
    docid INTEGER PRIMARY KEY,
    entity_id BLOB NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    board_id BLOB NOT NULL
) STRICT;
CREATE VIRTUAL TABLE search_text USING fts5 (
    title, body, content = '', contentless_delete = 1, tokenize = 'unicode61 remove_diacritics 2'
);
";

/// Keeps the FTS5 rows of one table; `title` and `body` are column names, or `''` for none.
fn sqlite_triggers(table: &str, kind: &str, board: &str, title: &str, body: &str) -> String {
    let new = |column: &str| match column {
        "''" => "''".to_owned(),
        column => format!("NEW.{column}"),
    };
    let watched =
        [title, body].into_iter().filter(|column| *column != "''").collect::<Vec<_>>().join(", ");
    let (new_title, new_body) = (new(title), new(body));
    format!(
        r"
CREATE TRIGGER search_{table}_insert AFTER INSERT ON {table} BEGIN
    INSERT INTO search_documents (entity_id, kind, board_id) VALUES (NEW.id, '{kind}', NEW.{board});
    INSERT INTO search_text (rowid, title, body)
        SELECT docid, {new_title}, {new_body} FROM search_documents WHERE entity_id = NEW.id;
END;
CREATE TRIGGER search_{table}_update AFTER UPDATE OF {watched} ON {table} BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT docid FROM search_documents WHERE entity_id = NEW.id);
    INSERT INTO search_text (rowid, title, body)
        SELECT docid, {new_title}, {new_body} FROM search_documents WHERE entity_id = NEW.id;
END;
CREATE TRIGGER search_{table}_delete AFTER DELETE ON {table} BEGIN
    DELETE FROM search_text WHERE rowid = (SELECT docid FROM search_documents WHERE entity_id = OLD.id);
    DELETE FROM search_documents WHERE entity_id = OLD.id;
END;
"
    )
}

/// PostgreSQL's `simple` configuration folds the case only, and takes `example.org` and `src/main.rs`
/// for one word each. This function makes of texts and queries alike what FTS5 sees: letters without
/// diacritics, and blanks for punctuation.
fn search_words() -> String {
    let punctuation = r##"!"#$%&''()*+,-./:;<=>?@[\]^_`{|}~"##;
    let blanks = " ".repeat(32);
    // What `translate` has no counterpart for is left out.
    let marks: String = ('\u{300}'..='\u{36f}').collect();
    format!(
        "CREATE FUNCTION search_words(words text) RETURNS text
         LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $function$
             SELECT CASE WHEN octet_length(words) = length(words)
                 THEN translate(words, '{punctuation}', '{blanks}')
                 ELSE normalize(
                     translate(normalize(words, NFD), '{punctuation}{marks}', '{blanks}'), NFC
                 )
             END
         $function$;"
    )
}

/// A tsvector holds 1 MiB at most, so only the first 200,000 characters of a text are searched.
const POSTGRES: &str = r"
ALTER TABLE boards ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', search_words(title)), 'A')
    || setweight(to_tsvector('simple', search_words(left(description, 200000))), 'B')
) STORED;
ALTER TABLE cards ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', search_words(title)), 'A')
    || setweight(to_tsvector('simple', search_words(left(description, 200000))), 'B')
) STORED;
ALTER TABLE comments ADD COLUMN search tsvector GENERATED ALWAYS AS (
    setweight(to_tsvector('simple', search_words(left(body, 200000))), 'B')
) STORED;
CREATE INDEX boards_search ON boards USING gin (search);
CREATE INDEX cards_search ON cards USING gin (search);
CREATE INDEX comments_search ON comments USING gin (search);
";
