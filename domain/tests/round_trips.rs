//! SQLite has two drivers here: one writes, the other one reads and migrates. What either writes,
//! the other reads, and on disk both look the same.
#![allow(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use std::fmt::Debug;

use cairn_domain::Database;
use cairn_domain::entities::{
    BoardId, BoardRole, BoardVisibility, BotId, CardId, Color, ColumnId, ColumnKind, CommentId,
    Epoch, ImportId, LabelId, MilestoneId, MilestoneState, SessionId, TeamId, TokenId, UserId,
    WipPolicy, api_token, board, board_column, board_import, board_member, bot, card,
    card_assignee, card_label, checkpoint, comment, event, idempotency_key, label, milestone,
    session, setting, team, team_member, user,
};
use cairn_migrations::migrate;
use sea_orm::prelude::{DateTimeUtc, Uuid};
use sea_orm::{
    ActiveModelTrait, ConnectionTrait, DbBackend, EntityTrait, IdenStatic, IntoActiveModel,
    Iterable, ModelTrait, Statement,
};

struct World {
    database: Database,
    _directory: tempfile::TempDir,
}

impl World {
    async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("cairn.db").display());
        let database = Database::open(&url, 1).await.unwrap();
        database.change_schema(migrate).await.unwrap().unwrap();
        Self { database, _directory: directory }
    }

    /// Writes and reads the row in every way, and leaves it there.
    async fn holds<M>(&self, row: M)
    where
        M: ModelTrait
            + IntoActiveModel<<M::Entity as EntityTrait>::ActiveModel>
            + PartialEq
            + Debug,
        M: Clone + sea_orm::FromQueryResult,
        M::Entity: EntityTrait<Model = M>,
        <M::Entity as EntityTrait>::ActiveModel: ActiveModelTrait<Entity = M::Entity> + Send,
    {
        let (writer, reader) = (self.database.writer(), self.database.reader());
        let insert = || M::Entity::insert(row.clone().into_active_model().reset_all());
        M::Entity::delete_many().exec(writer).await.unwrap();
        assert_eq!(insert().exec_with_returning(writer).await.unwrap(), row);
        assert_eq!(M::Entity::find().all(reader).await.unwrap(), std::slice::from_ref(&row));
        assert_eq!(M::Entity::find().all(writer).await.unwrap(), std::slice::from_ref(&row));
        let written = self.stored::<M::Entity>().await;
        M::Entity::delete_many().exec(writer).await.unwrap();

        let by_the_other = async |other: &sea_orm::DatabaseConnection| {
            insert().exec_without_returning(other).await.unwrap();
        };
        self.database.change_schema(by_the_other).await.unwrap();
        assert_eq!(self.stored::<M::Entity>().await, written);
        assert_eq!(M::Entity::find().all(writer).await.unwrap(), [row]);
    }

    /// The one row of a table as SQLite holds it, types and all.
    async fn stored<E: EntityTrait>(&self) -> String {
        let columns: Vec<String> =
            E::Column::iter().map(|column| format!("quote({})", column.as_str())).collect();
        let table = E::default();
        let sql = format!("SELECT {} FROM {}", columns.join(" || ' ' || "), table.table_name());
        let statement = Statement::from_string(DbBackend::Sqlite, sql);
        let row = self.database.reader().query_one_raw(statement).await.unwrap();
        row.unwrap().try_get_by_index(0).unwrap()
    }
}

fn id(number: u128) -> Uuid {
    Uuid::from_u128(0x0199_0000_0000_7000_8000_0000_0000_0000 + number)
}

fn time(text: &str) -> DateTimeUtc {
    text.parse().unwrap()
}

const WORDS: &str = "Löffel 🥄 \"quoted\" it's \n\u{0301} \0 end";

#[tokio::test]
async fn what_either_driver_writes_the_other_reads() {
    let world = World::new().await;
    let now = time("2026-11-22T12:00:00.123456789Z");
    let (user, board, column) = (UserId(id(1)), BoardId(id(2)), ColumnId(id(3)));
    let (team, bot, card) = (TeamId(id(4)), BotId(id(5)), CardId(id(6)));
    let (label, milestone) = (LabelId(id(7)), MilestoneId(id(8)));

    world.holds(setting::Model { name: "a".into(), value: WORDS.into() }).await;
    world.holds(team::Model { id: team, slug: "t".into(), name: WORDS.into() }).await;
    let person = user::Model {
        id: user,
        username: "Ann".into(),
        username_key: "ann".into(),
        display_name: WORDS.into(),
        avatar_url: None,
        password_hash: None,
        is_admin: false,
        created_at: time("1970-01-01T00:00:00Z"),
    };
    world.holds(person.clone()).await;
    let (avatar_url, password_hash) = (Some("/a.png".into()), Some("$argon2id$".into()));
    world.holds(user::Model { avatar_url, password_hash, is_admin: true, ..person }).await;
    world.holds(team_member::Model { team_id: team, user_id: user }).await;
    let (name, foreign_id) = (WORDS.to_owned(), String::new());
    world.holds(bot::Model { id: bot, origin: "focalboard".into(), foreign_id, name }).await;
    let (token_hash, expires_at) = (vec![0, 255, 39, 0], time("9999-12-31T23:59:59.999Z"));
    let (session, created_at) = (SessionId(id(9)), now);
    let row = session::Model { id: session, user_id: user, token_hash, created_at, expires_at };
    world.holds(row).await;
    let token = api_token::Model {
        id: TokenId(id(10)),
        user_id: user,
        name: WORDS.into(),
        token_hash: id(11).into_bytes().to_vec(),
        created_at: now,
        last_used_at: None,
    };
    world.holds(token.clone()).await;
    world.holds(api_token::Model { last_used_at: Some(now), ..token }).await;

    let whole = board::Model {
        id: board,
        key: "RL".into(),
        title: WORDS.into(),
        description: String::new(),
        icon: Some("🥄".into()),
        team_id: Some(team),
        visibility: BoardVisibility::Team,
        epoch: Epoch(id(12)),
        seq: i64::MAX,
        access_seq: -1,
        next_card_number: 0,
        created_at: now,
        updated_at: time("2026-11-22T12:00:00.5Z"),
        archived_at: Some(now),
    };
    world.holds(whole.clone()).await;
    world.holds(board::Model { icon: None, team_id: None, archived_at: None, ..whole }).await;
    let role = BoardRole::Commenter;
    world.holds(board_member::Model { board_id: board, user_id: user, role }).await;
    let whole = board_column::Model {
        id: column,
        board_id: board,
        rank: "a0".into(),
        title: WORDS.into(),
        color: Color::Teal,
        kind: ColumnKind::Active,
        wip_limit: Some(i32::MAX),
        wip_policy: WipPolicy::Block,
        description: WORDS.into(),
    };
    world.holds(whole.clone()).await;
    world.holds(board_column::Model { wip_limit: None, ..whole }).await;
    let (name, name_key) = (WORDS.to_owned(), WORDS.to_owned());
    let row = label::Model { id: label, board_id: board, name, name_key, color: Color::Red };
    world.holds(row).await;
    let whole = milestone::Model {
        id: milestone,
        board_id: board,
        title: WORDS.into(),
        description: WORDS.into(),
        start_on: Some("0001-01-01".parse().unwrap()),
        due_on: Some("9999-12-31".parse().unwrap()),
        state: MilestoneState::Closed,
    };
    world.holds(whole.clone()).await;
    world.holds(milestone::Model { start_on: None, due_on: None, ..whole }).await;
    let whole = card::Model {
        id: card,
        board_id: board,
        number: 42,
        column_id: column,
        rank: "Zz".into(),
        title: WORDS.into(),
        icon: Some("🥄".into()),
        has_description: true,
        checklist_done: 1,
        checklist_total: i32::MIN,
        start_on: Some("2026-02-28".parse().unwrap()),
        due_on: Some("2028-02-29".parse().unwrap()),
        estimate: Some(0.1),
        milestone_id: Some(milestone),
        created_by_user: Some(user),
        created_by_bot: Some(bot),
        created_at: now,
        updated_at: now,
        archived_at: Some(now),
        version: 7,
        description: WORDS.repeat(10_000),
    };
    world.holds(whole.clone()).await;
    let bare = card::Model {
        icon: None,
        has_description: false,
        start_on: None,
        due_on: None,
        estimate: None,
        milestone_id: None,
        created_by_user: None,
        created_by_bot: None,
        archived_at: None,
        ..whole
    };
    world.holds(card::Model { estimate: Some(3.0), ..bare.clone() }).await;
    world.holds(bare).await;
    world.holds(card_label::Model { card_id: card, label_id: label }).await;
    world.holds(card_assignee::Model { card_id: card, user_id: user }).await;
    let whole = comment::Model {
        id: CommentId(id(13)),
        board_id: board,
        card_id: card,
        body: WORDS.into(),
        author_user: Some(user),
        author_bot: None,
        created_at: now,
        edited_at: Some(now),
    };
    world.holds(whole.clone()).await;
    let (author_user, author_bot, edited_at) = (None, Some(bot), None);
    world.holds(comment::Model { author_user, author_bot, edited_at, ..whole }).await;

    let whole = event::Model {
        board_id: board,
        seq: 1,
        epoch: Epoch(id(12)),
        at: now,
        actor_user: Some(user),
        actor_bot: None,
        client_mutation_id: Some(WORDS.into()),
        changes: r#"{"v":1}"#.into(),
    };
    world.holds(whole.clone()).await;
    let (actor_user, actor_bot, client_mutation_id) = (None, Some(bot), None);
    world.holds(event::Model { actor_user, actor_bot, client_mutation_id, ..whole }).await;
    world.holds(checkpoint::Model { board_id: board, seq: 1, state: WORDS.into() }).await;
    let key = idempotency_key::Model {
        user_id: user,
        client_mutation_id: WORDS.into(),
        operation: "moveCard".into(),
        outcome: "{}".into(),
        at: now,
    };
    world.holds(key).await;
    let import = board_import::Model {
        id: ImportId(id(14)),
        board_id: board,
        origin: "focalboard".into(),
        archive_hash: Vec::new(),
        source_board: WORDS.into(),
        report: "{}".into(),
        raw: (0..=255).collect(),
        at: now,
    };
    world.holds(import).await;
}
