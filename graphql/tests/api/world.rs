//! A server's data, the people on it, and how they ask.

use std::sync::Arc;

use async_graphql::parser::parse_query;
use async_graphql::{Request, Variables};
use cairn_domain::accounts::{Credential, NewUser};
use cairn_domain::statements::{Statements, counted};
use cairn_domain::{Actor, Clock, Database, Domain, Ids};
use cairn_graphql::{Api, ServerInfo};
use serde_json::{Value, json};
use tempfile::TempDir;

/// A database of its own for one test.
pub struct World {
    pub api: Api,
    pub domain: Domain,
    _directory: TempDir,
}

/// Somebody who asks.
#[derive(Clone)]
pub struct Person {
    pub api: Api,
    pub actor: Actor,
}

impl World {
    pub async fn new() -> Self {
        let directory = tempfile::tempdir().unwrap();
        let url = format!("sqlite://{}", directory.path().join("cairn.db").display());
        let database = Database::open(&url, 4).await.unwrap();
        database.change_schema(cairn_migrations::migrate).await.unwrap().unwrap();
        let clock = Clock::held_at("2026-11-22T12:00:00Z".parse().unwrap());
        let domain = Domain::new(database, clock.clone(), Ids::random(clock));
        let server = ServerInfo {
            name: "Cairn".to_owned(),
            version: "0.0.0".to_owned(),
            public_url: "https://cairn.example".to_owned(),
        };
        Self { api: Api::new(domain.clone(), server), domain, _directory: directory }
    }

    pub async fn person(&self, username: &str) -> Person {
        let new = NewUser {
            username: username.to_owned(),
            display_name: None,
            password: None,
            is_admin: false,
        };
        let person = self.domain.accounts().add_user(new).await.unwrap();
        let actor =
            Actor::User { id: person.id, is_server_admin: false, credential: Credential::local() };
        Person { api: self.api.clone(), actor }
    }

    pub fn anybody(&self) -> Person {
        Person { api: self.api.clone(), actor: Actor::Anonymous }
    }
}

impl Person {
    pub fn id(&self) -> String {
        self.actor.user_id().unwrap().to_string()
    }

    pub fn request(&self, document: &str, variables: Value) -> Request {
        let variables = Variables::from_json(variables);
        Request::new(document).variables(variables).data(self.actor.clone())
    }

    /// The whole answer.
    pub async fn answer(&self, document: &str, variables: Value) -> Value {
        let answer = self.answer_alone(document, variables.clone()).await;
        if let Some(shared) = self.shared(document, variables).await {
            assert_eq!(shared["data"], answer["data"], "{document}");
            assert!(answer.get("errors").is_none(), "{document}");
        }
        answer
    }

    async fn answer_alone(&self, document: &str, variables: Value) -> Value {
        let response = self.api.execute(self.request(document, variables)).await;
        serde_json::to_value(response).unwrap()
    }

    /// The answer that is shared with others, if there can be one.
    pub async fn shared(&self, document: &str, variables: Value) -> Option<Value> {
        let parsed = parse_query(document).ok()?;
        let shared = self.api.shared(&self.request(document, variables), &parsed).await?;
        Some(serde_json::from_slice(shared.json()).unwrap())
    }

    /// The entity tag of the answer that is shared with others.
    pub async fn tag(&self, document: &str) -> String {
        let parsed = parse_query(document).unwrap();
        let shared = self.api.shared(&self.request(document, json!({})), &parsed).await;
        shared.unwrap().tag().to_owned()
    }

    /// The data of an answer without errors.
    pub async fn ask(&self, document: &str, variables: Value) -> Value {
        let mut answer = self.answer(document, variables).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        answer["data"].take()
    }

    /// The data of an answer that is not shared, and how many statements it took.
    pub async fn ask_counted(&self, document: &str, variables: Value) -> (Value, u64) {
        let statements = Arc::new(Statements::default());
        let answering = self.answer_alone(document, variables);
        let mut answer = counted(Arc::clone(&statements), answering).await;
        assert!(answer.get("errors").is_none(), "{answer:#}");
        (answer["data"].take(), statements.count())
    }

    /// The answer that is shared with others, and how many statements it took.
    pub async fn shared_counted(&self, document: &str, variables: Value) -> (Value, u64) {
        let statements = Arc::new(Statements::default());
        let shared = self.shared(document, variables);
        let answer = counted(Arc::clone(&statements), shared).await.unwrap();
        (answer, statements.count())
    }

    /// The code of the only error, and the data beside it.
    pub async fn refused(&self, document: &str, variables: Value) -> (String, Value) {
        let mut answer = self.answer(document, variables).await;
        assert_eq!(answer["errors"].as_array().map(Vec::len), Some(1), "{answer:#}");
        let code = answer["errors"][0]["extensions"]["code"].as_str().unwrap().to_owned();
        (code, answer["data"].take())
    }

    /// Carries out a mutation; the payload, whatever it says.
    pub async fn payload(&self, name: &str, selection: &str, input: Value) -> Value {
        let kind = input_kind(name);
        let document = format!(
            "mutation($input: {kind}!) {{ {name}(input: $input) {{ clientMutationId {selection} \
             userErrors {{ code field message }} }} }}"
        );
        self.ask(&document, json!({ "input": input })).await[name].take()
    }

    /// Carries out a mutation that succeeds.
    pub async fn write(&self, name: &str, selection: &str, input: Value) -> Value {
        let payload = self.payload(name, selection, input).await;
        assert_eq!(payload["userErrors"], json!([]), "{name}");
        payload
    }

    /// The user error's code and field of a mutation that is refused.
    pub async fn user_error(&self, name: &str, input: Value) -> (String, Value) {
        let payload = self.payload(name, "", input).await;
        let errors = payload["userErrors"].as_array().unwrap();
        assert_eq!(errors.len(), 1, "{name}: {payload}");
        assert!(!errors[0]["message"].as_str().unwrap().is_empty());
        (errors[0]["code"].as_str().unwrap().to_owned(), errors[0]["field"].clone())
    }

    /// A board with three columns: its id, and theirs.
    pub async fn board(&self, key: &str) -> (String, Vec<String>) {
        let input =
            json!({"key": key, "title": "Release list", "columns": ["To do", "Doing", "Done"]});
        let payload = self.write("createBoard", "board { id columns { id } }", input).await;
        let board = &payload["board"];
        let columns = board["columns"].as_array().unwrap();
        (text(&board["id"]), columns.iter().map(|column| text(&column["id"])).collect())
    }

    /// A card's id.
    pub async fn card(&self, column: &str, title: &str) -> String {
        let input = json!({"columnId": column, "title": title});
        text(&self.write("createCard", "card { id }", input).await["card"]["id"])
    }
}

fn input_kind(mutation: &str) -> String {
    match mutation {
        "archiveBoard" | "restoreBoard" | "deleteBoard" => "BoardIdInput".to_owned(),
        "archiveCard" | "restoreCard" | "deleteCard" => "CardIdInput".to_owned(),
        name => format!("{}{}Input", name[..1].to_uppercase(), &name[1..]),
    }
}

pub fn text(value: &Value) -> String {
    value.as_str().unwrap().to_owned()
}
