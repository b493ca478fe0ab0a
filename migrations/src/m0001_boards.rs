//! People, boards, cards and the log.

use sea_orm_migration::prelude::*;

use crate::dialect::execute;

#[derive(DeriveMigrationName)]
pub struct Migration;

#[async_trait::async_trait]
impl MigrationTrait for Migration {
    async fn up(&self, manager: &SchemaManager) -> Result<(), DbErr> {
        execute(manager, PEOPLE).await?;
        execute(manager, BOARDS).await?;
        execute(manager, CARDS).await?;
        execute(manager, LOG).await
    }
}

const PEOPLE: &str = r"
CREATE TABLE settings (
    name {text} PRIMARY KEY,
    value {text} NOT NULL
) {strict};

CREATE TABLE users (
    id {uuid} PRIMARY KEY,
    username {text} NOT NULL,
    username_key {ordered_text} NOT NULL,
    display_name {text} NOT NULL,
    avatar_url {text},
    password_hash {text},
    is_admin {bool} NOT NULL,
    created_at {time} NOT NULL,
    CONSTRAINT users_username_unique UNIQUE (username_key)
) {strict};

CREATE TABLE sessions (
    id {uuid} PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    token_hash {bytes} NOT NULL,
    created_at {time} NOT NULL,
    expires_at {time} NOT NULL,
    CONSTRAINT sessions_token_unique UNIQUE (token_hash)
) {strict};
CREATE INDEX sessions_user ON sessions (user_id);
CREATE INDEX sessions_expiry ON sessions (expires_at);

CREATE TABLE api_tokens (
    id {uuid} PRIMARY KEY,
    user_id {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    name {text} NOT NULL,
    token_hash {bytes} NOT NULL,
    created_at {time} NOT NULL,
    last_used_at {time},
    CONSTRAINT api_tokens_token_unique UNIQUE (token_hash)
) {strict};
CREATE INDEX api_tokens_user ON api_tokens (user_id);

CREATE TABLE bots (
    id {uuid} PRIMARY KEY,
    origin {text} NOT NULL,
    foreign_id {text} NOT NULL,
    name {text} NOT NULL,
    CONSTRAINT bots_foreign_unique UNIQUE (origin, foreign_id)
) {strict};

CREATE TABLE teams (
    id {uuid} PRIMARY KEY,
    slug {ordered_text} NOT NULL,
    name {text} NOT NULL,
    CONSTRAINT teams_slug_unique UNIQUE (slug)
) {strict};

CREATE TABLE team_members (
    team_id {uuid} NOT NULL REFERENCES teams (id) ON DELETE CASCADE,
    user_id {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (team_id, user_id)
) {strict};
CREATE INDEX team_members_user ON team_members (user_id);
";

const BOARDS: &str = r"
CREATE TABLE boards (
    id {uuid} PRIMARY KEY,
    key {ordered_text} NOT NULL,
    title {text} NOT NULL,
    description {text} NOT NULL,
    icon {text},
    team_id {uuid} REFERENCES teams (id),
    visibility {text} NOT NULL CONSTRAINT boards_visibility CHECK (visibility IN ('PRIVATE', 'TEAM', 'PUBLIC')),
    epoch {uuid} NOT NULL,
    seq {bigint} NOT NULL,
    access_seq {bigint} NOT NULL,
    next_card_number {bigint} NOT NULL,
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    archived_at {time},
    CONSTRAINT boards_key_unique UNIQUE (key)
) {strict};
CREATE INDEX boards_team ON boards (team_id);

CREATE TABLE board_members (
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    user_id {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    role {text} NOT NULL CONSTRAINT board_members_role CHECK (role IN ('VIEWER', 'COMMENTER', 'EDITOR', 'ADMIN')),
    PRIMARY KEY (board_id, user_id)
) {strict};
CREATE INDEX board_members_user ON board_members (user_id);

CREATE TABLE board_columns (
    id {uuid} PRIMARY KEY,
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    rank {ordered_text} NOT NULL,
    title {text} NOT NULL,
    color {text} NOT NULL,
    kind {text} NOT NULL,
    wip_limit {int},
    wip_policy {text} NOT NULL,
    description {text} NOT NULL
) {strict};
CREATE INDEX board_columns_order ON board_columns (board_id, rank, id);

CREATE TABLE labels (
    id {uuid} PRIMARY KEY,
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    name {text} NOT NULL,
    name_key {ordered_text} NOT NULL,
    color {text} NOT NULL,
    CONSTRAINT labels_name_unique UNIQUE (board_id, name_key)
) {strict};

CREATE TABLE milestones (
    id {uuid} PRIMARY KEY,
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    title {text} NOT NULL,
    description {text} NOT NULL,
    start_on {date},
    due_on {date},
    state {text} NOT NULL
) {strict};
CREATE INDEX milestones_board ON milestones (board_id);
";

/// The description stands last, so that SQLite reads the other columns without walking over it.
const CARDS: &str = r"
CREATE TABLE cards (
    id {uuid} PRIMARY KEY,
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    number {bigint} NOT NULL,
    column_id {uuid} NOT NULL REFERENCES board_columns (id),
    rank {ordered_text} NOT NULL,
    title {ordered_text} NOT NULL,
    icon {text},
    has_description {bool} NOT NULL,
    checklist_done {int} NOT NULL,
    checklist_total {int} NOT NULL,
    start_on {date},
    due_on {date},
    estimate {float},
    milestone_id {uuid} REFERENCES milestones (id),
    created_by_user {uuid} REFERENCES users (id),
    created_by_bot {uuid} REFERENCES bots (id),
    created_at {time} NOT NULL,
    updated_at {time} NOT NULL,
    archived_at {time},
    version {bigint} NOT NULL,
    description {text} NOT NULL,
    CONSTRAINT cards_number_unique UNIQUE (board_id, number)
) {strict};
CREATE INDEX cards_order ON cards (column_id, rank, id);
CREATE INDEX cards_milestone ON cards (milestone_id);

CREATE TABLE card_labels (
    card_id {uuid} NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    label_id {uuid} NOT NULL REFERENCES labels (id) ON DELETE CASCADE,
    PRIMARY KEY (card_id, label_id)
) {strict};
CREATE INDEX card_labels_label ON card_labels (label_id);

CREATE TABLE card_assignees (
    card_id {uuid} NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    user_id {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    PRIMARY KEY (card_id, user_id)
) {strict};
CREATE INDEX card_assignees_user ON card_assignees (user_id);

CREATE TABLE comments (
    id {uuid} PRIMARY KEY,
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    card_id {uuid} NOT NULL REFERENCES cards (id) ON DELETE CASCADE,
    body {text} NOT NULL,
    author_user {uuid} REFERENCES users (id),
    author_bot {uuid} REFERENCES bots (id),
    created_at {time} NOT NULL,
    edited_at {time}
) {strict};
CREATE INDEX comments_card ON comments (card_id, created_at, id);
CREATE INDEX comments_board ON comments (board_id);
";

const LOG: &str = r"
CREATE TABLE events (
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    seq {bigint} NOT NULL,
    epoch {uuid} NOT NULL,
    at {time} NOT NULL,
    actor_user {uuid},
    actor_bot {uuid},
    client_mutation_id {text},
    changes {text} NOT NULL,
    CONSTRAINT events_seq_unique PRIMARY KEY (board_id, seq)
) {strict};

CREATE TABLE checkpoints (
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    seq {bigint} NOT NULL,
    state {text} NOT NULL,
    PRIMARY KEY (board_id, seq)
) {strict};

CREATE TABLE idempotency_keys (
    user_id {uuid} NOT NULL REFERENCES users (id) ON DELETE CASCADE,
    client_mutation_id {text} NOT NULL,
    operation {text} NOT NULL,
    outcome {text} NOT NULL,
    at {time} NOT NULL,
    CONSTRAINT idempotency_keys_unique PRIMARY KEY (user_id, client_mutation_id)
) {strict};
CREATE INDEX idempotency_keys_age ON idempotency_keys (at);

CREATE TABLE imports (
    id {uuid} PRIMARY KEY,
    board_id {uuid} NOT NULL REFERENCES boards (id) ON DELETE CASCADE,
    origin {text} NOT NULL,
    archive_hash {bytes} NOT NULL,
    source_board {text} NOT NULL,
    report {text} NOT NULL,
    raw {bytes} NOT NULL,
    at {time} NOT NULL,
    CONSTRAINT imports_source_unique UNIQUE (archive_hash, source_board)
) {strict};
CREATE INDEX imports_board ON imports (board_id);
";
